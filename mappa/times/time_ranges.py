"""Periods between two times, up to a time and from a time on."""

import re
from dataclasses import replace
from datetime import date

from mappa.days import uk_date
from mappa.times.dates import dated
from mappa.times.prepositions import ENDLESS, TO
from mappa.times.said_times import (
    AFTER,
    BETWEEN,
    IN,
    NOW,
    UNTIL,
    Found,
    Line,
    Said,
    TimeNotUnderstood,
    changed,
    first_day,
    first_from,
    latest_up_to,
    one_day,
    settled,
)
from mappa.times.spans import ONE_DAY, UNITS, YEAR, whole
from mappa.times.time_readers import read_time
from mappa.times.time_words import time_words
from mappa.times.whens import Day, Period
from mappa.times.year_words import BARE
from mappa.years import MappaYear

_REACH = 9  # words that the first of two times has at most
_BEFORE = ("before", "prior to")


def two_times(line: Line, at: int) -> Found | None:
    """ "D to D", "April to June 2013", "2012/13 to 2013/14", "between D and D"."""
    joints = (("and",),) if line.lead == BETWEEN else TO
    reach = line.words[at + 1 : at + 1 + _REACH]
    if not any(way[0] in reach for way in joints):
        return None
    _ask_two_years(line, at, joints)
    days_of_one_month = _days_of_one_month(line, at, joints)
    if days_of_one_month:
        return days_of_one_month
    first = _first(line, at)
    if first is None:
        return None
    length = line.follows(first.end, *joints)
    to_date = line.lead in ("", IN) and line.word(first.end + length) == "date"
    if not length or to_date:  # "this year to date" is one time
        return None
    second = _second(line, first.end + length)
    if second is None:
        return None
    end = second.end + (line.word(second.end) == "inclusive")
    return Found(
        _checked(line, _between(first, second, line), end),
        end,
        BETWEEN,
        first.year_said or second.year_said,
    )


def _first(line: Line, at: int) -> Said | None:
    try:
        preposition = "from" if line.lead in ("", IN) else line.preposition
        return read_time(replace(line, lead=AFTER, preposition=preposition), at)
    except TimeNotUnderstood as problem:
        if line.follows(problem.end, *TO) or line.lead == BETWEEN:
            raise
        return None


def _second(line: Line, at: int) -> Said | None:
    if line.word(at) == "date":
        return Said(at + 1, NOW, one_day(line.today))
    try:
        return read_time(replace(line, lead=UNTIL, preposition=""), at)
    except TimeNotUnderstood as problem:
        # The first time stays as it was said: only words of times stand there.
        before = " ".join(line.words[line.at : at])
        bare = (choice.removeprefix("on ") for choice in problem.choices)
        choices = tuple(
            f"{before} {choice}" for choice in bare if not choice.startswith(("in ", "from "))
        )
        raise TimeNotUnderstood(problem.message, choices, problem.end) from problem


def _between(first: Said, second: Said, line: Line) -> Period:
    """A year that one of them does not say is such that they follow each other."""
    if first.year_said:
        begins = settled(first, line)
        ends = first_from(second, first_day(begins))
    elif second.year_said or line.ahead:
        ends = settled(second, line)
        begins = latest_up_to(first, first_day(ends))
    else:
        begins = settled(first, line)
        ends = first_from(second, first_day(begins))
    return Period(first_day(begins), ends.to_on)


def _checked(line: Line, period: Period, end: int) -> Period:
    first = first_day(period)
    if first > period.to_on:
        line.ask(
            end,
            f"{uk_date(first)} is after {uk_date(period.to_on)}: a period ends after it begins.",
            time_words(Period(period.to_on, first), line.today),
        )
    return period


def _ask_two_years(line: Line, at: int, joints: tuple[tuple[str, ...], ...]) -> None:
    """2013 to 2014 may be the MAPPA years or the calendar years."""
    length = line.follows(at + 1, *joints)
    first, last = line.word(at), line.word(at + 1 + length)
    if not length or not (BARE.fullmatch(first) and BARE.fullmatch(last)):
        return
    one, other = int(first), int(last)
    calendar = Period(date(min(one, other), 1, 1), date(max(one, other), 12, 31))
    mappa: tuple[Period, ...] = ()
    if one < other:
        mappa = (Period(MappaYear(one).starts_on, MappaYear(other - 1).ends_on),)
    line.ask(
        at + 2 + length,
        "Say whether MAPPA years or calendar years are meant. Example: from 2012/13 to 2013/14",
        *(time_words(period, line.today) for period in (*mappa, calendar)),
    )


def _days_of_one_month(line: Line, at: int, joints: tuple[tuple[str, ...], ...]) -> Found | None:
    """ "From 1 to 30 June 2014"."""
    number = line.word(at)
    length = line.follows(at + 1, *joints)
    if line.preposition not in ("from", "between") or not length:
        return None
    if not re.fullmatch("[0-9]{1,2}", number):
        return None
    second = dated(replace(line, lead=UNTIL, preposition=""), line.after_the(at + 1 + length))
    if second is None:
        return None
    last = settled(second, line).to_on
    if not 1 <= int(number) <= last.day:
        line.ask(second.end, f"There is no period from {number} to {uk_date(last)}.", Day(last))
    days = changed(second.days, lambda it: Period(it.to_on.replace(day=int(number)), it.to_on))
    end = second.end + (line.word(second.end) == "inclusive")
    return Found(settled(replace(second, days=days), line), end, BETWEEN, second.year_said)


def from_then_on(line: Line, at: int) -> Found | None:
    """ "Since April", "from 1 May 2026 onwards", "after 31 March": up to today."""
    said = read_time(line, at)
    if said is None:
        return None
    past = line if line.lead == AFTER else replace(line, ahead=False)
    period = settled(said, past)
    first = period.to_on + ONE_DAY if line.preposition == "after" else first_day(period)
    endless = line.follows(said.end, *ENDLESS)
    if line.preposition == "from" and not endless and not said.is_day and said.year_said:
        line.ask(
            said.end,
            "Do you mean in that period, or from its beginning to today?",
            time_words(period, line.today),
            f"since {uk_date(first)}",
        )
    if first > line.today:
        _ask_until_when(line, first, said.end)
    return Found(Period(first, line.today), said.end + endless, line.lead, said.year_said)


def _ask_until_when(line: Line, first: date, end: int) -> None:
    message = f"{uk_date(first)} is after today, {uk_date(line.today)}. Say until which day."
    line.ask(end, message, time_words(Period(first, whole(YEAR, first).to_on), line.today))


def up_to(line: Line, at: int) -> Found | None:
    """ "Until 31 March 2014", "before April": all up to a day."""
    if line.preposition == "to" and not _is_end(line, at):
        return None
    if line.preposition == "by" and line.word(at) in UNITS and line.word(at + 1) != "end":
        return None  # "by month", "by quarter" are tables
    if line.preposition == "to" and line.word(at) == "date":
        return Found(Period(None, line.today), at + 1, UNTIL)
    said = read_time(line, at)
    if said is None or (line.preposition == "to" and not (said.is_day and said.year_said)):
        return None
    period = settled(said, line)
    if line.preposition in _BEFORE:
        return Found(Period(None, first_day(period) - ONE_DAY), said.end, UNTIL, said.year_said)
    if not said.is_day:
        line.ask(
            said.end,
            "Name the last day that is meant.",
            Day(first_day(period) - ONE_DAY),
            Day(period.to_on),
        )
    return Found(Period(None, period.to_on), said.end, UNTIL, said.year_said)


def _is_end(line: Line, at: int) -> bool:
    """ "To 31 March" ends a period, unless it is said of a number or of what is due."""
    before = line.word(line.at - 1)
    return before not in ("up", "due") and not before.isdigit()
