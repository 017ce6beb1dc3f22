"""The dates of a case: how they are called, and the order in which they can fall."""

from collections.abc import Mapping
from datetime import date, timedelta

from mappa.cases import DATE_KINDS
from mappa.days import read_day, uk_date
from mappa.errors import RuleBroken

# One must not come after the other; `release` may be the very day of the licence's end.
ORDER = (
    ("release", "licence_end"),
    ("licence_end", "sentence_end"),
    ("release", "sentence_end"),
)
EARLIEST = date(1950, 1, 1)
FURTHEST = timedelta(days=36525)  # a century ahead: anything later is a slip of the finger


def check_date_order(dates: Mapping[str, date]) -> None:
    """Release, licence end, sentence end, in this order; top-up supervision after the licence."""
    for first, second in ORDER:
        if first in dates and second in dates and dates[first] > dates[second]:
            raise _out_of_order(dates, first, "after", second)
    if "tused" in dates and "licence_end" in dates and dates["tused"] <= dates["licence_end"]:
        raise _out_of_order(dates, "tused", "not after", "licence_end")


def check_plausible(day: date, today: date) -> date:
    """The day, unless it lies too far back or ahead to be meant."""
    if not EARLIEST <= day <= today + FURTHEST:
        raise RuleBroken(
            f"{uk_date(day)} cannot be meant: it is before 1950 or a century ahead. "
            "Example: 31 March 2027",
            "date",
        )
    return day


def read_case_date(text: str, field: str, today: date) -> date:
    """A date to be recorded: day, month and year, within reason."""
    try:
        return check_plausible(read_day(text, today, year_needed=True), today)
    except RuleBroken as problem:
        raise RuleBroken(f"{field}: {problem.message}", field) from problem


def _out_of_order(dates: Mapping[str, date], first: str, relation: str, second: str) -> RuleBroken:
    return RuleBroken(
        f"{DATE_KINDS[first]} ({uk_date(dates[first])}) would fall {relation} "
        f"{DATE_KINDS[second].lower()} ({uk_date(dates[second])}). "
        "Give both dates, or correct the wrong one.",
        first.replace("_", "-"),
    )
