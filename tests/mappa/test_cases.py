"""A case on a day: the spell and the stay in force, half-open, and what cannot be combined."""

from datetime import date, timedelta

import pytest

from mappa.case_dates import check_date_order, check_plausible
from mappa.cases import STILL_RUNNING, Custody, Spell, check_combination
from mappa.errors import RuleBroken
from tests.build import TODAY, case

DAY = timedelta(1)
FIRST, SECOND, THIRD = date(2014, 1, 1), date(2014, 3, 31), date(2014, 6, 1)


def test_a_spell_is_in_force_from_its_first_day_up_to_and_not_with_its_end() -> None:
    one, two = Spell(2, 2, FIRST, SECOND), Spell(2, 3, SECOND, THIRD)
    facts = case(spells=(one, two))
    assert facts.spell_on(FIRST - DAY) is None
    assert facts.spell_on(FIRST) == facts.spell_on(SECOND - DAY) == one
    assert facts.spell_on(SECOND) == facts.spell_on(THIRD - DAY) == two
    assert facts.spell_on(THIRD) is None


def test_a_stay_in_custody_is_half_open_too() -> None:
    stay = Custody(FIRST, SECOND, "recall")
    facts = case(custody=(stay,))
    assert [facts.custody_on(day) for day in (FIRST - DAY, SECOND)] == [None, None]
    assert facts.custody_on(FIRST) == facts.custody_on(SECOND - DAY) == stay


@pytest.mark.parametrize(
    ("spells", "is_open"),
    [
        ((), True),  # referred, and not at a level yet
        ((Spell(2, 2, FIRST),), True),
        ((Spell(2, 2, FIRST, TODAY),), False),
        ((Spell(2, 2, FIRST, TODAY + DAY),), True),
        ((Spell(2, 2, FIRST, SECOND), Spell(1, 1, THIRD, STILL_RUNNING)), True),
        ((Spell(2, 2, FIRST, SECOND), Spell(1, 1, SECOND, THIRD)), False),
    ],
)
def test_a_case_is_open_while_a_spell_runs_or_none_was(
    spells: tuple[Spell, ...], is_open: bool
) -> None:
    assert case(spells=spells).is_open(TODAY) is is_open


def test_fourteen_combinations_are_legal_and_two_are_not() -> None:
    legal = []
    for category in (1, 2, 3, 4):
        for level in (0, 1, 2, 3):
            try:
                check_combination(category, level)
            except RuleBroken as refused:
                assert "Level 2 or 3 only" in refused.message
                assert refused.field == "level"
            else:
                legal.append((category, level))
    assert len(legal) == 14
    assert {(3, 0), (3, 1)}.isdisjoint(legal)


D1, D2, D3 = date(2026, 5, 1), date(2027, 3, 31), date(2028, 5, 1)


@pytest.mark.parametrize(
    "dates",
    [
        {},
        {"release": D1, "licence_end": D2, "sentence_end": D3},
        {"release": D2, "licence_end": D2, "sentence_end": D2},
        {"licence_end": D2, "tused": D3},
        {"tused": D1, "sentence_end": D3},
        {"notification_end": D1, "parole_hearing": D3, "review": D1, "release": D2},
    ],
)
def test_dates_in_order_are_fine(dates: dict[str, date]) -> None:
    check_date_order(dates)


@pytest.mark.parametrize(
    ("dates", "both", "field"),
    [
        (
            {"release": D2, "licence_end": D1},
            ("Release (31 March 2027)", "licence end (1 May 2026)"),
            "release",
        ),
        (
            {"licence_end": D3, "sentence_end": D2},
            ("Licence end (1 May 2028)", "sentence end (31 March 2027)"),
            "licence-end",
        ),
        (
            {"release": D3, "sentence_end": D2},
            ("Release (1 May 2028)", "sentence end (31 March 2027)"),
            "release",
        ),
        (
            {"tused": D2, "licence_end": D2},
            ("Top-up supervision end (31 March 2027)", "licence end (31 March 2027)"),
            "tused",
        ),
    ],
)
def test_dates_out_of_order_are_refused_with_both_named(
    dates: dict[str, date], both: tuple[str, str], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_date_order(dates)
    assert all(named in refused.value.message for named in both)
    assert refused.value.field == field


@pytest.mark.parametrize("day", [date(1950, 1, 1), TODAY, date(2126, 5, 1)])
def test_a_day_within_reach_is_plausible(day: date) -> None:
    assert check_plausible(day, TODAY) == day


@pytest.mark.parametrize("day", [date(1949, 12, 31), date(2127, 1, 1), date(2199, 1, 1)])
def test_a_day_out_of_reach_is_a_slip(day: date) -> None:
    with pytest.raises(RuleBroken, match="cannot be meant"):
        check_plausible(day, TODAY)
