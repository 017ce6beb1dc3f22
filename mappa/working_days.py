"""Working days: Monday to Friday less the bank holidays of England and Wales."""

from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def bank_holidays(year: int) -> frozenset[date]:
    """The year's bank holidays; those proclaimed later are not known ahead of their time."""
    from holidays.countries.united_kingdom import GB

    found: frozenset[date] = frozenset(GB(subdiv="ENG", years=year))  # type: ignore[no-untyped-call]
    return found


def load_calendar(year: int) -> None:
    """Get ready for questions about this year and the two after it."""
    for offset in range(3):
        bank_holidays(year + offset)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_day_on_or_before(day: date) -> date:
    """The day itself if people work on it, else the last one before on which they do."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The working day that is `count` after a day; counting starts the day after it."""
    while count > 0:
        day += ONE_DAY
        count -= is_working_day(day)
    return day


def subtract_working_days(day: date, count: int) -> date:
    """The working day that is `count` before a day."""
    while count > 0:
        day -= ONE_DAY
        count -= is_working_day(day)
    return day
