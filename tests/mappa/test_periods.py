"""Periods of the policy: months keep to the calendar, working days to the people who work."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.periods import day_after, day_before, is_period, months_later


@pytest.mark.parametrize(
    ("day", "period", "after"),
    [
        (date(2024, 1, 31), "1 month", date(2024, 2, 29)),
        (date(2023, 1, 31), "1 month", date(2023, 2, 28)),
        (date(2024, 12, 31), "2 months", date(2025, 2, 28)),
        (date(2026, 6, 17), "12 weeks", date(2026, 9, 9)),
        (date(2016, 2, 29), "10 years", date(2026, 2, 28)),
        (date(2026, 6, 17), "28 days", date(2026, 7, 15)),
        (date(2024, 5, 3), "1 working day", date(2024, 5, 7)),  # a bank holiday between
        (date(2024, 3, 28), "1 working day", date(2024, 4, 2)),  # Easter
        (date(2024, 3, 22), "1 working day", date(2024, 3, 25)),
        (date(2025, 12, 24), "10 working days", date(2026, 1, 12)),
    ],
)
def test_a_period_ends_on_the_right_day(day: date, period: str, after: date) -> None:
    assert day_after(day, period) == after


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 999))
def test_days_and_weeks_lead_there_and_back(day: date, count: int) -> None:
    for unit in ("days", "weeks"):
        period = f"{count} {unit}"
        assert day_before(day_after(day, period), period) == day


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-500, 500))
def test_months_keep_the_day_or_take_the_last_of_the_month(day: date, count: int) -> None:
    found = months_later(day, count)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == count
    last = (months_later(found.replace(day=1), 1) - found.replace(day=1)).days
    assert found.day == min(day.day, last)


@pytest.mark.parametrize("text", ["0 days", "1000 days", "1.5 weeks", "a week", "", "3 decades"])
def test_what_is_no_period_is_not_taken_for_one(text: str) -> None:
    assert not is_period(text)
    with pytest.raises(ValueError, match="is not a period"):
        day_after(date(2026, 1, 1), text)


@pytest.mark.parametrize(
    ("day", "period", "before"),
    [
        (date(2024, 5, 7), "1 working day", date(2024, 5, 3)),  # a bank holiday between
        (date(2024, 4, 2), "1 working day", date(2024, 3, 28)),
        (date(2024, 3, 24), "1 working day", date(2024, 3, 22)),  # a Sunday
        (date(2026, 1, 12), "10 working days", date(2025, 12, 24)),
        (date(2024, 3, 31), "1 month", date(2024, 2, 29)),
    ],
)
def test_a_period_before_a_day_is_counted_back(day: date, period: str, before: date) -> None:
    assert day_before(day, period) == before
