"""Working days: Monday to Friday less the bank holidays of England and Wales."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.working_days import (
    add_working_days,
    bank_holidays,
    is_working_day,
    load_calendar,
    working_day_on_or_before,
)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2024, 5, 3), 1, date(2024, 5, 7)),  # over the early May bank holiday
        (date(2024, 3, 28), 1, date(2024, 4, 2)),  # over Easter
        (date(2024, 3, 22), 1, date(2024, 3, 25)),
        (date(2024, 3, 23), 1, date(2024, 3, 25)),  # from a Saturday
        (date(2024, 12, 24), 1, date(2024, 12, 27)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Boxing Day is moved to Monday
        (date(2021, 12, 24), 1, date(2021, 12, 29)),  # both are moved
        (date(2024, 5, 3), 10, date(2024, 5, 20)),
        (date(2024, 5, 3), 0, date(2024, 5, 3)),
    ],
)
def test_counting_starts_the_day_after(day: date, count: int, found: date) -> None:
    assert add_working_days(day, count) == found


@pytest.mark.parametrize(
    "holiday",
    [
        date(2022, 6, 3),  # the Platinum Jubilee
        date(2022, 9, 19),  # the State Funeral
        date(2023, 5, 8),  # the Coronation
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2027, 12, 27),
        date(2027, 12, 28),
        date(2028, 1, 3),
    ],
)
def test_nobody_works_on_a_bank_holiday_of_england_and_wales(holiday: date) -> None:
    assert not is_working_day(holiday)


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 8, 3), date(2026, 11, 30)])
def test_the_holidays_of_scotland_are_working_days_here(day: date) -> None:
    assert is_working_day(day)


def test_the_calendar_is_ready_for_three_years() -> None:
    load_calendar(2030)
    assert date(2032, 12, 27) in bank_holidays(2032)


days = st.dates(date(1990, 1, 1), date(2126, 12, 31))


@given(days)
def test_the_working_day_on_or_before_is_the_last_there_is(day: date) -> None:
    found = working_day_on_or_before(day)
    assert is_working_day(found)
    assert found <= day < found + timedelta(7)
    assert not any(is_working_day(found + timedelta(n)) for n in range(1, (day - found).days + 1))


@given(days, st.integers(1, 40))
def test_a_count_of_working_days_ends_on_one_and_passes_as_many(day: date, count: int) -> None:
    found = add_working_days(day, count)
    passed = [day + timedelta(n) for n in range(1, (found - day).days + 1)]
    assert is_working_day(found)
    assert sum(map(is_working_day, passed)) == count
