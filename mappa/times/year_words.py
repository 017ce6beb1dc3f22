"""Years in words: the MAPPA year, the calendar year, and 2014 alone, which is asked back."""

import re
from datetime import date

from mappa.days import full_year
from mappa.errors import RuleBroken
from mappa.times.said_times import AFTER, IN, ON, PERIOD, SINCE, UNTIL, Line, Said
from mappa.times.spans import calendar_year, mappa_year, whole
from mappa.times.whens import Day, Period
from mappa.years import read_year

BARE = re.compile("(?:19|20|21)[0-9]{2}")
_LONG = re.compile("((?:19|20|21)[0-9]{2})([/-])([0-9]{4}|[0-9]{2})")
_SHORT = re.compile("([0-9]{2})[/-]([0-9]{2})")
_ONE_FIGURE = re.compile("((?:19|20|21)[0-9]{2})[/-]([0-9])")
KINDS = ("financial", "fiscal", "mappa", "reporting", "statistical")
NAMED_YEAR = (*((kind, "year") for kind in KINDS), ("fy",), ("financial", "years"))
_YEAR = (*NAMED_YEAR, ("year",))
_CALENDAR = (("calendar", "year"), ("calendar",))


def mappa_year_at(line: Line, at: int, *, certain: bool = False) -> tuple[int, int] | None:
    """The first calendar year of the MAPPA year named there, and where it ends.

    `certain`: 11/12 can be no day there.

    2013/14, 2013-14, 2013/2014, 2013 / 14, the year 2013/14, FY 13/14, 2013 to 2014 as a year.
    """
    start = line.after_the(at)
    named = line.follows(start, *_YEAR)
    if named:
        start = line.after_the(start + named + (line.word(start + named) == "of"))
    word, end = line.word(start), start + 1
    if not named and re.fullmatch("fy[0-9/-]+", word):
        word, named = word[2:], 1
    if (
        BARE.fullmatch(word)
        and line.word(end) in ("/", "to", "-")
        and (named or line.word(end) == "/")
    ):
        word, end = f"{word}/{line.word(end + 1)}", end + 2
    first = _first_year(line, word, end, bool(named) or certain)
    if first is None:
        return None
    return first, end + line.follows(end, *_YEAR)


def _first_year(line: Line, word: str, end: int, named: bool) -> int | None:
    if short := _SHORT.fullmatch(word):
        return _short_year(line, short[1], short[2], end, named)
    found = _LONG.fullmatch(word)
    if found is None:
        return None
    if _is_month(found[1], found[2], found[3]):
        return None
    try:
        return read_year(word).first
    except RuleBroken as problem:
        first, last = int(found[1]), int(found[3])
        last = last if last > 99 else first // 100 * 100 + last
        several = (f"from {_year(first)} to {_year(last - 1)}",) if first + 1 < last <= 2199 else ()
        line.ask(end, problem.message, *several, mappa_year(first))


def _short_year(line: Line, first: str, last: str, end: int, named: bool) -> int | None:
    """13/14 can be nothing else; 11/12 may be a day."""
    if (int(first) + 1) % 100 != int(last):
        return None
    if not named and int(last) <= 12:
        if line.lead not in ("", IN):
            return None
        year = full_year(first, line.today)
        line.ask(
            end,
            f"“{first}/{last}” may be a year or a day. Write the year in full.",
            mappa_year(year),
            Day(_latest_day(int(first), int(last), line.today)),
        )
    return full_year(first, line.today)


def _latest_day(day: int, month: int, today: date) -> date:
    this = date(today.year, month, day)
    return this if this <= today else date(today.year - 1, month, day)


def _is_month(year: str, mark: str, number: str) -> bool:
    """2013-04, as our own tables write a month, where it is no MAPPA year."""
    follows = len(number) == 2 and int(number) == (int(year) + 1) % 100
    return mark == "-" and len(number) == 2 and 1 <= int(number) <= 12 and not follows


def year(line: Line, at: int) -> Said | None:
    """A MAPPA year, a calendar year, or a year that is asked back."""
    found = _calendar(line, at) or _iso_month(line, at)
    if found:
        return found
    named = mappa_year_at(line, at)
    if named:
        first, end = named
        return Said(end, PERIOD, mappa_year(first), dated=True)
    _ask_bare(line, at)
    return None


def _calendar(line: Line, at: int) -> Said | None:
    start = line.after_the(at)
    length = line.follows(start, *_CALENDAR)
    after = start + length
    if length and line.word(after) == "of":
        after += 1
    if length and BARE.fullmatch(line.word(after)):
        return Said(after + 1, PERIOD, calendar_year(int(line.word(after))), dated=True)
    if BARE.fullmatch(line.word(start)) and line.follows(start + 1, ("calendar", "year")):
        return Said(start + 3, PERIOD, calendar_year(int(line.word(start))), dated=True)
    if length == 2:
        ask_calendar(line, start + length)
    return None


def ask_calendar(line: Line, end: int) -> None:
    now = line.today.year
    line.ask(
        end,
        "Which calendar year do you mean? Give its number. Example: calendar year 2014",
        calendar_year(now - 1),
        calendar_year(now),
    )


def _iso_month(line: Line, at: int) -> Said | None:
    found = _LONG.fullmatch(line.word(at))
    if found is None or not _is_month(found[1], found[2], found[3]):
        return None
    return Said(at + 1, PERIOD, whole("month", date(int(found[1]), int(found[3]), 1)), dated=True)


def _ask_bare(line: Line, at: int) -> None:
    """2014 alone, "the year 2014", "the MAPPA year" without a number."""
    start = line.after_the(at)
    named = line.follows(start, *_YEAR)
    after = line.after_the(start + named + (bool(named) and line.word(start + named) == "of"))
    if BARE.fullmatch(line.word(after)):
        ask_which_year(line, int(line.word(after)), after + 1)
    if found := _ONE_FIGURE.fullmatch(line.word(after)):
        first = int(found[1])
        line.ask(
            after + 1,
            f"“{found[0]}” is not a year. Write it in full. Example: {_year(first)}",
            mappa_year(first),
        )
    if named and line.word(start) != "year" and line.word(start) != "fy":
        now = whole("year", line.today)
        line.ask(
            start + named,
            "Which MAPPA year do you mean? Example: 2013/14",
            whole("year", line.today, -1),
            now,
        )


def ask_which_year(line: Line, year: int, end: int) -> None:
    """Asks which year of two, or which day, is meant by a number alone."""
    line.ask(
        end,
        f"“{year}” alone may be the MAPPA year that begins or ends in it, or the calendar year. "
        "Say which. Example: 2013/14",
        *_years_or_days(line, year),
    )


def _years_or_days(line: Line, year: int) -> tuple[Day | Period, ...]:
    end_of_march, end_of_year = Day(date(year, 3, 31)), Day(date(year, 12, 31))
    if line.lead in (SINCE, AFTER) or line.preposition in ("before", "prior to"):
        return Day(date(year, 4, 1)), Day(date(year, 1, 1))
    if line.lead in (ON, UNTIL):
        return end_of_march, end_of_year
    return mappa_year(year - 1), mappa_year(year), calendar_year(year), end_of_march


def _year(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02}"
