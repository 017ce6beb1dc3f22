"""Days and periods in words, and the months, quarters and years that a period touches."""

from calendar import month_name, monthrange
from collections.abc import Iterator
from datetime import date

from mappa.asking.questions import Day, Period, When
from mappa.days import uk_date
from mappa.periods import months_later
from mappa.years import year_of

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
BUCKET_NAMES = {"month": "month", "quarter": "quarter", "year": "MAPPA year"}


def when_words(when: When) -> str:
    """As it goes on in a sentence; full dates always, and the name where there is one."""
    if isinstance(when, Day):
        return f"on {uk_date(when.on)}"
    if when.from_on is None:
        return f"up to {uk_date(when.to_on)}"
    if when.from_on == when.to_on:
        return f"on {uk_date(when.to_on)}"
    name = _name(when.from_on, when.to_on)
    return f"in {name} ({_span(when)})" if name else f"from {_span(when)}"


def when_label(when: When) -> str:
    """Short, to stand at the head of a row."""
    if isinstance(when, Day):
        return uk_date(when.on)
    if when.from_on is None:
        return f"Up to {uk_date(when.to_on)}"
    if when.from_on == when.to_on:
        return uk_date(when.to_on)
    return (_name(when.from_on, when.to_on) or _span(when)).removeprefix("calendar year ")


def bucket_start(day: date, by: str) -> date:
    """The first day of the month, quarter or MAPPA year that a day is in."""
    if by == "year":
        return year_of(day).starts_on
    month = day.month if by == "month" else (day.month - 1) // 3 * 3 + 1
    return date(day.year, month, 1)


def bucket_label(start: date, by: str) -> str:
    """2013-04, April to June 2013, 2013/14."""
    if by == "month":
        return f"{start:%Y-%m}"
    return str(year_of(start)) if by == "year" else _quarter(start)


def buckets(first: date, last: date, by: str) -> Iterator[date]:
    """The first days of all months, quarters or MAPPA years from one day to another."""
    start, end = bucket_start(first, by), bucket_start(last, by)
    while start <= end:
        yield start
        start = months_later(start, MONTHS_IN[by])


def _span(period: Period) -> str:
    return f"{uk_date(period.from_on or period.to_on)} to {uk_date(period.to_on)}"


def _name(first: date, last: date) -> str:
    """What a whole month, quarter or year is called; empty for any other period."""
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return ""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months == 1:
        return f"{month_name[first.month]} {first.year}"
    if months == 3 and first.month % 3 == 1:
        return _quarter(first)
    if months == 12 and first.month == 4:
        return str(year_of(first))
    return f"calendar year {first.year}" if months == 12 and first.month == 1 else ""


def _quarter(start: date) -> str:
    return f"{month_name[start.month]} to {month_name[start.month + 2]} {start.year}"
