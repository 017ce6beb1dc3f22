"""What stands beside a time: another one that shares its year, or that may end it, is asked."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from mappa.days import MONTHS
from mappa.times.prepositions import lead_at
from mappa.times.said_times import (
    BACK,
    DAY,
    NEXT,
    ON,
    PERIOD,
    THIS,
    Found,
    Line,
    Said,
    TimeNotUnderstood,
    first_day,
    settled,
)
from mappa.times.time_readers import read_time
from mappa.times.whens import Day, Period

_JOINTS = (
    ("and",), ("or",), ("&",), ("plus",), ("versus",), ("vs",), ("v",), ("against",), ("than",),
    ("with",), ("compared", "with"), ("compared", "to"),
)  # fmt: skip
_YEAR = re.compile(".*(?:19|20|21)[0-9]{2}.*")
_FIGURES_OR_QUARTER = re.compile("[0-9].*|q[1-4]")


def check_neighbours(line: Line, found: Found, as_of: Callable[[date], Found | None]) -> None:
    """Asks back where the words beside a time may belong to it; `as_of` reads it on another day."""
    _check_next(line, found)
    _check_whole(line, found)
    if not found.year_said:
        _check_year_after(line, found, as_of)
        _check_year_before(line, found)


def _check_next(line: Line, found: Found) -> None:
    """ "2012/13 2013/14", once written with a dash or a comma, are two or a range."""
    word = line.word(found.end)
    if not (word in MONTHS or _FIGURES_OR_QUARTER.fullmatch(word)):
        return
    other = _dated(line, found.end)
    if other is None or found.said not in (DAY, PERIOD):
        return
    first, last = _first(found), settled(other, line)
    choices = (Period(first, last.to_on),) if first <= last.to_on else ()
    line.ask(other.end, "Say “from ... to ...”, or ask of one time after the other.", *choices)


def _check_whole(line: Line, found: Found) -> None:
    """ "Last week of March" is not the week before this one."""
    if found.said not in (BACK, THIS, NEXT) or line.word(found.end) != "of":
        return
    whole = _dated(line, found.end)
    if whole:
        line.ask(whole.end, "Give the first and the last day that are meant.")


def _check_year_after(line: Line, found: Found, as_of: Callable[[date], Found | None]) -> None:
    """Of "in March and April 2014" the year of March is asked."""
    length = line.follows(found.end, *_JOINTS)
    other = _dated(line, found.end + length) if length else None
    if other and isinstance(other.days, Period) and _names_a_month(line, found.end, other.end):
        _ask_year(line, found, as_of(other.days.to_on))


def _check_year_before(line: Line, found: Found) -> None:
    """Of "31 March 2014 and 30 June" the year of June is asked."""
    joined = any(line.follows(line.at - len(way), way) for way in _JOINTS)
    if joined and any(_YEAR.fullmatch(word) for word in line.words[: line.at]):
        _ask_year(line, found)


def _ask_year(line: Line, found: Found, meant: Found | None = None) -> None:
    whens = [one.when for one in (meant, found) if one and one.said in (DAY, PERIOD)]
    line.ask(found.end, f"Say the year of “{line.typed(found.end)}” as well.", *whens)


def _names_a_month(line: Line, start: int, end: int) -> bool:
    return any(word in MONTHS or re.fullmatch("q[1-4]", word) for word in line.words[start:end])


def _dated(line: Line, at: int) -> Said | None:
    _, _, length = lead_at(line, at)
    try:
        said = read_time(replace(line, lead=ON), line.after_the(at + length))
    except TimeNotUnderstood:
        return None
    return said if said and said.dated else None


def _first(found: Found) -> date:
    return found.when.on if isinstance(found.when, Day) else first_day(found.when)
