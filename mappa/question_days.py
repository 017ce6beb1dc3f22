"""The parts of a question that say of which day it is asked."""

import re

from mappa import lexicons as lexicon
from mappa.days import MONTHS, find_day
from mappa.errors import NotUnderstood, RuleBroken
from mappa.question_reader import Reader
from mappa.years import MappaYear, read_year


def now(reader: Reader) -> bool:
    """ "right now", "currently": today."""
    length = reader.follows(*lexicon.NOW)
    if length:
        if reader.on not in (None, reader.today):
            reader.refuse_again("day")
        reader.on = reader.today
        # "in current custody" would say nothing else, but "in" must go on to its place.
        reader.take(length, "silent" if reader.leading not in ("at", "on", "as at") else "day")
    return bool(length)


def day(reader: Reader) -> bool:
    """A day in any way that days are written."""
    try:
        found = find_day(reader.words, reader.at, reader.today)
    except RuleBroken as problem:
        raise NotUnderstood(problem.message, reader.choices()) from problem
    if not found:
        _refuse_period(reader)
        return False
    on, end = found
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}", reader.word) and not reader.leading:
        raise NotUnderstood(
            f"“{reader.word}” can be a day or two numbers. Say the year, or level or category.",
            reader.choices(),
        )
    if reader.on is not None and not reader.on == on == reader.today:
        reader.refuse_again("day")
    reader.on = on
    reader.take(end - reader.at, "day")
    return True


def _refuse_period(reader: Reader) -> None:
    """A year or a month alone is a period: a day that may be meant is offered."""
    word, following = reader.word, (reader.words[reader.at + 1 : reader.at + 2] or [""])[0]
    if re.fullmatch(r"(19|20)\d\d", word):
        day = f"31 March {word}"
    elif re.fullmatch(r"(19|20)\d\d[/-]\d\d(\d\d)?", word):
        day = f"31 March {_year(reader, word).ends_on.year}"
    elif word in MONTHS:
        year = following if re.fullmatch(r"(19|20)\d\d", following) else ""
        day = f"the last day of {word.capitalize()} {year}".strip()
    else:
        return
    raise NotUnderstood(
        f"“{word}” alone is a period, and questions about periods cannot be answered here yet. "
        "Name a day.",
        (f"{reader.choices()[0].partition(' on ')[0]} on {day}",),
    )


def _year(reader: Reader, word: str) -> MappaYear:
    try:
        return read_year(word)
    except RuleBroken as problem:
        raise NotUnderstood(problem.message, reader.choices()) from problem
