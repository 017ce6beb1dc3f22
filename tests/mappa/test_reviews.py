"""The next review: a day later than the clock of the level needs a reason, which is kept."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.cases import CaseRecord, Spell
from mappa.policies import Clock
from mappa.reviews import last_review
from tests.build import POLICY, TODAY, case
from tests.mappa.typed import after, refused

MAY = date(2026, 5, 1)


def at(level: int, **dates: date) -> CaseRecord:
    return case(spells=(Spell(2, level, date(2026, 1, 5)),), dates=dates)


@pytest.mark.parametrize(
    ("facts", "latest", "every"),
    [
        (at(3), date(2026, 7, 29), "6 weeks"),
        (at(2), date(2026, 9, 9), "12 weeks"),
        (at(1), date(2026, 10, 17), "4 months"),
        # counted from the last review where its day has come
        (at(3, review=MAY), date(2026, 6, 12), "6 weeks"),
        (at(2, review=MAY), date(2026, 7, 24), "12 weeks"),
        (at(1, review=date(2026, 1, 31)), date(2026, 5, 31), "4 months"),
        (at(2, review=date(2026, 7, 1)), date(2026, 9, 9), "12 weeks"),
    ],
)
def test_later_than_the_clock_needs_a_reason_that_stays_with_the_date(
    facts: CaseRecord, latest: date, every: str
) -> None:
    moved = "" if not facts.dates else " because moved"
    in_time = after(f"review {latest.isoformat()}{moved}", facts)
    assert in_time.dates["review"] == latest and in_time.date_notes == {}
    day_after = date.fromordinal(latest.toordinal() + 1).isoformat()
    if not facts.dates:
        refusal = refused(f"review {day_after}", facts)
        assert refusal.field == "because"
        assert f"by the policy it is due within {every} of" in refusal.message
        assert f"review {day_after}"[-2:].lstrip("0") in refusal.message
    late = after(f"review {day_after} because the panel cannot meet", facts)
    says = f"Departs from the policy (every {every}): the panel cannot meet"
    assert late.date_notes == {"review": says}


def test_the_note_goes_with_its_day() -> None:
    late = after("review 1 December 2026 because nobody can", at(2))
    assert after("review 1 December 2026", late) == late
    assert after("review 1 July 2026 because they can", late).date_notes == {}
    assert after("review none because left", late).date_notes == {}
    other = after("review 1 January 2027 because moved again", late)
    assert other.date_notes["review"].endswith(": moved again")
    kept = after("risk high sled 1 May 2028", late)
    assert kept.date_notes == late.date_notes


def test_the_level_that_the_line_sets_counts() -> None:
    assert refused("level 3 threshold senior review 1 August 2026", at(2)).field == "because"
    found = after("level 3 review 1 August 2026 because worse", at(2))
    assert found.date_notes["review"] == "Departs from the policy (every 6 weeks): worse"


@pytest.mark.parametrize(
    "facts", [at(0), case(spells=()), case(spells=(Spell(2, 2, date(2026, 1, 5), MAY),), dates={})]
)
def test_without_a_clock_any_day_will_do(facts: CaseRecord) -> None:
    assert after("review 1 May 2030", facts).date_notes == {}


def test_an_area_sets_its_own_clock() -> None:
    ours = replace(POLICY, clocks={**POLICY.clocks, "level_2_review": Clock("10 working days")})
    assert after("review 1 July 2026", at(2), ours).date_notes == {}
    assert "that is by 1 July 2026" in refused("review 2 July 2026", at(2), ours).message


def test_a_review_is_counted_from_the_last_one_whose_day_has_come() -> None:
    assert last_review(at(2), TODAY) == TODAY
    assert last_review(at(2, review=TODAY), TODAY) == TODAY
    assert last_review(at(2, review=MAY), TODAY) == MAY
    assert last_review(at(2, review=date(2026, 7, 1)), TODAY) == TODAY
