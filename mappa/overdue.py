"""What a date that has passed is told of again and again, until the fact is done."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from mappa.clocks import LONDON
from mappa.notices import due_at
from mappa.working_days import is_working_day, working_day_on_or_before

PREFIX = "overdue "
_EVERY = re.compile(r"every ([1-9][0-9]{0,2}) (working day|day|week)s?")
_NOTICE = re.compile(rf"{PREFIX}([1-9][0-9]*) (working day|day|week)s?")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chase:
    """Of the overdue notices of a date: the latest that was due, and the first one ahead."""

    passed: tuple[str, datetime] | None
    ahead: tuple[str, datetime]


def is_every(text: str) -> bool:
    """Whether the policy may say it: "every 2 working days", "every 7 days", "every 4 weeks"."""
    return bool(_EVERY.fullmatch(text))


def is_overdue_notice(notice: str) -> bool:
    """Whether a notice is one of a date that has passed: "overdue 2 working days"."""
    return bool(_NOTICE.fullmatch(notice))


def chase(about_on: date, every: str, at: time, now: datetime) -> Chase:
    """Where the notices of a date stand that are due `every` so often after it.

    Each falls on a working day, the one after where its own is none; where several fall on one,
    that is told which is the longest overdue.
    """
    found = _EVERY.fullmatch(every)
    if found is None:
        raise ValueError(f"{every} does not say how often")
    count, unit = int(found[1]), found[2]
    told_until = _last_told_day(now, at)
    last = max(0, _elapsed(about_on, told_until, unit) // count)
    passed = _notice(about_on, last * count, unit, at) if last else None
    first_ahead = _told_on(about_on, (last + 1) * count, unit)
    ahead = _elapsed(about_on, first_ahead, unit) // count
    return Chase(passed, _notice(about_on, ahead * count, unit, at))


def was_due(about_on: date, notice: str, at: time, now: datetime) -> bool:
    """Whether the time of an overdue notice has come."""
    found = _NOTICE.fullmatch(notice)
    if found is None:
        return False
    return _told_on(about_on, int(found[1]), found[2]) <= _last_told_day(now, at)


def _last_told_day(now: datetime, at: time) -> date:
    """The last day whose hour of telling has come, in London."""
    local = now.astimezone(LONDON)
    return local.date() if local.time() >= at else local.date() - _ONE_DAY


def _notice(about_on: date, elapsed: int, unit: str, at: time) -> tuple[str, datetime]:
    text = f"{PREFIX}{elapsed} {unit}{'s' if elapsed > 1 else ''}"
    return text, due_at(_told_on(about_on, elapsed, unit), at)


def _told_on(about_on: date, elapsed: int, unit: str) -> date:
    """The working day on which it is told that so much has passed since a day."""
    if unit == "working day":
        return _working_day_after(about_on, elapsed)
    day = about_on + elapsed * _length(unit)
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def _elapsed(about_on: date, until: date, unit: str) -> int:
    """How many of the unit have passed that can be told of by the end of a day."""
    if until <= about_on:
        return 0
    if unit == "working day":
        return _working_days_between(about_on, until)
    # What falls on a weekend is told of on the working day after it.
    return (working_day_on_or_before(until) - about_on) // _length(unit)


def _length(unit: str) -> timedelta:
    return timedelta(days=7 if unit == "week" else 1)


# Counted by year: what is overdue for ten years is not to be walked through day by day.
@lru_cache(maxsize=512)
def _working_days(year: int) -> tuple[date, ...]:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return tuple(day for day in days if day.year == year and is_working_day(day))


def _place(day: date) -> int:
    """How many working days of its year there were up to and including a day."""
    return bisect_right(_working_days(day.year), day)


def _working_days_between(day: date, until: date) -> int:
    whole = sum(len(_working_days(year)) for year in range(day.year, until.year))
    return whole + _place(until) - _place(day)


def _working_day_after(day: date, count: int) -> date:
    place, year = _place(day) + count, day.year
    while place > len(_working_days(year)):
        place -= len(_working_days(year))
        year += 1
    return _working_days(year)[place - 1]
