"""The terms of a question: its words, taken together as they are in the closed lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from mappa.asking import fillers, groups_and_filters, things
from mappa.asking.groups_and_filters import (
    COMMUNITY_WORDS,
    CUSTODY_WORDS,
    EXCLUDING,
    INCLUDING,
    LEVEL_WORDS,
    PRISONERS,
)
from mappa.asking.near_words import slip_of
from mappa.asking.numbers import categories_at, levels_at
from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY
from mappa.errors import NotUnderstood
from mappa.times.said_times import TimeNotUnderstood
from mappa.times.times import Found, find_time


@dataclass(frozen=True, slots=True)
class Term:
    """Words that say one thing together; `kind` is the part of a question that they can be."""

    kind: str
    value: Any
    words: tuple[str, ...]


class NoTime(NotUnderstood):
    """A time that is no single one: its words, from `at` to `end`, and what may stand there."""

    def __init__(self, problem: TimeNotUnderstood, at: int) -> None:
        super().__init__(problem.message, problem.choices)
        self.at, self.end = at, problem.end


@dataclass(frozen=True, slots=True)
class Terms:
    """What the lists of an area add to the language."""

    districts: tuple[str, ...] = ()
    by_words: Mapping[tuple[str, ...], str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        words = {
            tuple(name.casefold().replace("&", "and").split()): name for name in self.districts
        }
        object.__setattr__(self, "by_words", {key: name for key, name in words.items() if key})


def scan(words: list[str], today: date, terms: Terms) -> list[Term]:
    """Every word in one term, the longest that it can begin; what is in no list is "unknown"."""
    found: list[Term] = []
    at = 0
    while at < len(words):
        length, kind, value = _longest(words, at, today, terms)
        if not length and (meant := slip_of(words[at])):
            words[at] = meant  # a slip of the finger; the reading shows what was meant
            continue
        if not length:
            length, kind, value = 1, "unknown", words[at]
        found.append(Term(kind, value, tuple(words[at : at + length])))
        at += length
    return found


def _longest(words: list[str], at: int, today: date, terms: Terms) -> tuple[int, str, Any]:
    ways = [
        (length, kind, value) for length, kind, value in _ways(words, at, today, terms) if length
    ]
    return max(ways, key=lambda way: way[0], default=(0, "", None))


def _ways(words: list[str], at: int, today: date, terms: Terms) -> Iterator[tuple[int, str, Any]]:
    """Of equally long ones the first counts."""
    phrase = _phrase(words, at)
    if phrase[1] == "unconfirmed":
        yield phrase
        return
    if levels := levels_at(words, at):
        yield levels.end - at, "level", levels
    if categories := categories_at(words, at):
        yield categories.end - at, "category", categories
    yield phrase
    yield _reach(words, at)
    yield _district(words, at, terms)
    if words[at] not in LEVEL_WORDS:
        yield _time(words, at, today, phrase[0])


def _time(words: list[str], at: int, today: date, other: int) -> tuple[int, str, Any]:
    """A time. One that is broken off is asked back, unless the words are something else."""
    try:
        found: Found | None = find_time(words, at, today)
    except TimeNotUnderstood as problem:
        if other > 1:
            return 0, "", None
        raise NoTime(problem, at) from problem
    return (found.end - at, "time", found) if found else (0, "", None)


def _district(words: list[str], at: int, terms: Terms) -> tuple[int, str, Any]:
    for length in (4, 3, 2, 1):
        name = terms.by_words.get(tuple(words[at : at + length]))
        if name:
            return length, "district", name
    return 0, "", None


def _reach(words: list[str], at: int) -> tuple[int, str, Any]:
    """ "including those in custody", "not in custody", "excluding prisoners"."""
    length, including = _starts(words, at, INCLUDING), True
    if not length:
        length, including = _starts(words, at, EXCLUDING), False
    if not length:
        return 0, "", None
    after = at + length
    while after < len(words) and words[after] in _THOSE:
        after += 1
    place = words[after] if after < len(words) else ""
    inside = place in CUSTODY_WORDS | PRISONERS
    if not inside and (including or place not in COMMUNITY_WORDS):
        return 0, "", None
    after += 1
    after += after < len(words) and words[after] in _NOUNS
    return after - at, "reach", BOTH if including else COMMUNITY if inside else CUSTODY


def _starts(words: Sequence[str], at: int, ways: frozenset[tuple[str, ...]]) -> int:
    lengths = [len(way) for way in ways if tuple(words[at : at + len(way)]) == way]
    return max(lengths, default=0)


def _phrase(words: Sequence[str], at: int) -> tuple[int, str, Any]:
    """The longest of the listed phrases that begins here."""
    phrases, longest = _phrases()
    for length in range(longest.get(words[at], 0), 0, -1):
        if found := phrases.get(tuple(words[at : at + length])):
            return length, *found
    return 0, "", None


@cache
def _phrases() -> tuple[Mapping[tuple[str, ...], tuple[str, Any]], Mapping[str, int]]:
    """All of them, and the length of the longest by their first word; listed twice, the first
    one counts."""
    phrases: dict[tuple[str, ...], tuple[str, Any]] = {}
    longest: dict[str, int] = {}
    for kind, value, text in _listed():
        for phrase in split_ways(text):
            phrases.setdefault(phrase, (kind, value))
            longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return phrases, longest


def split_ways(text: str) -> list[tuple[str, ...]]:
    """The phrases of a list that is written "one way | another way"."""
    return [tuple(way.split()) for way in text.split("|")]


def _listed() -> Iterator[tuple[str, Any, str]]:
    for order, text in things.ORDERS:
        yield "kind", ("orders", order), text
    for kinds, text in things.EVENTS.values():
        yield "kind", ("events", kinds), text
    for cause, text in things.CAUSES.items():
        yield "cause", cause, text
    for kind, text in things.MISSING.items():
        yield "without", kind, text
    for kind, (nouns, days) in things.DATES.items():
        yield "kind", ("dates", frozenset({kind})), days
        if nouns:
            yield "kind", ("dates?", frozenset({kind})), nouns
    for thing, text in things.THINGS.items():
        yield "thing", thing, text
    for status, text in things.STATUSES.items():
        yield "status", status, text
    yield from _of_cases()
    yield from _around()


def _of_cases() -> Iterator[tuple[str, Any, str]]:
    for codes, text in groups_and_filters.BANDS:
        yield "band", codes, text
    for by, text in groups_and_filters.GROUPS.items():
        yield "group", by, text
    for agency, text in groups_and_filters.AGENCY_NAMES.items():
        yield "agency", agency, text
    yield "leads", "lead agency", groups_and_filters.LEADS
    yield "unconfirmed", 0, groups_and_filters.UNCONFIRMED
    yield "unconfirmed", 0, groups_and_filters.TO_BE_CONFIRMED
    for category, text in groups_and_filters.CATEGORY_NAMES.items():
        yield "category name", category, text
    for category, text in groups_and_filters.CATEGORY_ADJECTIVES.items():
        yield "category adjective", category, text
    for word in sorted(CUSTODY_WORDS | PRISONERS):
        yield "custody", CUSTODY, word
    yield "custody", COMMUNITY, "community"


def _around() -> Iterator[tuple[str, Any, str]]:
    for kind, text in (
        ("eligible", fillers.ELIGIBLE), ("noun", fillers.NOUNS), ("average", fillers.AVERAGES),
        ("rate", fillers.RATES), ("share", fillers.SHARES), ("opening", fillers.HOW_MANY),
        ("relative", fillers.RELATIVE), ("list", fillers.LISTS), ("managed", fillers.MANAGED),
        ("in force", fillers.IN_FORCE), ("only", fillers.ONLY), ("all", fillers.ALL),
        ("compared", fillers.COMPARED),
        ("them", fillers.THEM), ("thanks", fillers.THANKS), ("courtesy", fillers.COURTESIES),
        ("verb", fillers.VERBS), ("silent", fillers.SILENT), ("lead", fillers.LEADS_AS_AT),
        ("now", fillers.NOW), ("lead", " | ".join(fillers.LEADS_TO)), ("tie", "and | or"),
        ("both", "both in"),
    ):  # fmt: skip
        yield kind, None, text


_NOUNS = frozenset(way[0] for way in split_ways(fillers.NOUNS) if len(way) == 1)
# May stand between "including" and the place: "including those who are in custody".
_THOSE = _NOUNS | {"the", "those", "ones", "who", "that", "are", "in"}
