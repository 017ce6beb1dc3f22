"""Months, quarters and halves of the MAPPA year by name, with and without their year."""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial

from mappa.days import FIRST, LAST, MONTHS, YEARS_FROM_NOW, full_year
from mappa.times.counts import count_at
from mappa.times.month_words import VERBS
from mappa.times.said_times import PERIOD, InYear, Line, Said
from mappa.times.spans import months_from, whole
from mappa.times.whens import Period
from mappa.times.year_words import BARE, KINDS, mappa_year_at, year
from mappa.years import year_of

ORDINALS: Mapping[str, int] = {
    "first": 1, "1": 1, "second": 2, "2": 2, "third": 3, "3": 3, "fourth": 4, "4": 4,
}  # fmt: skip
_LAST = ("last", "final")
# "may we", "may be": no month.
_AFTER_A_VERB = frozenset([
    "i", "we", "you", "they", "he", "she", "it", "one", "be", "have", "not", "also", "only", "the",
    "a",
])  # fmt: skip


def month(line: Line, at: int) -> Said | None:
    """ "March 2014", "in March", "March last year", "March 2013/14"; alone asked back."""
    start = line.after_the(at)
    start += line.follows(start, ("month", "of"))
    word = line.word(start)
    if word not in MONTHS:
        return _joined_months(line, start)
    number = MONTHS[word]
    said_year = _year_after(line, start + 1, number)
    if said_year is not None:
        return Said(said_year[1], PERIOD, months_from(date(said_year[0], number, 1), 1), dated=True)
    if not line.lead and start == line.after_the(at):
        _check_alone(line, start, number)
        if word in VERBS:
            return None
    if word == "may" and line.word(start + 1) in _AFTER_A_VERB:
        return None
    return Said(start + 1, PERIOD, partial(_months_in, number, 1), dated=True)


def _check_alone(line: Line, at: int, number: int) -> None:
    """A month that no preposition leads to may be a name: April, June."""
    if line.word(at) in VERBS:
        return
    latest = whole("month", date(line.today.year - (number > line.today.month), number, 1))
    line.ask(
        at + 1,
        f"Say how “{line.word(at)}” is meant: in the month, or on a day of it, of which year?",
        latest,
        f"since {latest.from_on.day} {latest.from_on:%B %Y}" if latest.from_on else "",
    )


def _joined_months(line: Line, at: int) -> Said | None:
    """april-june 2013 as one word."""
    first, _, last = line.word(at).partition("-")
    if first not in MONTHS or last not in MONTHS:
        return None
    first_month, count = MONTHS[first], (MONTHS[last] - MONTHS[first]) % 12 + 1
    found = _year_after(line, at + 1, MONTHS[last])
    if found is None:
        return Said(at + 1, PERIOD, partial(_months_in, first_month, count), dated=True)
    begins = found[0] - (MONTHS[last] < first_month)
    return Said(found[1], PERIOD, months_from(date(begins, first_month, 1), count), dated=True)


def _months_in(month: int, count: int, year: int) -> Period:
    return months_from(date(year, month, 1), count)


def _year_after(line: Line, at: int, month: int) -> tuple[int, int] | None:
    """The calendar year of a month: its number, "last year", or the MAPPA year it lies in."""
    after = line.word(at) in ("of", "in")
    start = at + after
    word = line.word(start)
    if re.fullmatch("[0-9]{4}", word):
        if not FIRST <= int(word) <= LAST:
            line.ask(start + 1, f"The year {int(word)} is out of reach. Example: March 2014")
        return int(word), start + 1
    if re.fullmatch("[0-9]{2}", word) and not after and not 1 <= int(word) <= 31:
        return full_year(word, line.today), start + 1
    if word in YEARS_FROM_NOW and line.word(start + 1) == "year":
        return line.today.year + YEARS_FROM_NOW[word], start + 2
    found = _mappa_year(line, start)
    if found is None:
        return None
    first, end = found
    return first + (month < 4), end


def _mappa_year(line: Line, at: int) -> tuple[int, int] | None:
    """A MAPPA year by number, or the last, this or the next one by its full name."""
    found = mappa_year_at(line, at, certain=True)
    if found:
        return found
    start = line.after_the(at)
    steps = YEARS_FROM_NOW.get(line.word(start))
    named = line.follows(start + 1, *((kind, "year") for kind in KINDS))
    if steps is None or not named:
        return None
    return year_of(line.today).first + steps, start + 1 + named


def quarter(line: Line, at: int) -> Said | None:
    """ "Q1 2013/14", "first quarter of 2013/14", "quarter 4", "second half of 2013/14"."""
    start = line.after_the(at)
    named = _part(line, start)
    if named is None:
        return None
    number, length, end, needs_year = named
    starts = (number - 1) * length
    _check_bare_year(line, end, starts, length)
    found = _year_of_a_part(line, end)
    if found:
        return Said(found[1], PERIOD, _part_of(starts, length, found[0]), dated=True)
    if needs_year or (line.word(start).isdigit() and start == at):
        return None  # "1 quarter of them"
    return Said(end, PERIOD, _part_by_calendar(starts, length), dated=True)


def _part(line: Line, at: int) -> tuple[int, int, int, bool] | None:
    """Which part, its months, where it ends, and whether only a year makes it one."""
    word, after = line.word(at), line.word(at + 1)
    if found := re.fullmatch("q([1-4])|h([12])", word):
        return (int(found[1]), 3, at + 1, False) if found[1] else (int(found[2]), 6, at + 1, True)
    if word in ("quarter", "q", "qtr") and (number := count_at(line.words[: at + 2], at + 1)):
        return (number[0], 3, at + 2, False) if 1 <= number[0] <= 4 else None
    if after in ("quarter", "qtr"):
        if word in _LAST:
            return 4, 3, at + 2, True
        return (ORDINALS[word], 3, at + 2, False) if word in ORDINALS else None
    if after == "half" and ORDINALS.get(word, 4) <= 2:
        return ORDINALS[word], 6, at + 2, True
    return None


def _year_of_a_part(line: Line, at: int) -> tuple[int, int] | None:
    start = line.after_the(at + (line.word(at) in ("of", "in", "for")))
    if line.word(start) in YEARS_FROM_NOW and line.word(start + 1) == "year":
        return year_of(line.today).first + YEARS_FROM_NOW[line.word(start)], start + 2
    return _mappa_year(line, start)


def _check_bare_year(line: Line, at: int, starts: int, length: int) -> None:
    start = line.after_the(at + (line.word(at) in ("of", "in", "for")))
    if not BARE.fullmatch(line.word(start)) or mappa_year_at(line, start, certain=True):
        return
    number = int(line.word(start))
    line.ask(
        start + 1,
        f"The MAPPA year runs from April to March: say which is meant by “{number}”. "
        "Example: Q1 2013/14",
        _part_of(starts, length, number - 1),
        _part_of(starts, length, number),
    )


def _part_of(starts: int, length: int, first: int) -> Period:
    """The months of a MAPPA year from the month so many after April."""
    month = 4 + starts
    return months_from(date(first + (month > 12), (month - 1) % 12 + 1, 1), length)


def _part_by_calendar(starts: int, length: int) -> InYear:
    return partial(_months_in, (3 + starts) % 12 + 1, length)


def year_and_quarter(line: Line, at: int) -> Said | None:
    """ "2013/14", "2013/14 Q1"."""
    found = year(line, at)
    if found is None or not isinstance(found.days, Period) or found.days.from_on is None:
        return found
    part = _part(line, found.end)
    if part is None or whole("year", found.days.from_on) != found.days:
        return found
    number, length, end, _ = part
    days = _part_of((number - 1) * length, length, found.days.from_on.year)
    return Said(end, PERIOD, days, dated=True)
