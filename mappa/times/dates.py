"""Days in words: dates with and without their year, today and now, a year ago."""

import re
from calendar import day_name, monthrange
from datetime import date, timedelta
from functools import partial
from typing import NoReturn

from mappa.days import (
    FIRST,
    LAST,
    MONTHS,
    RELATIVE,
    WEEKDAYS,
    SaidDay,
    check_weekday,
    existing_day,
    find_said_day,
    full_year,
)
from mappa.errors import RuleBroken
from mappa.times.counts import count_at
from mappa.times.month_words import VERBS
from mappa.times.said_times import DAY, IN, NOW, Line, Said, latest_up_to, one_day
from mappa.times.spans import MONTH, QUARTER, UNITS, WEEK, YEAR, later, whole
from mappa.times.whens import Day, Period
from mappa.times.year_words import BARE, mappa_year_at

NOW_WAYS = (
    ("right", "now"), ("just", "now"), ("at", "the", "moment"), ("at", "this", "moment"),
    ("at", "this", "time"), ("at", "present"), ("as", "things", "stand"), ("as", "it", "stands"),
    ("as", "we", "speak"), ("now",), ("currently",), ("presently",), ("current",),
)  # fmt: skip
AROUND = {("day", "before", "yesterday"): -2, ("day", "after", "tomorrow"): 2}
# A number after these is no day of a month.
NUMBERED = frozenset(
    ["level", "levels", "lvl", "lvls", "lev", "l", "category", "categories", "cat", "cats", "c"]
)
LONGEST = 36500  # days; further away is a slip of the finger
_SHORT = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})")
_PLAIN_WEEKDAYS = frozenset(word for word in WEEKDAYS if word.endswith("day"))
_SAME = (("this",), ("the", "same"), ("same",))


def now(line: Line, at: int) -> Said | None:
    """ "now", "currently", "at the moment"."""
    length = line.follows(at, *NOW_WAYS)
    return Said(at + length, NOW, one_day(line.today)) if length else None


def near_day(line: Line, at: int) -> Said | None:
    """Today, yesterday, tomorrow, the day before yesterday."""
    if line.word(at) in RELATIVE:
        return Said(at + 1, DAY, one_day(line.today + timedelta(days=RELATIVE[line.word(at)])))
    start = line.after_the(at)
    for way, days in AROUND.items():
        if line.follows(start, way):
            return Said(start + len(way), DAY, one_day(line.today + timedelta(days=days)))
    return None


def ago(line: Line, at: int) -> Said | None:
    """ "a year ago", "12 months ago", "two weeks ago today"."""
    found = (1, at + 1) if line.word(at) in ("a", "an") else count_at(line.words, at)
    if found is None or line.word(found[1] + 1) != "ago":
        return None
    count, unit, end = found[0], UNITS.get(line.word(found[1]), ""), found[1] + 2
    if not unit:
        return None
    check_reach(line, count, unit, end)
    end += line.word(end) == "today"
    return Said(end, DAY, one_day(later(line.today, unit, -count)))


def same_day(line: Line, at: int) -> Said | None:
    """ "this time last year", "the same day last month"."""
    length = line.follows(at, *_SAME)
    after = at + length
    if not length or line.word(after) not in ("time", "day", "date"):
        return None
    if line.word(at) == "this" and line.word(after) == "date":
        return None
    after += 1 + (line.word(after + 1) == "in")
    unit = UNITS.get(line.word(after + 1), "")
    if line.word(after) != "last" or unit not in (WEEK, MONTH, QUARTER, YEAR):
        return None
    return Said(after + 2, DAY, one_day(later(line.today, unit, -1)))


def dated(line: Line, at: int) -> Said | None:
    """31/3/14, 31 March 2014, March 31, Monday 31 March, 31 March 2013/14, 15th of last month."""
    at = line.after_the(at)
    weekday = WEEKDAYS.get(line.word(at))
    start = at if weekday is None else line.after_the(at + 1)
    said = _date(line, start) or _of_a_month(line, start)
    if weekday is None:
        return said
    if said is None:
        return _weekday(line, at)
    found = said.days if isinstance(said.days, Period) else latest_up_to(said, line.today)
    try:
        check_weekday(found.to_on, weekday)
    except RuleBroken as problem:
        line.ask(said.end, problem.message, Day(found.to_on))
    return said


def _weekday(line: Line, at: int) -> Said | None:
    """A weekday alone may be the last one or the coming one: which, is asked."""
    if line.word(at) not in _PLAIN_WEEKDAYS and not line.lead:
        return None  # "sat" and "sun" are words as well
    ask_weekday(line, at)


def ask_weekday(line: Line, at: int) -> NoReturn:
    """The two days that it may be: on both sides of today, unless it is said on which."""
    back = (line.today.weekday() - WEEKDAYS[line.word(at)]) % 7 or 7
    before = line.today - timedelta(days=back)
    coming = before + timedelta(days=7 if back < 7 else 14)
    said = line.word(at - 1)
    first, second = before, coming
    if said in ("last", "past", "previous"):
        second = before - timedelta(days=7)
    elif said in ("next", "coming"):
        first, second = coming, coming + timedelta(days=7)
    name = day_name[before.weekday()]
    line.ask(at + 1, f"Which {name} do you mean? Give its date.", Day(first), Day(second))


def _date(line: Line, at: int) -> Said | None:
    if not _may_be_a_date(line, at):
        return None
    try:
        said = find_said_day(line.words, at, line.today)
    except RuleBroken as problem:
        line.ask(_end_of_slip(line, at), problem.message, *_instead_of_slip(line, at))
    if said is None:
        return None
    if line.lead == IN and line.word(at) in MONTHS and said.year is None:
        line.ask(
            said.end,
            f"“in {line.word(at).capitalize()} {line.word(at + 1)}” can be read in several ways. "
            "Name the month with its year, or the day.",
            Day(_latest(said, line)),
        )
    if said.year is None:
        said = _in_mappa_year(line, said)
    return _existing(line, said)


def _may_be_a_date(line: Line, at: int) -> bool:
    word, after = line.word(at), line.word(at + 1)
    if line.word(at - 1) in NUMBERED:
        return False
    if word in MONTHS:  # a year after it makes it a month; so do numbers that no day has
        number = after.isascii() and after.isdigit() and len(after) <= 2
        has_year = re.fullmatch("[0-9]{4}", line.word(at + 2)) is not None
        return (
            number and 1 <= int(after) <= 31 and (bool(line.lead) or has_year or word not in VERBS)
        )
    short = _SHORT.fullmatch(word)
    if short is None:
        return word[:1].isdigit() and word.isascii()
    day, month = int(short[1]), int(short[3])
    if line.lead and line.lead != IN:
        return True
    # Levels are written 2/3, years 11/12 and averages 1.5.
    return short[2] == "/" and 4 < day <= 31 and 1 <= month <= 12 and day + 1 != month


def _in_mappa_year(line: Line, said: SaidDay) -> SaidDay:
    """31 March 2013/14 lies in 2014; "31 March in 2014" says its year as well."""
    start = said.end + (line.word(said.end) in ("of", "in"))
    if start > said.end and BARE.fullmatch(line.word(start)) and line.word(start + 1) != "/":
        return SaidDay(said.day, said.month, int(line.word(start)), start + 1)
    found = mappa_year_at(line, start, certain=True)
    if found is None:
        return said
    year = found[0] if said.month >= 4 else found[0] + 1
    return SaidDay(said.day, said.month, year, found[1])


def _existing(line: Line, said: SaidDay) -> Said:
    try:
        day = existing_day(said.day, said.month, said.year or 2000)
    except RuleBroken as problem:
        message = problem.message if said.year else problem.message.replace(" 2000", "", 1)
        line.ask(said.end, message, *_nearest(said, line))
    if said.year is not None:
        return Said(said.end, DAY, one_day(day), dated=True)
    return Said(said.end, DAY, partial(_in_year, said.day, said.month), dated=True)


def _in_year(day: int, month: int, year: int) -> Period | None:
    there_is = day <= monthrange(year, month)[1]
    return one_day(date(year, month, day)) if there_is else None


def _latest(said: SaidDay, line: Line) -> date:
    read = _existing(line, said)
    return latest_up_to(read, line.today).to_on


def _nearest(said: SaidDay, line: Line) -> tuple[Day, ...]:
    """The last day of the month that was meant."""
    if not 1 <= said.month <= 12 or not FIRST <= (said.year or FIRST) <= LAST:
        return ()
    year = said.year or line.today.year - (said.month > line.today.month)
    return (Day(date(year, said.month, monthrange(year, said.month)[1] if said.day else 1)),)


def _end_of_slip(line: Line, at: int) -> int:
    return at + 2 if line.word(at) in MONTHS else at + 1


def _instead_of_slip(line: Line, at: int) -> tuple[Day | Period, ...]:
    """Of "March 14" the day and the month; of 3/31/2014 the day that it is elsewhere."""
    word, number = line.word(at), line.word(at + 1)
    if word in MONTHS:
        day = _existing_or_none(int(number), MONTHS[word], line.today.year)
        first = date(full_year(number, line.today), MONTHS[word], 1)
        month = whole(MONTH, first)
        return (Day(day), month) if day else (month,)
    parts = re.split("[/.-]", word)
    year = full_year(parts[2], line.today) if len(parts) > 2 else line.today.year
    swapped = _existing_or_none(int(parts[1]), int(parts[0]), year)
    return (Day(swapped),) if swapped else ()


def _existing_or_none(day: int, month: int, year: int) -> date | None:
    try:
        return existing_day(day, month, year)
    except RuleBroken:
        return None


def _of_a_month(line: Line, at: int) -> Said | None:
    """The 15th of last month."""
    word = line.word(at)
    if not re.fullmatch("[0-9]{1,2}", word) or line.word(at + 1) != "of":
        return None
    steps = {"last": -1, "this": 0, "next": 1}.get(line.word(at + 2))
    if steps is None or line.word(at + 3) != "month":
        return None
    month = whole(MONTH, line.today, steps).to_on
    return _existing(line, SaidDay(int(word), month.month, month.year, at + 4))


def check_reach(line: Line, count: int, unit: str, end: int) -> None:
    """Refuses none at all and more than a hundred years."""
    days = {MONTH: 31, QUARTER: 92, YEAR: 366}.get(unit, 14)
    if not 0 < count * days <= LONGEST:
        line.ask(
            end, f"{count} {unit}s cannot be counted from today. Give the day.", Day(line.today)
        )
