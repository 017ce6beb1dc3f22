"""The other time of a comparison: the year before, the same period last year, 2012/13."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from mappa.days import MONTHS
from mappa.periods import months_later
from mappa.times.counts import count_at
from mappa.times.dates import check_reach
from mappa.times.said_times import DAY, PERIOD, THIS, Found, Line, first_day
from mappa.times.spans import (
    FORTNIGHT,
    MONTH,
    QUARTER,
    UNITS,
    WEEK,
    YEAR,
    later,
    unit_of,
    whole,
    whole_months,
)
from mappa.times.time_words import time_words
from mappa.times.times import find_time
from mappa.times.whens import Day, Period, When
from mappa.times.year_words import NAMED_YEAR

_SAME = (("the", "same"), ("same",), ("this",))
_OF_THE_SAME = frozenset([
    "period", "time", "quarter", "month", "months", "week", "weeks", "day", "days", "date", "point",
])  # fmt: skip
_EARLIER = (("before",), ("earlier",), ("previously",), ("ago",))
_PREVIOUS = frozenset({"previous", "prior", "preceding", "last"})
_SAME_OF = (
    ("last", "year"), ("the", "year", "before"), ("the", "previous", "year"), ("previous", "year"),
    ("the", "prior", "year"), ("a", "year", "before"), ("a", "year", "earlier"),
    ("a", "year", "ago"), ("one", "year", "earlier"), ("one", "year", "before"),
)  # fmt: skip


def comparable(words: Sequence[str], at: int, to: When, today: date) -> Found | None:
    """The time that begins at a word, to be compared with the time `to` of a question.

    Words that stand beside `to` ("the year before", "the previous quarter") are counted from it;
    all others are read as everywhere, and None is what they are if they name no time.
    """
    line = Line(words, at, today)
    found = _same(line, to) or _earlier(line, to) or _previous(line, to)
    return found or _named(line, to)


def a_year_before(when: When) -> When:
    """The same day, or the same days, of the year before."""
    if isinstance(when, Day):
        return Day(months_later(when.on, -12))
    first = when.from_on and months_later(when.from_on, -12)
    if whole_months(when):  # the end of February is one, in every year
        return Period(first, months_later(when.to_on + timedelta(days=1), -12) - timedelta(days=1))
    return Period(first, months_later(when.to_on, -12))


def previous(when: When) -> When:
    """What is as long and ends the day before: the day, the months or the days before."""
    if isinstance(when, Day):
        return Day(when.on - timedelta(days=1))
    if when.from_on is None:
        return a_year_before(when)
    last = when.from_on - timedelta(days=1)
    if months := whole_months(when):
        return Period(months_later(when.from_on, -months), last)
    return Period(last - (when.to_on - when.from_on), last)


def _same(line: Line, to: When) -> Found | None:
    """ "The same period last year", "this time last year", "the same quarter of 2012/13"."""
    length = line.follows(line.at, *_SAME)
    at = line.at + length
    if not length or line.word(at) not in _OF_THE_SAME:
        return None
    after = at + 1 + (line.word(at + 1) in ("in", "of", "the"))
    after -= line.word(after - 1) == "the"
    length = line.follows(after, *_SAME_OF)
    return _found(a_year_before(to), after + length) if length else None


def _earlier(line: Line, to: When) -> Found | None:
    """ "The year before", "a month earlier", "12 months before"."""
    start = line.after_the(line.at)
    counted = (1, start + 1) if line.word(start) in ("a", "an") else count_at(line.words, start)
    count, at = counted or (1, start)
    unit = UNITS.get(line.word(at), "")
    length = line.follows(at + 1, *_EARLIER) if unit and (counted or unit != FORTNIGHT) else 0
    end = at + 1 + length
    if not length or line.word(end) == "last":
        return None
    if not counted:
        return _found(_unit_before(line, to, unit, end), end)
    check_reach(line, count, unit, end)
    beside = _moved(to, unit, -count)
    if line.word(end - 1) == "ago" and _ends(to) != line.today:
        of_today = Day(later(line.today, unit, -count))
        line.ask(end, "Do you mean before that time, or before today?", beside, of_today)
    return _found(beside, end)


def _previous(line: Line, to: When) -> Found | None:
    """ "The previous quarter", "last month", "the previous period"."""
    start = line.after_the(line.at)
    if line.word(start) not in _PREVIOUS:
        return None
    if line.word(start + 1) == "period" and line.word(start) != "last":
        return _found(previous(to), start + 2)
    named = line.follows(start + 1, *NAMED_YEAR)
    unit = YEAR if named else UNITS.get(line.word(start + 1), "")
    if unit not in (WEEK, MONTH, QUARTER, YEAR) or line.word(start + 1).endswith("s"):
        return None
    end = start + 1 + (named or 1)
    if line.word(start) == "last":
        return _found(_last(line, to, unit, end), end)
    return _found(_unit_before(line, to, unit, end), end)


def _last(line: Line, to: When, unit: str, end: int) -> When:
    """ "Last year" is said of today, and beside an older time it may be meant of that."""
    beside = _unit_before(line, to, unit, end)
    of_today = _as_of_today(line, to, unit, end)
    if beside != of_today:
        line.ask(
            end,
            f"Do you mean the {unit} before the time that is asked about, or before today?",
            beside,
            of_today,
        )
    return beside


def _as_of_today(line: Line, to: When, unit: str, end: int) -> When:
    if isinstance(to, Day):
        if unit != YEAR:
            return Day(later(line.today, unit, -1))
        return _moved(to, YEAR, line.today.year - 1 - to.on.year)
    if to.from_on is None:
        return whole(unit, line.today, -1)
    if unit == YEAR and unit_of(to) != YEAR and not _is_begun(line, to, YEAR):
        return _moved(to, YEAR, line.today.year - 1 - first_day(to).year)
    return whole(unit, line.today, -1)


def _unit_before(line: Line, to: When, unit: str, end: int) -> When:
    """The unit before: of a day that day, of a whole unit the one before it."""
    if isinstance(to, Day):
        return _moved(to, unit, -1)
    if to.from_on is None or _is_begun(line, to, unit):
        return whole(unit, line.today, -1)
    if unit_of(to) == unit:
        return whole(unit, to.from_on, -1)
    if unit != YEAR:
        message = f"Say which {unit}, or compare with as many days before."
        line.ask(end, message, previous(to), a_year_before(to))
    return a_year_before(to)


def _is_begun(line: Line, period: Period, unit: str) -> bool:
    """Whether it is this unit so far."""
    return period == Period(whole(unit, line.today).from_on, line.today)


def _moved(when: When, unit: str, count: int) -> When:
    if unit == YEAR and count == -1:
        return a_year_before(when)
    if isinstance(when, Day):
        return Day(later(when.on, unit, count))
    first = when.from_on and later(when.from_on, unit, count)
    if whole_months(when):
        after = later(when.to_on + timedelta(days=1), unit, count)
        return Period(first, after - timedelta(days=1))
    return Period(first, later(when.to_on, unit, count))


def _named(line: Line, to: When) -> Found | None:
    """A time of its own; a day or month without a year may be meant of the year of `to`."""
    if line.word(line.at) in MONTHS:  # beside another time a month alone is one
        led = replace(line, words=[*line.words[: line.at], "in", *line.words[line.at :]])
        found = _of_its_own(led, to)
        return replace(found, end=found.end - 1) if found else None
    return _of_its_own(line, to)


def _of_its_own(line: Line, to: When) -> Found | None:
    found = find_time(line.words, line.at, line.today)
    if found is None:
        return None
    if not found.year_said:
        _check_year(line, found, to)
    if found.said == THIS and isinstance(found.when, Period) and _ends(to) <= line.today:
        return replace(found, when=Period(found.when.from_on, min(found.when.to_on, line.today)))
    return found


def _check_year(line: Line, found: Found, to: When) -> None:
    other = find_time(line.words, line.at, min(_ends(to), line.today))
    after = find_time(line.words, line.at, _ends(to), ahead=True)
    if other and after and other.when != found.when:
        line.ask(
            found.end,
            f"Say the year of “{line.typed(found.end)}” as well.",
            time_words(other.when, line.today),
            time_words(after.when, line.today),
            time_words(found.when, line.today),
        )


def _ends(when: When) -> date:
    return when.on if isinstance(when, Day) else when.to_on


def _found(when: When, end: int) -> Found:
    return Found(when, end, DAY if isinstance(when, Day) else PERIOD)


__all__ = ["a_year_before", "comparable", "previous"]
