"""Screening: what may be decided, what it does to the case, and by when it is to be decided."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.cases import CaseRecord, Spell
from mappa.errors import MappaError, RuleBroken
from mappa.policies import load_policy
from mappa.screenings import (
    DECISIONS,
    Screening,
    Sought,
    apply_screening,
    decide_by,
    last_overdue,
    prompts,
    read_form,
    read_screening,
    time_left,
)
from tests.build import POLICY, case

TODAY = date(2026, 6, 17)
SOUGHT = Sought(2, 1, "high-risk")
TO_CONFIRM = (Spell(2, 0, date(2026, 1, 5)),)


def read(typed: str) -> Screening:
    found = read_screening(typed, TODAY, POLICY)
    assert isinstance(found, Screening)
    return found


def test_a_line_is_read_as_what_it_decides() -> None:
    assert read("bed-r12 accept level 3 category 2 threshold senior from 1 May 2026 because x") == (
        Screening("BED-R12", "accept", "x", TODAY, 3, 2, "senior", date(2026, 5, 1))
    )
    assert read("BED-R12 decline because level 2 is too much") == Screening(
        "BED-R12", "decline", "level 2 is too much", TODAY
    )
    assert read("BED-R12 more because y").state == "open"
    assert read("BED-R12 withdraw because z").state == "withdrawn"
    assert read_screening("BED-R12", TODAY, POLICY) == "BED-R12"


@pytest.mark.parametrize(
    ("typed", "says", "field"),
    [
        ("BED-R12 because x", "Say what is decided: accept, decline, more, withdraw", "decision"),
        ("BED-R12 level 2 because x", "Say what is decided", "decision"),
        ("BED-R12 accept decline because x", "accept and decline: give one", "decision"),
        ("BED-R12 accept level 2", "A decision needs a reason", "because"),
        ("BED-R12 decline", "A decision needs a reason", "because"),
        ("BED-R12 accept because x", "accept goes with level 2 or 3", "level"),
        ("BED-R12 accept level 1 because x", "accept goes with level 2 or 3", "level"),
        ("BED-R12 accept level tbc because x", "accept goes with level 2 or 3", "level"),
        ("BED-R12 accept level 9 because x", "There is no level “9”", "level"),
        ("BED-R12 accept level 2 category 7 because x", "There is no category “7”", "category"),
        ("BED-R12 accept level 2 threshold x because x", "threshold: “x” is not one", "threshold"),
        ("BED-R12 accept level 2 from 18 June 2026 because x", "from: ", "from"),
        ("BED-R12 accept level 2 from May because x", "from: ", "from"),
        ("BED-R12 decline level 2 because x", "only level 1 can be confirmed", "level"),
        ("BED-R12 decline category 2 because x", "category goes with accept", "category"),
        ("BED-R12 decline level 1 threshold senior because x", "threshold goes", "threshold"),
        ("BED-R12 decline from 1 May 2026 because x", "from goes with accept", "from"),
        ("BED-R12 more level 2 because x", "level goes with accept, not with more", "level"),
        ("BED-R12 withdraw threshold senior because x", "threshold goes", "threshold"),
        ("BED§R12 accept level 2 because x", "is not a referral reference", "referral"),
        ("because x", "screen needs a referral reference first", "subject"),
    ],
)
def test_a_fault_is_refused_by_its_field(typed: str, says: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_screening(typed, TODAY, POLICY)
    assert says in refused.value.message
    assert "Example" in refused.value.message
    assert refused.value.field == field


def test_the_form_says_what_the_line_says_and_prefilled_fields_count_for_accept_only() -> None:
    filled = {"level": "2", "category": "2", "threshold": "senior", "because": "x"}
    assert read_form("BED-R12", filled | {"decision": "accept"}, TODAY, POLICY) == read(
        "BED-R12 accept level 2 category 2 threshold senior because x"
    )
    for decision in ("decline", "more", "withdraw"):
        line = read(f"BED-R12 {decision} because x")
        assert read_form("BED-R12", filled | {"decision": decision}, TODAY, POLICY) == line
    at_level_1 = read_form("BED-R12", filled | {"decision": "decline-level-1"}, TODAY, POLICY)
    assert at_level_1 == read("BED-R12 decline level 1 because x")
    for wrong in ("", "open", "accepted"):
        with pytest.raises(RuleBroken, match="Say what is decided"):
            read_form("BED-R12", filled | {"decision": wrong}, TODAY, POLICY)


def screened(before: CaseRecord, typed: str) -> CaseRecord:
    return apply_screening(before, read(f"BED-R12 {typed} because x"), SOUGHT, POLICY)


def test_accepting_is_a_dated_spell_and_history_stays() -> None:
    after = screened(case(spells=TO_CONFIRM), "accept level 2 from 1 May 2026")
    assert after.spells == (
        Spell(2, 0, date(2026, 1, 5), date(2026, 5, 1)),
        Spell(2, 2, date(2026, 5, 1), threshold="high-risk", reason="x"),
    )
    # Another level than was sought: the threshold that came with the referral is not its own.
    assert screened(case(spells=TO_CONFIRM), "accept level 3").spells[-1].threshold is None
    told = screened(case(spells=TO_CONFIRM), "accept level 3 category 1 threshold senior")
    assert told.spells[-1] == Spell(1, 3, TODAY, threshold="senior", reason="x")


def test_somebody_at_no_level_comes_in_with_the_category_that_was_given() -> None:
    assert screened(case(spells=()), "accept level 2").spells == (
        Spell(1, 2, TODAY, threshold="high-risk", reason="x"),
    )
    nobody_said = read("BED-R12 accept level 2 because x")
    with pytest.raises(RuleBroken, match="give the category as well") as refused:
        apply_screening(case(spells=()), nobody_said, Sought(2, None, None), POLICY)
    assert refused.value.field == "category"


def test_what_stands_there_already_is_not_changed() -> None:
    assert screened(case(), "accept level 2") == case()
    for typed in ("decline", "more", "withdraw"):
        assert screened(case(), typed) == case()


def test_declining_confirms_level_1_only_where_it_is_to_be_confirmed() -> None:
    assert screened(case(spells=TO_CONFIRM), "decline level 1").spells[-1].level == 1
    for spells in ((), (Spell(2, 2, date(2026, 1, 5)),), (Spell(2, 1, date(2026, 1, 5)),)):
        with pytest.raises(RuleBroken, match="only where the level is to be confirmed") as refused:
            screened(case(spells=spells), "decline level 1")
        assert refused.value.field == "level"


def test_the_rules_of_an_update_hold() -> None:
    with pytest.raises(RuleBroken, match="category or level changed on 5 January 2026"):
        screened(case(), "accept level 3 from 1 January 2026")


@given(
    spells=st.lists(st.tuples(st.sampled_from([1, 2, 4]), st.integers(0, 3)), max_size=1),
    decision=st.sampled_from([*DECISIONS, "decline-level-1"]),
    level=st.sampled_from(["1", "2", "3"]),
    category=st.sampled_from(["", "1", "2", "3", "4"]),
    days=st.integers(-10, 400),
)
def test_no_decision_makes_an_illegal_case(
    spells: list[tuple[int, int]], decision: str, level: str, category: str, days: int
) -> None:
    before = case(spells=tuple(Spell(c, lv, date(2026, 1, 5)) for c, lv in spells))
    day = TODAY - timedelta(days=days)
    values = {"decision": decision, "level": level, "category": category, "because": "x"}
    values |= {"from": day.isoformat()} if decision == "accept" else {}
    try:
        asked = read_form("R1", {k: v for k, v in values.items() if v}, TODAY, POLICY)
        after = apply_screening(before, asked, SOUGHT, POLICY)
    except MappaError as problem:
        assert problem.message
        return
    assert all(spell.level >= 2 for spell in after.spells if spell.category == 3)
    for earlier, later in zip(after.spells, after.spells[1:], strict=False):
        assert earlier.ended_on <= later.started_on


@pytest.mark.parametrize(
    ("referred_on", "decided_by", "left"),
    [
        (date(2026, 6, 17), date(2026, 7, 1), "10 working days left"),
        (date(2026, 6, 4), date(2026, 6, 18), "1 working day left"),
        (date(2026, 6, 3), date(2026, 6, 17), "to be decided today"),
        (date(2026, 6, 2), date(2026, 6, 16), "1 working day overdue"),
        (date(2026, 5, 22), date(2026, 6, 8), "7 working days overdue"),  # over a bank holiday
    ],
)
def test_the_clock_says_how_long_there_is(referred_on: date, decided_by: date, left: str) -> None:
    assert decide_by(referred_on, POLICY) == decided_by
    assert time_left(referred_on, TODAY, POLICY) == left


@given(today=st.dates(date(2014, 1, 1), date(2030, 12, 31)))
def test_overdue_is_what_the_clock_says_is_overdue(today: date) -> None:
    last = last_overdue(today, POLICY)
    assert last is not None
    assert str(time_left(last, today, POLICY)).endswith("overdue")
    assert "overdue" not in time_left(last + timedelta(days=1), today, POLICY)


def test_an_area_can_set_the_clock_in_other_periods(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[clocks.screening_decision]\nvalue = "2 weeks"\n')
    own = load_policy(str(file))
    assert time_left(date(2026, 6, 16), TODAY, own) == "13 days left"
    assert last_overdue(TODAY, own) == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("dates", "spells", "said"),
    [
        ({"release": date(2026, 12, 17)}, TO_CONFIRM, ["Release on 17 December 2026"]),
        ({"release": date(2026, 12, 18)}, TO_CONFIRM, []),
        ({"release": TODAY}, TO_CONFIRM, ["Release on 17 June 2026"]),
        ({"release": date(2026, 6, 16)}, TO_CONFIRM, []),
        ({"parole_hearing": date(2026, 9, 3)}, TO_CONFIRM, ["Parole hearing on 3 September 2026"]),
        (
            {"release": date(2026, 10, 1), "parole_hearing": date(2026, 9, 3)},
            TO_CONFIRM,
            ["Release on 1 October 2026", "Parole hearing on 3 September 2026"],
        ),
        ({"release": date(2026, 10, 1)}, (Spell(2, 1, date(2026, 1, 5)),), []),
        ({"release": date(2026, 10, 1)}, (), []),
        ({"licence_end": date(2026, 10, 1)}, TO_CONFIRM, []),
    ],
)
def test_a_release_or_a_hearing_that_comes_near_prompts_for_the_level(
    dates: dict[str, date], spells: tuple[Spell, ...], said: list[str]
) -> None:
    found = prompts(case(dates=dates, spells=spells), TODAY, POLICY)
    assert [line.partition(",")[0] for line in found] == said
    for line in found:
        assert "refer BED-1042 level 2" in line and "update BED-1042 level 1" in line
    for line in prompts(case(dates=dates, spells=spells), TODAY, POLICY, ["BED-R1"]):
        assert line.endswith("to be confirmed: decide on referral BED-R1 before then.")
