"""What is said of a time, word by word, before a missing year is filled in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from mappa.days import uk_date
from mappa.errors import NotUnderstood
from mappa.times.time_words import time_words
from mappa.times.whens import Day, Period, When

# How a time is said.
DAY, PERIOD, NOW, THIS, BACK, NEXT = "day", "period", "now", "this", "last", "next"
SINCE, AFTER, UNTIL, BETWEEN = "since", "after", "until", "between"
# What a preposition leads to: one of the last four, or
ON, IN = "on", "in"
InYear = Callable[[int], Period | None]


class TimeNotUnderstood(NotUnderstood):
    """Words that begin a time and name no single one, up to the word `end` (exclusive).

    `choices` are times in words: each may stand in the place of these words.
    """

    def __init__(self, message: str, choices: tuple[str, ...], end: int) -> None:
        super().__init__(message, choices)
        self.end = end


@dataclass(frozen=True, slots=True)
class Found:
    """The time that words name; `end` is the word after them (exclusive).

    `year_said`: whether it says its year or stands beside today. Without a year it is the latest
    such time that has begun or, asked for `ahead`, the first that is not over.
    """

    when: When
    end: int
    said: str
    year_said: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """One time. `days` are its days, or what it is in each calendar year where none was said."""

    end: int
    how: str
    days: Period | InYear
    over: bool = False  # without a year it is the latest that is over, not one that goes on
    dated: bool = False  # it names a date, a month, a quarter or a year, not one beside today

    @property
    def year_said(self) -> bool:
        return isinstance(self.days, Period)

    @property
    def is_day(self) -> bool:
        return self.how in (DAY, NOW)


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a question, where a time may begin in it, and the day it is asked."""

    words: Sequence[str]
    at: int
    today: date
    ahead: bool = False  # without a year the coming one is meant, not the latest
    lead: str = ""  # what the preposition before it leads to
    preposition: str = ""

    def word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def follows(self, at: int, *ways: tuple[str, ...]) -> int:
        """The length of the longest of these ways that stands at a word, 0 if none does."""
        word, longest = self.word(at), 0
        for way in ways:
            if way[0] == word and len(way) > longest:
                stands = len(way) == 1 or tuple(self.words[at : at + len(way)]) == way
                longest = len(way) if stands else longest
        return longest

    def after_the(self, at: int) -> int:
        return at + (self.word(at) == "the")

    def typed(self, end: int) -> str:
        return " ".join(self.words[self.at : end])

    def ask(self, end: int, message: str, *choices: When | str) -> NoReturn:
        """Asks back; days and periods to choose from are put in words after the preposition."""
        said = (self._choice(choice) for choice in choices)
        raise TimeNotUnderstood(message, tuple(dict.fromkeys(filter(None, said))), end)

    def _choice(self, choice: When | str) -> str:
        """In words; "" for what cannot be since it has not come yet."""
        if isinstance(choice, str):
            return choice
        if self.lead not in (SINCE, AFTER, UNTIL):
            return time_words(choice, self.today)
        if isinstance(choice, Day):
            day = choice.on
        elif self.preposition in ("since", "ever since", "from", "before", "prior to"):
            day = first_day(choice)
        else:
            day = choice.to_on
        if self.lead in (SINCE, AFTER) and day >= self.today:
            return ""
        return f"{self.preposition} {uk_date(day)}".strip()


def changed(days: Period | InYear, change: Callable[[Period], Period]) -> Period | InYear:
    """Another period made of one, whether its year was said or not."""
    if isinstance(days, Period):
        return change(days)

    def in_year(year: int) -> Period | None:
        found = days(year)
        return change(found) if found else None

    return in_year


def settled(said: Said, line: Line) -> Period:
    """Its days; without a year the latest that has begun or, ahead, the first not over."""
    return (first_from if line.ahead else latest_up_to)(said, line.today)


def latest_up_to(said: Said, day: date) -> Period:
    """The latest that has begun by a day (`over`: ended)."""
    return _tried(
        said,
        range(day.year + 1, day.year - 9, -1),
        lambda it: (it.to_on if said.over else first_day(it)) <= day,
    )


def first_from(said: Said, day: date) -> Period:
    """The first that is not over before a day."""
    return _tried(said, range(day.year - 1, day.year + 9), lambda it: it.to_on >= day)


def _tried(said: Said, years: range, fits: Callable[[Period], bool]) -> Period:
    if isinstance(said.days, Period):
        return said.days
    # 29 February may be eight years away; there is none that never comes.
    return next(found for year in years if (found := said.days(year)) and fits(found))


def first_day(period: Period) -> date:
    return period.from_on or period.to_on


def one_day(day: date) -> Period:
    return Period(day, day)
