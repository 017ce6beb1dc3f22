"""Which period the word `stats` means, and the one to compare with."""

from datetime import date

import pytest

from mappa.asking.questions import Period
from mappa.errors import MappaError
from mappa.statistics.pack_times import a_year_before, earlier_label, is_fixed, read_pack_period

TODAY = date(2026, 6, 17)
SO_FAR = Period(date(2026, 4, 1), TODAY)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", "2026-04-01", "2026-06-17"),
        ("this year", "2026-04-01", "2026-06-17"),
        ("2026/27", "2026-04-01", "2026-06-17"),
        ("2013/14", "2013-04-01", "2014-03-31"),
        ("for 2013-14", "2013-04-01", "2014-03-31"),
        ("last year", "2025-04-01", "2026-03-31"),
        ("last quarter", "2026-01-01", "2026-03-31"),
        ("in March 2014", "2014-03-01", "2014-03-31"),
        ("since April", "2026-04-01", "2026-06-17"),
        ("from 1 April 2013 to 30 June 2013", "2013-04-01", "2013-06-30"),
    ],
)
def test_a_period_is_read_as_far_as_it_has_come(typed: str, first: str, last: str) -> None:
    when = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert read_pack_period(typed, TODAY) == when


@pytest.mark.parametrize(
    "typed",
    ["2013/15", "2014", "next year", "31 February", "31 March 2014", "today", "police", "2013/14 x",
     "2013/14 by agency", "until March 2014", "2030/31", "level 2",
     "2013/14 in", "x" * 400, "\u202e2013/14?x"],
)  # fmt: skip
def test_anything_else_is_refused_with_a_right_example(typed: str) -> None:
    with pytest.raises(MappaError) as refused:
        read_pack_period(typed, TODAY)
    choices = getattr(refused.value, "choices", ())
    assert "Example: stats 2013/14" in refused.value.message or choices


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ((date(2013, 4, 1), date(2014, 3, 31)), (date(2012, 4, 1), date(2013, 3, 31))),
        ((date(2017, 2, 1), date(2017, 2, 28)), (date(2016, 2, 1), date(2016, 2, 29))),
        ((date(2016, 2, 1), date(2016, 2, 29)), (date(2015, 2, 1), date(2015, 2, 28))),
        ((date(2026, 4, 1), date(2026, 6, 17)), (date(2025, 4, 1), date(2025, 6, 17))),
    ],
)
def test_it_is_compared_with_the_same_days_of_the_year_before(
    period: tuple[date, date], before: tuple[date, date]
) -> None:
    assert a_year_before(Period(*period)) == Period(*before)


@pytest.mark.parametrize(
    ("typed", "fixed"),
    [
        ("", True),
        ("2013/14", True),
        ("last quarter", True),
        ("this quarter", True),
        ("April to June 2013", True),
        ("from 1 April 2013 to 30 March 2014", False),
        ("from 2 April 2013 to 31 March 2014", False),
        ("March 2014", False),
        ("calendar year 2013", False),
        ("last 30 days", False),
    ],
)
def test_whole_years_and_quarters_are_told_from_other_periods(typed: str, fixed: bool) -> None:
    assert is_fixed(read_pack_period(typed, TODAY), TODAY) is fixed


def test_without_a_beginning_there_is_nothing_to_compare_with() -> None:
    assert a_year_before(Period(None, TODAY)) is None


def test_a_year_is_called_by_its_name_and_a_long_period_is_not_spelt_out() -> None:
    assert earlier_label(Period(date(2012, 4, 1), date(2013, 3, 31))) == "2012/13"
    assert earlier_label(SO_FAR) == "A year before"
