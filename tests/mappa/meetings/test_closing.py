"""Closing minutes: what is missing, and what the case is afterwards, by the rules of an update."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.case_changes import differences
from mappa.case_facts import Conviction, Disclosure
from mappa.cases import CaseRecord, Spell
from mappa.errors import RuleBroken
from mappa.meetings.closing import Sat, apply_decided, list_missing, read_decided
from mappa.meetings.minutes import in_words, parts_in_order
from tests.build import POLICY, case

ON, TODAY = date(2026, 6, 17), date(2026, 6, 22)
BEGAN = date(2026, 1, 5)
PLAN = dict.fromkeys(
    ("supervision", "monitoring", "interventions", "victim-safety", "contingency",
     "licence-conditions"), "none",
)  # fmt: skip
WHOLE = {
    **PLAN,
    "disclosure": "no",
    "disclosure-rationale": "nobody is at risk",
    "level": "2",
    "level-rationale": "several agencies",
    "review": "2026-08-20",
}
NO = Disclosure(ON, "no", "", "nobody is at risk")


def closed(before: CaseRecord, sat: Sat | None = None, /, **minutes: str) -> CaseRecord:
    """The case once these minutes are closed; an empty part is missing."""
    said = {name.replace("_", "-"): text for name, text in minutes.items()}
    whole = {name: text for name, text in {**WHOLE, **said}.items() if text}
    decided = read_decided(whole, before, ON)
    return apply_decided(before, decided, sat or Sat("BED-M1", ON), TODAY, POLICY)


def at(*spells: Spell, **given: Any) -> CaseRecord:
    return case(spells=spells, **given)


def says(minutes: dict[str, str], attended: str, invited: str, before: CaseRecord) -> list[str]:
    found = list_missing(minutes, attended.split(), invited.split(), before, ON)
    return [one.says for one in found]


def test_everything_that_is_missing_is_said_at_once() -> None:
    assert says({}, "police", "police prison housing", case()) == [
        "attendance of Prison, Housing", "supervision", "monitoring and control",
        "interventions and treatment", "victim safety", "contingency plan", "licence conditions",
        "disclosure decision", "disclosure, rationale", "level decision, or exit",
        "rationale of the level decision", "next review date, or exit",
    ]  # fmt: skip
    assert says(WHOLE, "police prison", "police prison", case()) == []


@given(st.sets(st.sampled_from(sorted(WHOLE))))
def test_no_parts_can_be_left_out_and_each_is_said(names: set[str]) -> None:
    lacking = {part: text for part, text in WHOLE.items() if part not in names}
    assert len(says(lacking, "police", "police", case())) == len(names)


@pytest.mark.parametrize(
    ("name", "text"),
    [("level", "high"), ("disclosure", "-"), ("review", "soon"), ("review", "2026-99-99")],
)
def test_what_a_workbook_brought_and_cannot_be_read_is_missing(name: str, text: str) -> None:
    brought = {**WHOLE, name: text}
    assert len(says(brought, "police", "police", case())) == 1
    assert text in [in_words(part, value) for part, value in parts_in_order(brought)]


def test_with_nobody_invited_somebody_has_to_have_been_there() -> None:
    assert says(WHOLE, "", "", case()) == ["attendance of at least one agency"]
    assert says(WHOLE, "health", "", case()) == []


def test_a_threshold_is_asked_for_where_the_level_changes_and_a_review_unless_they_leave() -> None:
    moves = says({**WHOLE, "level": "3"}, "police", "police", case())
    assert moves == ["threshold, because the case moves to another level"]
    leaves = {name: text for name, text in WHOLE.items() if name not in ("level", "review")}
    assert says({**leaves, "exit": "yes"}, "police", "police", case()) == []
    down = {name: text for name, text in WHOLE.items() if name != "review"} | {"level": "1"}
    assert says(down, "police", "police", case()) == ["next review date, or exit"]
    assert says(down, "police", "police", at(Spell(3, 2, BEGAN))) == []


def test_the_same_level_keeps_its_spell() -> None:
    after = closed(case())
    assert after.spells == case().spells
    assert after.dates["review"] == date(2026, 8, 20)
    assert after.disclosures == (NO,)


def test_another_level_is_in_force_from_the_day_of_the_meeting() -> None:
    after = closed(case(), level="3", threshold="senior", review="2026-07-20")
    assert after.spells == (
        Spell(2, 2, BEGAN, ON),
        Spell(2, 3, ON, threshold="senior", reason="several agencies"),
    )


@pytest.mark.parametrize(
    ("given", "category"), [({"level": "1", "review": ""}, 3), ({"level": "", "exit": "anyway"}, 2)]
)
def test_who_leaves_is_under_mappa_no_longer(given: dict[str, str], category: int) -> None:
    before = at(Spell(category, 2, BEGAN), dates={})
    after = closed(before, **given)
    assert after.spells == (Spell(category, 2, BEGAN, ON),)
    assert read_decided({**WHOLE, **given}, before, ON).level is None


def test_who_is_in_another_category_still_does_not_leave_without_the_word_anyway() -> None:
    licence = {"licence_end": date(2027, 3, 31)}
    before = at(Spell(1, 2, BEGAN), dates=licence, convictions=(Conviction(BEGAN, "caution"),))
    with pytest.raises(RuleBroken, match="category 2 may be in force") as problem:
        closed(before, level="", exit="yes")
    assert problem.value.field == "exit"
    assert closed(before, level="", exit="anyway").spells == (Spell(1, 2, BEGAN, ON),)


def test_who_came_to_a_level_on_the_day_of_the_meeting_does_not_leave_on_it() -> None:
    first = closed(case(), level="3", threshold="senior", review="2026-07-20")
    with pytest.raises(RuleBroken, match="correct BED-1042 spell 17 June 2026 removed"):
        closed(first, Sat("BED-M1", ON, disclosed=(NO,)), level="", exit="anyway")


LATER = date(2026, 6, 20)
MOVED = at(Spell(2, 2, BEGAN, LATER), Spell(2, 3, LATER))
LEFT = at(Spell(2, 2, BEGAN, LATER))


@pytest.mark.parametrize(
    ("before", "minutes", "stands"),
    [
        (MOVED, {"level": "2"}, "is at level 3 since 20 June 2026"),
        (MOVED, {"level": "", "exit": "anyway"}, "is at level 3 since 20 June 2026"),
        (LEFT, {"level": "2"}, "left MAPPA on 20 June 2026"),
        (at(Spell(2, 2, BEGAN, date(2026, 6, 1))), {"level": "2"}, "left MAPPA on 1 June 2026"),
        (at(), {"level": "2"}, "is at no level yet"),
        (at(Spell(2, 0, LATER)), {"level": "2"}, "is at the level to be confirmed since"),
    ],
)
def test_what_was_changed_since_the_meeting_is_not_overwritten(
    before: CaseRecord, minutes: dict[str, str], stands: str
) -> None:
    with pytest.raises(RuleBroken) as problem:
        closed(before, threshold="co-ordination" if minutes["level"] else "", **minutes)
    assert stands in problem.value.message
    assert "Nothing was closed" in problem.value.message


def test_what_the_meeting_decided_may_have_been_recorded_already() -> None:
    after = closed(MOVED, level="3", threshold="senior", review="2026-07-20")
    assert after.spells == MOVED.spells
    assert closed(LEFT, level="", exit="yes").spells == LEFT.spells


@pytest.mark.parametrize(
    ("level", "latest"),
    [("2", date(2026, 9, 9)), ("3", date(2026, 7, 29)), ("1", date(2026, 10, 17))],
)
def test_a_review_later_than_the_clock_from_the_meeting_needs_a_reason(
    level: str, latest: date
) -> None:
    given = {"level": level, "threshold": "senior" if level == "3" else ""}
    before = case(dates={"review": date(2026, 5, 1)})
    in_time = closed(before, review=latest.isoformat(), **given)
    assert (in_time.dates["review"], in_time.date_notes) == (latest, {})
    late = latest + timedelta(days=1)
    with pytest.raises(RuleBroken, match="review-reason: by the policy") as problem:
        closed(before, review=late.isoformat(), **given)
    assert problem.value.field == "review-reason"
    after = closed(before, review=late.isoformat(), review_reason="no room", **given)
    assert "no room" in after.date_notes["review"]


def test_a_review_date_that_was_right_for_the_old_level_is_asked_again_for_the_new_one() -> None:
    before = case(dates={"review": date(2026, 9, 9)})
    assert closed(before, review="2026-09-09").dates == before.dates
    with pytest.raises(RuleBroken, match="within 6 weeks"):
        closed(before, level="3", threshold="senior", review="2026-09-09")
    with pytest.raises(RuleBroken, match="has to be after the meeting"):
        closed(case(dates={"review": ON}), review=ON.isoformat())


def test_minutes_closed_again_replace_what_they_made_before() -> None:
    first = closed(case(), level="3", threshold="senior", review="2026-07-20")
    sat = Sat("BED-M1", ON, disclosed=(NO,))
    again = closed(first, sat, disclosure="yes", disclosure_to="the landlord")
    assert again.spell_on(TODAY) == Spell(2, 2, ON, reason="several agencies")
    assert again.disclosures == (Disclosure(ON, "yes", "the landlord", "nobody is at risk"),)
    out = closed(case(), level="", exit="anyway")
    back = closed(out, Sat("BED-M1", ON, left=True, disclosed=(NO,)), threshold="co-ordination")
    assert [spell.level for spell in back.spells] == [2, 2]
    assert back.spell_on(TODAY) is not None


def test_the_band_of_risk_that_was_agreed_is_the_case_s() -> None:
    assert closed(case(rosh="low"), risk_band="very-high").rosh == "very-high"
    assert closed(case(rosh="low")).rosh == "low"


@given(
    st.sampled_from(["1", "2", "3", ""]),
    st.integers(1, 400),
    st.sampled_from([1, 2, 3]),
    st.sampled_from([2, 3]),
)
def test_whatever_is_decided_only_what_was_decided_changes_and_twice_is_once(
    level: str, days: int, category: int, held: int
) -> None:
    before = at(Spell(category, held, BEGAN), dates={})
    given = {"level": level, "exit": "" if level else "anyway", "review_reason": "no room"}
    given |= {"review": (ON + timedelta(days=days)).isoformat()}
    given |= {"threshold": "senior"} if level in ("2", "3") else {}
    after = closed(before, **given)
    assert set(differences(before, after)[0]) <= {"spells", "dates", "date_notes", "disclosures"}
    now = after.spell_on(TODAY)
    leaves = not level or (level == "1" and category == 3)
    assert (now is None) == leaves
    assert now is None or (now.level, now.category) == (int(level), category)
    assert closed(after, Sat("BED-M1", ON, leaves, after.disclosures), **given) == after
    assert replace(after, spells=before.spells, dates={}, date_notes={}, disclosures=()) == before
