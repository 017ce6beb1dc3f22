"""Periods as the policy writes them ("12 weeks", "6 months", "10 working days"), added to days."""

import re
from calendar import monthrange
from datetime import date, timedelta

from mappa.working_days import add_working_days, subtract_working_days

PERIOD = re.compile(r"([1-9][0-9]{0,2}) (working day|day|week|month|year)s?")
_MONTHS = {"month": 1, "year": 12}

HOURS = re.compile(r"([1-9]|[1-6][0-9]|7[0-2]) hours?")


def is_period(text: str) -> bool:
    """Whether the policy may say it."""
    return bool(PERIOD.fullmatch(text))


def is_hours(text: str) -> bool:
    """Whether it says how many hours, at most three days of them."""
    return bool(HOURS.fullmatch(text))


def day_after(day: date, period: str) -> date:
    """The day that a period ends when it begins on a day."""
    count, unit = _parts(period)
    if unit == "working day":
        return add_working_days(day, count)
    if unit in _MONTHS:
        return months_later(day, count * _MONTHS[unit])
    return day + timedelta(days=count * (7 if unit == "week" else 1))


def day_before(day: date, period: str) -> date:
    """The day that lies a period before a day."""
    count, unit = _parts(period)
    if unit == "working day":
        return subtract_working_days(day, count)
    if unit in _MONTHS:
        return months_later(day, -count * _MONTHS[unit])
    return day - timedelta(days=count * (7 if unit == "week" else 1))


def in_hours(period: str) -> timedelta:
    """How long a period of hours is."""
    return timedelta(hours=int(period.split()[0]))


def months_later(day: date, count: int) -> date:
    """The same day of another month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _parts(period: str) -> tuple[int, str]:
    found = PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(f"{period} is not a period")
    return int(found[1]), found[2]
