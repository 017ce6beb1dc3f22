"""Follow-ups: a question that goes on from the one before it ("and level 3?", "list them")."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mappa.asking import fillers
from mappa.asking.comparisons import comparator, compared
from mappa.asking.completing import complete
from mappa.asking.merging import merged, says_nothing
from mappa.asking.parts import said_in, said_of
from mappa.asking.questions import Asked, Question
from mappa.asking.reader import NO_TERMS, read_question
from mappa.asking.said import Said
from mappa.asking.terms import NoTime, Term, Terms, scan, split_ways
from mappa.asking.wordings import wording
from mappa.asking.words import split_words
from mappa.errors import NotUnderstood
from mappa.times.comparable import comparable
from mappa.times.said_times import TimeNotUnderstood

EXAMPLES = ("how many level 2 cases", "how many level 2 cases by category")


def read_follow_up(typed: str, before: str, today: date, terms: Terms = NO_TERMS) -> Asked:
    """The question that the words ask after another one, or NotUnderstood.

    `before` is what `wording` made of that one. A whole question begins anew.
    """
    rest, goes_on = _after_and(split_words(typed))
    if not rest:
        raise _nothing()
    earlier = split_words(before)
    at, length = comparator(rest)
    if length and at == 0:  # "compared with 31 March 2013"
        return compared(earlier, rest[length:], today, terms)
    if length or _is_whole(rest, goes_on, today, terms):
        return read_question(typed, today, terms)
    if comparator(earlier)[1]:
        raise NotUnderstood("After a comparison ask the whole question.", EXAMPLES)
    said = said_of(earlier, today, terms)
    base = complete(said, today)
    return _at_another_time(rest, base, today) or _with(rest, said, today, terms)


def _nothing() -> NotUnderstood:
    return NotUnderstood(
        "Say what is to be asked next, for example: and level 3, by category, list them.", EXAMPLES
    )


def _after_and(words: list[str]) -> tuple[list[str], bool]:
    for way in sorted(split_ways(fillers.AND_THEN), key=len, reverse=True):
        if tuple(words[: len(way)]) == way:
            return words[len(way) :], True
    return words, False


def _is_whole(words: Sequence[str], goes_on: bool, today: date, terms: Terms) -> bool:
    """Whether it says by itself what is counted, and does not point back ("of them")."""
    try:
        found = scan(list(words), today, terms)
    except NoTime:
        return False
    kinds = {term.kind for term in found}
    named = kinds & {"noun", "thing", "kind"} or ("opening" in kinds and len(found) > 1)
    return bool(named) and not goes_on and "them" not in kinds


def _at_another_time(words: list[str], base: Question, today: date) -> Question | None:
    """ "Last year?", "and the year before": the same of a time that stands beside the first."""
    try:
        found = comparable(words, 0, base.when, today)
    except TimeNotUnderstood as problem:
        choices = tuple(
            wording(way) for choice in problem.choices if (way := _at(choice, base, today))
        )
        raise NotUnderstood(problem.message, choices or EXAMPLES) from problem
    if found is None or found.end != len(words) or type(found.when) is not type(base.when):
        return None
    return replace(base, when=found.when)


def _at(choice: str, base: Question, today: date) -> Question | None:
    words = split_words(choice)
    found = comparable(words, 0, base.when, today)
    same = found is not None and type(found.when) is type(base.when)
    return replace(base, when=found.when) if found is not None and same else None


def _with(words: list[str], before: Said, today: date, terms: Terms) -> Question:
    """The question before with what is said now in the place of what was."""
    found = [term for term in _scanned(words, today, terms) if term.kind != "them"]
    more = said_in(found, today)
    if says_nothing(more):
        raise _nothing()
    return complete(merged(before, more), today)


def _scanned(words: list[str], today: date, terms: Terms) -> list[Term]:
    try:
        return scan(list(words), today, terms)
    except NoTime as problem:
        raise NotUnderstood(problem.message, EXAMPLES) from problem
