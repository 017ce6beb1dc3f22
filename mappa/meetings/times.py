"""When a meeting is: days and times of day in London, read as people type them."""

import re
from calendar import day_name
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from mappa.case_dates import read_case_date
from mappa.choices import harmless
from mappa.clocks import LONDON, london_day
from mappa.days import (
    WEEKDAYS,
    check_weekday,
    day_words,
    existing_day,
    find_said_day,
    uk_date,
)
from mappa.errors import RuleBroken
from mappa.working_days import add_working_days, is_working_day

AT_EXAMPLE = "at 10:00"
EARLIEST, LATEST = time(7), time(20)  # in which a panel begins
LONGEST = timedelta(hours=12)
FURTHEST = timedelta(days=731)  # ahead: anything later is a slip of the finger
_WORDS = {"noon": time(12), "midday": time(12)}


@dataclass(frozen=True, slots=True)
class Moment:
    """What was said of when: a day, a time, or both."""

    day: date | None = None
    at: time | None = None


def read_time(text: str, field: str) -> time:
    """A time of day: 10:00, 10.30, 2pm, 2:30 pm, 1400, noon."""
    typed = " ".join(text.lower().replace(".", ":").split())
    if typed in _WORDS:
        return _WORDS[typed]
    found = re.fullmatch(
        "([0-9]{1,2})(?::?([0-9]{2}))? ?(am|pm)|([0-9]{1,2}):([0-9]{2})|([0-9]{2})([0-9]{2})", typed
    )
    if not found:
        raise RuleBroken(
            f"{field}: {harmless(text)} is not a time of day. Example: {field} 10:00", field
        )
    given = [int(group) for group in found.groups() if group and group.isdecimal()]
    hour, minute = (*given, 0)[:2]
    if found[3]:
        if not 1 <= hour <= 12:
            raise _no_such_hour(text, field)
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise _no_such_hour(text, field)
    return time(hour, minute)


def read_times(text: str, field: str) -> tuple[time, time | None]:
    """A time of day, and another one up to which it lasts if one is said: 10:00 to 13:00."""
    parts = re.split(r"\s*(?:-|–|\bto\b|\buntil\b)\s*", text.strip(), maxsplit=1)
    if len(parts) == 2 and all(parts):
        return read_time(parts[0], field), read_time(parts[1], field)
    return read_time(text, field), None


def read_coming_day(text: str, field: str, today: date) -> date:
    """A day from today on; without a year the next such day."""
    without_year = _without_year(text, field, today)
    if without_year:
        return without_year
    day = read_case_date(text, field, today)
    if day < today:
        raise RuleBroken(
            f"{field}: {day_in_words(day)} is past; today or later. Example: {field} 7 July 2026",
            field,
        )
    if day > today + FURTHEST:
        raise RuleBroken(
            f"{field}: {uk_date(day)} is more than two years ahead. Example: {field} 7 July 2026",
            field,
        )
    return day


def _without_year(text: str, field: str, today: date) -> date | None:
    """The next such day, where the text is a day without its year."""
    try:
        words = day_words(text)
        weekday = WEEKDAYS.get(words[0]) if words else None
        said = find_said_day(words, 0 if weekday is None else 1, today)
        if said is None or said.end != len(words) or said.year is not None:
            return None
        day = existing_day(said.day, said.month, today.year)
        if day < today:
            day = existing_day(said.day, said.month, today.year + 1)
        check_weekday(day, weekday)
    except RuleBroken as problem:
        raise RuleBroken(f"{field}: {problem.message}", field) from problem
    return day


def read_moment(text: str, field: str, today: date) -> Moment:
    """A day, a time, or a day and then a time: 7 July 2026, 14:00, tomorrow 2pm."""
    words = text.split()
    for length in (len(words), 2, 1):
        if not 0 < length <= len(words):
            continue
        last = " ".join(words[-length:])
        # In "14 July 2026" the last word is no time.
        at = None if _is_year(last) else _time_or_none(last, field)
        if at is not None:
            before = " ".join(words[:-length]).strip(" ,")
            return Moment(read_coming_day(before, field, today) if before else None, at)
    return Moment(read_coming_day(text, field, today))


def london_instant(day: date, at: time, field: str = "at") -> datetime:
    """The instant of a time in London; in the hour that is left out in spring there is none."""
    instant = datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)
    if instant.astimezone(LONDON).time() != at:
        raise RuleBroken(
            f"{field}: there is no {at:%H:%M} on {uk_date(day)}: the clocks go forward. "
            f"Example: {AT_EXAMPLE}",
            field,
        )
    return instant


def check_hours(at: time, ends: time | None, field: str = "at") -> None:
    """A panel begins in office hours, and ends after it began."""
    if not EARLIEST <= at <= LATEST:
        raise RuleBroken(
            f"{field}: a panel begins between {EARLIEST:%H:%M} and {LATEST:%H:%M}, not at "
            f"{at:%H:%M}. Example: {AT_EXAMPLE}. In an emergency: urgent BED-1042 because ...",
            field,
        )
    if ends is not None and ends <= at:
        raise RuleBroken(
            f"until: {ends:%H:%M} is not after {at:%H:%M}, when it begins. Example: until 13:00",
            "until",
        )


def check_working_day(day: date, field: str = "on") -> None:
    """Panels meet on working days; the refusal names the next one."""
    if not is_working_day(day):
        then = add_working_days(day, 1)
        raise RuleBroken(
            f"{field}: {day_in_words(day)} is not a working day. The next one is "
            f"{day_in_words(then)}. Example: {field} {uk_date(then)}",
            field,
        )


def check_ahead(starts_at: datetime, now: datetime, field: str = "at") -> None:
    """It has to be still to come."""
    if starts_at <= now:
        raise RuleBroken(
            f"{field}: {in_words(starts_at)} is past. Give a time that is still to come. "
            f"Example: {AT_EXAMPLE}",
            field,
        )


def day_in_words(day: date) -> str:
    """Tuesday 7 July 2026."""
    return f"{day_name[day.weekday()]} {uk_date(day)}"


def in_words(starts_at: datetime, ends_at: datetime | None = None) -> str:
    """Tuesday 7 July 2026, 10:00 to 13:00, as it is in London."""
    local = starts_at.astimezone(LONDON)
    until = f" to {ends_at.astimezone(LONDON):%H:%M}" if ends_at else ""
    return f"{day_in_words(london_day(starts_at))}, {local:%H:%M}{until}"


def _is_year(text: str) -> bool:
    return bool(re.fullmatch("[0-9]{4}", text))


def _time_or_none(text: str, field: str) -> time | None:
    try:
        return read_time(text, field)
    except RuleBroken:
        return None


def _no_such_hour(text: str, field: str) -> RuleBroken:
    return RuleBroken(
        f"{field}: there is no such time as {harmless(text)}. Example: {field} 10:00", field
    )
