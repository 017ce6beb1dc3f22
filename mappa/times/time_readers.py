"""One time without its preposition: each way of saying it is tried in turn."""

import re
from dataclasses import replace
from datetime import date

from mappa.days import MONTHS, RELATIVE, WEEKDAYS
from mappa.times import vague_times
from mappa.times.counts import WORDS as NUMBERS
from mappa.times.dates import NOW_WAYS, ago, dated, near_day, now, same_day
from mappa.times.endings import edge, running
from mappa.times.month_words import FULL, SLIPS
from mappa.times.near_times import WORDS as BESIDE
from mappa.times.near_times import before_last, near, so_far
from mappa.times.periods import ORDINALS, month, quarter, year_and_quarter
from mappa.times.said_times import ON, Line, Said, settled
from mappa.times.spans import MONTH, UNITS, whole
from mappa.times.whens import Period
from mappa.times.year_words import KINDS

_READERS = (
    near_day, ago, same_day, so_far, running, edge, before_last, quarter, near, now, dated,
    year_and_quarter, month,
)  # fmt: skip
_PARTS = frozenset({"early", "late", "mid", "middle"})
_OPENERS = (
    frozenset([
        "the", "a", "an", "same", "day", "calendar", "fy", "ytd", "so", "q", "qtr", "end", "start",
        "beginning", "final", "month-end", "year-end", "quarter-end", "w/c", "w/e",
    ])
    | {way[0] for way in NOW_WAYS}
    | {*NUMBERS, *BESIDE, *ORDINALS, *UNITS, *KINDS, *MONTHS, *RELATIVE, *WEEKDAYS, *SLIPS}
    | vague_times.OPENERS
    | _PARTS
)  # fmt: skip
_SHAPES = re.compile(r"[0-9].*|q[1-4]|h[12]|fy[0-9].*|[a-z]{3,9}-[a-z]{3,9}")


def may_begin(word: str) -> bool:
    """Whether a time can begin with this word at all."""
    return word in _OPENERS or _SHAPES.fullmatch(word) is not None


def read_time(line: Line, at: int) -> Said | None:
    """The time that begins at a word, however it is led to."""
    if not may_begin(line.word(line.after_the(at))):
        return None
    for read in _READERS:
        found = read(line, at)
        if found:
            return found
    _ask_part(line, at)
    vague_times.ask_vague(line, at)
    return None


def _ask_part(line: Line, at: int) -> None:
    """ "Early March", "mid-2014": which days these are, is asked."""
    word = line.word(at)
    first, _, rest = word.partition("-")
    if first == "mid" and rest in FULL:
        number = MONTHS[rest]
        latest = whole(MONTH, date(line.today.year - (number > line.today.month), number, 1))
        line.ask(at + 1, f"“{word}” has no certain first and last day. Give them.", latest)
    if word not in _PARTS:
        return
    after = at + 1 + line.follows(at + 1, ("in",), ("of",), ("in", "the"), ("of", "the"))
    found = read_time(replace(line, lead=ON), after) if may_begin(line.word(after)) else None
    if found is not None and not found.is_day:
        days: Period = settled(found, line)
        line.ask(found.end, f"“{word}” has no certain first and last day there. Give them.", days)
