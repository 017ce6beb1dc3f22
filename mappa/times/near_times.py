"""Times beside today: last month, this year so far, the next 28 days."""

from datetime import date
from typing import NoReturn

from mappa.days import MONTHS, WEEKDAYS
from mappa.periods import day_after, day_before
from mappa.times.counts import count_at
from mappa.times.dates import ask_weekday, check_reach
from mappa.times.month_words import VERBS
from mappa.times.said_times import BACK, NEXT, THIS, Line, Said
from mappa.times.spans import (
    DAY,
    FORTNIGHT,
    MONTH,
    QUARTER,
    UNITS,
    WEEK,
    YEAR,
    later,
    whole,
)
from mappa.times.whens import Day, Period
from mappa.times.year_words import KINDS, NAMED_YEAR, ask_calendar

ENDED, RUNNING, COMING = ("last", "previous", "prior"), ("this", "current"), ("next",)
ROLLING = ("past", "coming", "upcoming", "forthcoming")
WORDS = (*ENDED, *RUNNING, *COMING, *ROLLING)
SO_FAR = (("so", "far"), ("to", "date"))
_VAGUE_COUNTS = (("few",), ("several",), ("couple", "of"), ("couple",), ("many",))
_MOST_WORKING_DAYS = 260


def near(line: Line, at: int) -> Said | None:
    """A unit or a number of units before, around or after today."""
    start = line.after_the(at)
    word = line.word(start)
    if word not in WORDS:
        return None
    if line.word(start + 1) in MONTHS:
        return _month(line, start)
    if line.word(start + 1) in WEEKDAYS:
        ask_weekday(line, start + 1)
    counted = count_at(line.words, start + 1)
    if counted:
        return _several(line, start, *counted)
    _ask_vague(line, start)
    end = start + 1 + (line.word(start + 1) in ("full", "complete") and word in ENDED)
    return _one(line, at, start, end)


def _one(line: Line, at: int, start: int, end: int) -> Said | None:
    """ "last quarter", "this financial year", "the coming month"."""
    if line.follows(end, ("calendar", "year")):
        ask_calendar(line, end + 2)
    named = line.follows(end, *NAMED_YEAR)
    unit, after = (YEAR, end + named) if named else (UNITS.get(line.word(end), ""), end + 1)
    if unit in ("", DAY) or (not named and line.word(end).endswith("s")):
        return None
    word = line.word(start)
    if word in ROLLING or unit == FORTNIGHT:
        return _rolling(line, start, unit, after)
    steps = -1 if word in ENDED else int(word in COMING)
    if line.word(after) == "before" and line.word(after + 1) == "last":
        return None
    _ask_twelve_months(line, start, at, unit, after, steps, bool(named))
    how = (BACK, THIS, NEXT)[steps + 1]
    return Said(after, how, whole(unit, line.today, steps))


def _ask_twelve_months(
    line: Line, start: int, at: int, unit: str, end: int, steps: int, named: bool
) -> None:
    """ "Over the last year" and "in the next month" may as well run from today."""
    article = start > at or line.word(start - 1) == "the"
    over = line.preposition in ("over", "within")
    if named or not article or not steps or (steps < 0 and not over):
        return
    if steps > 0 and unit == QUARTER:
        return
    _ask_rolling(line, unit, end, steps)


def _ask_rolling(line: Line, unit: str, end: int, steps: int) -> NoReturn:
    rolling = {YEAR: "12 months", QUARTER: "3 months", MONTH: "1 month", WEEK: "7 days"}[unit]
    way = "last" if steps < 0 else "next"
    line.ask(
        end,
        f"Do you mean the {way} {rolling} from today, or the whole "
        f"{'MAPPA year' if unit == YEAR else unit}?",
        whole(unit, line.today, steps),
        f"in the {way} {rolling}",
    )


def _rolling(line: Line, start: int, unit: str, end: int) -> Said | None:
    """ "The coming month" runs from today; of "the past year" it is not certain."""
    word = line.word(start)
    if unit == FORTNIGHT:
        return None if word in RUNNING else _counted(line, word, 1, unit, end)
    if word == "past" or unit in (YEAR, QUARTER):
        _ask_rolling(line, unit, end, -1 if word == "past" else 1)
    return _counted(line, word, 1, unit, end)


def _counted(line: Line, word: str, count: int, unit: str, end: int) -> Said:
    check_reach(line, count, unit, end)
    if word in ENDED or word == "past":
        return Said(end, BACK, Period(later(line.today, unit, -count), line.today))
    return Said(end, NEXT, Period(line.today, later(line.today, unit, count)))


def _several(line: Line, start: int, count: int, at: int) -> Said | None:
    """ "next 28 days", "last two quarters", "past 12 months"."""
    word = line.word(start)
    return None if word in RUNNING else _units(line, word, count, at)


def _units(line: Line, word: str, count: int, at: int) -> Said | None:
    if line.follows(at, ("working", "days"), ("working", "day")):
        return _working_days(line, word, count, at + 2)
    named = line.follows(at, *((kind, "years") for kind in KINDS))
    unit, end = (YEAR, at + named) if named else (UNITS.get(line.word(at), ""), at + 1)
    if not unit:
        return None
    if unit not in (YEAR, QUARTER):
        return _counted(line, word, count, unit, end)
    check_reach(line, count, unit, end)
    before = word in ENDED or word == "past"
    wholes = _wholes(line.today, unit, count, before)
    if unit == YEAR and not named:
        line.ask(
            end,
            "Do you mean MAPPA years, from April to March, or months from today?",
            wholes,
            f"in the {'last' if before else 'next'} {12 * count} months",
        )
    return Said(end, BACK if before else NEXT, wholes)


def _wholes(today: date, unit: str, count: int, before: bool) -> Period:
    first, last = (-count, -1) if before else (1, count)
    return Period(whole(unit, today, first).from_on, whole(unit, today, last).to_on)


def _working_days(line: Line, word: str, count: int, end: int) -> Said:
    if not 0 < count <= _MOST_WORKING_DAYS:
        line.ask(end, "Working days are counted up to a year from today.", Day(line.today))
    if word in ENDED or word == "past":
        first = day_before(line.today, f"{count} working day")
        return Said(end, BACK, Period(first, line.today))
    return Said(end, NEXT, Period(line.today, day_after(line.today, f"{count} working day")))


def _month(line: Line, start: int) -> Said | None:
    """ "Last December" in June is one only; of "last March" there are two."""
    word, number = line.word(start), MONTHS[line.word(start + 1)]
    if line.word(start + 1) in VERBS and line.word(start + 2) in ("i", "we", "be"):
        return None
    this = whole(MONTH, date(line.today.year, number, 1))
    before, after = (whole(MONTH, date(line.today.year + by, number, 1)) for by in (-1, 1))
    past, coming = word in ENDED or word == "past", word not in RUNNING
    end = start + 2
    if past and number < line.today.month:
        line.ask(end, f"Which year's {line.word(start + 1).capitalize()}?", this, before)
    if not past and coming and number > line.today.month:
        line.ask(end, f"Which year's {line.word(start + 1).capitalize()}?", this, after)
    found = before if past else after if coming else this
    return Said(end, BACK if past else NEXT if coming else THIS, found, dated=True)


def _ask_vague(line: Line, start: int) -> None:
    """ "The last few weeks", "coming months" have no first or last day."""
    length = line.follows(start + 1, *_VAGUE_COUNTS)
    unit = line.word(start + 1 + length)
    if unit not in UNITS or not (length or unit.endswith("s")):
        return
    way = "next" if line.word(start) in (*COMING, *ROLLING[1:]) else "last"
    plural = unit if unit.endswith("s") else f"{unit}s"
    if UNITS[unit] == YEAR:
        line.ask(start + 2 + length, "How many years?", *_years_beside(line, way))
    line.ask(
        start + 2 + length,
        f"How many {plural}? Example: the {way} 3 {plural}",
        *(f"in the {way} {count} {plural}" for count in (2, 3)),
    )


def _years_beside(line: Line, way: str) -> tuple[Period | str, str]:
    return whole(YEAR, line.today, 1 if way == "next" else -1), f"in the {way} 24 months"


def before_last(line: Line, at: int) -> Said | None:
    """ "The year before last"."""
    start = line.after_the(at)
    unit = UNITS.get(line.word(start), "")
    if unit not in (WEEK, MONTH, QUARTER, YEAR) or not line.follows(start + 1, ("before", "last")):
        return None
    return Said(start + 3, BACK, whole(unit, line.today, -2))


def within(line: Line, at: int) -> Said | None:
    """ "Within 28 days" is the next 28 days; "within 28 days of release" is no time."""
    counted = count_at(line.words, at)
    found = _units(line, "next", *counted) if counted else None
    if found is None or line.word(found.end) in ("of", "from", "after", "before", "following"):
        return None
    return found


def so_far(line: Line, at: int) -> Said | None:
    """ "Year to date", "so far this year", "ytd"."""
    if line.follows(at, ("ytd",)):
        return _until_today(line, YEAR, at + 1)
    start = line.after_the(at)
    named = line.follows(start, *NAMED_YEAR)
    unit, after = (YEAR, start + named) if named else (UNITS.get(line.word(start), ""), start + 1)
    if unit in (WEEK, MONTH, QUARTER, YEAR) and (length := line.follows(after, *SO_FAR)):
        return _until_today(line, unit, after + length)
    return None


def _until_today(line: Line, unit: str, end: int) -> Said:
    return Said(end, THIS, Period(whole(unit, line.today).from_on, line.today))
