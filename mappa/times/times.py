"""The time that words name: a day or a period as far as it reaches, or which one is asked."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mappa.times.counts import count_at
from mappa.times.dates import check_reach, now
from mappa.times.month_words import mended
from mappa.times.near_times import SO_FAR, within
from mappa.times.prepositions import OPENERS, lead_at
from mappa.times.said_times import (
    AFTER,
    BETWEEN,
    IN,
    NOW,
    ON,
    SINCE,
    THIS,
    UNTIL,
    Found,
    Line,
    Said,
    TimeNotUnderstood,
    first_day,
    settled,
)
from mappa.times.spans import MONTH, QUARTER, UNITS, WEEK, YEAR, later, whole
from mappa.times.time_neighbours import check_neighbours
from mappa.times.time_ranges import from_then_on, two_times, up_to
from mappa.times.time_readers import may_begin, read_time
from mappa.times.time_words import time_words
from mappa.times.whens import Day, Period, When
from mappa.times.year_words import NAMED_YEAR

__all__ = ["Found", "TimeNotUnderstood", "find_time", "time_words"]

_TWO_IN_ONE = re.compile("([0-9]{1,4}[/.][0-9/.]+)-([0-9]{1,4}[/.][0-9/.]+)")
_LED_BY = 3  # words of which the last may be such a pair
_OF_A_DAY = ("for", "of")  # that may as well lead to a day


def find_time(words: Sequence[str], at: int, today: date, *, ahead: bool = False) -> Found | None:
    """The time that begins at a word, with the preposition before it; None if none does.

    Words that begin a time and name no single one are asked back (`TimeNotUnderstood`). `ahead`:
    without a year the coming one is meant ("licences ending by 31 March"), not the latest.
    """
    word = words[at] if 0 <= at < len(words) else ""
    if not word or not (word in OPENERS or may_begin(word)):
        return None
    for place in range(at, min(at + _LED_BY, len(words))):
        pair = _TWO_IN_ONE.fullmatch(words[place])
        if pair:
            return _apart(Line(words, at, today, ahead), place, pair[1], pair[2])
    line = Line(mended(words), at, today, ahead)
    found = _read(line)
    if found is not None:
        check_neighbours(line, found, lambda day: _read(replace(line, today=day)))
    return found


def _apart(line: Line, place: int, first: str, last: str) -> Found | None:
    """ "2012/13-2013/14" and "1/4/13-31/3/14" as one word."""
    words = [*line.words[:place], first, "to", last, *line.words[place + 1 :]]
    try:
        found = _read(replace(line, words=words))
    except TimeNotUnderstood as problem:
        end = max(problem.end - 2, place + 1)
        raise TimeNotUnderstood(problem.message, problem.choices, end) from problem
    return replace(found, end=found.end - 2) if found and found.end == place + 3 else None


def _read(line: Line) -> Found | None:
    lead, preposition, length = lead_at(line, line.at)
    present = now(line, line.at)
    found = None
    if lead:
        led = replace(line, lead=lead, preposition=preposition)
        found = two_times(led, line.at + length) if lead != UNTIL and lead != ON else None
        found = found or _LED[lead](led, line.at + length)
    else:
        found = two_times(line, line.at) or _alone(line, line.at)
    if present and (found is None or found.end < present.end):
        return Found(Day(line.today), present.end, NOW)
    return found


def _alone(line: Line, at: int) -> Found | None:
    so_far = line.follows(at, *SO_FAR)
    if so_far:  # "so far this year"
        start = at + so_far + line.follows(at + so_far, ("in",))
        inner = _alone(line, start) if may_begin(line.word(start)) else None
        if inner and isinstance(inner.when, Period) and _runs(inner.when, line.today):
            return Found(_cut(inner.when, line.today), inner.end, THIS, inner.year_said)
    said = read_time(line, at)
    return _found(line, said) if said else None


def _found(line: Line, said: Said) -> Found:
    period = settled(said, line)
    when: When = Day(period.to_on) if said.is_day else period
    so_far = line.follows(said.end, *SO_FAR)
    if so_far and isinstance(when, Period) and _runs(when, line.today):
        return Found(_cut(when, line.today), said.end + so_far, THIS, said.year_said)
    return Found(when, said.end, said.how, said.year_said)


def _runs(period: Period, today: date) -> bool:
    return first_day(period) <= today <= period.to_on


def _cut(period: Period, today: date) -> Period:
    return Period(period.from_on, today)


def _on(line: Line, at: int) -> Found | None:
    """A day; of a period it is asked which."""
    found = _alone(line, at)
    if found is not None and isinstance(found.when, Period):
        line.ask(
            found.end,
            "That is a period, not a day. Say in which period, or on which day.",
            Day(found.when.to_on),
            found.when,
        )
    return found


def _in(line: Line, at: int) -> Found | None:
    """A period; "for" and "of" may lead to a day as well."""
    if line.preposition == "within" and (counted := within(line, at)):
        return _found(line, counted)
    found = _alone(line, at)
    if found is None:
        _ask_in_days(line, at)
        _ask_which(line, at)
    if found and isinstance(found.when, Day) and line.preposition not in _OF_A_DAY:
        return None
    return found


def _ask_in_days(line: Line, at: int) -> None:
    """ "In 28 days" may be that very day or any until then."""
    counted = count_at(line.words, at) if line.preposition == "in" else None
    if counted is None or line.word(counted[1]) not in UNITS:
        return
    count, end = counted[0], counted[1] + 1
    unit = UNITS[line.word(counted[1])]
    check_reach(line, count, unit, end)
    words = f"{12 * count} months" if unit == YEAR else f"{count} {line.word(counted[1])}"
    choices = f"in the next {words}", f"in the last {words}", Day(later(line.today, unit, count))
    line.ask(end, f"Do you mean the next {words}, the last, or the day itself?", *choices)


def _ask_which(line: Line, at: int) -> None:
    """ "In the year", "during the quarter": which one is meant is not said."""
    start = line.after_the(at)
    named = line.follows(start, *NAMED_YEAR)
    unit = YEAR if named else UNITS.get(line.word(start), "")
    led = start > at and line.preposition != "of"
    plural = line.word(start).endswith("s")
    if not led or plural or unit not in (WEEK, MONTH, QUARTER, YEAR):
        return
    this, before = whole(unit, line.today), whole(unit, line.today, -1)
    line.ask(start + (named or 1), f"Which {unit} do you mean?", this, before)


def _ask_both(line: Line, at: int) -> Found | None:
    """ "Between April and ...": the other day is missing."""
    said = read_time(line, at)
    if said is None:
        return None
    first = first_day(settled(said, line))
    line.ask(
        said.end,
        "Say between which two days. Example: between 1 April 2013 and 31 March 2014",
        Period(first, max(first, line.today)),
    )


_LED = {
    ON: _on,
    IN: _in,
    SINCE: from_then_on,
    AFTER: from_then_on,
    UNTIL: up_to,
    BETWEEN: _ask_both,
}
