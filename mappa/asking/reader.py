"""The question language: plain English read into a `Question`, or asked back.

Every word that carries meaning is taken up by exactly one part of the question. What is left
over is named and asked back; it is never passed over.
"""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from mappa.asking import fillers
from mappa.asking.comparisons import comparator, compared
from mappa.asking.completing import complete
from mappa.asking.groupings import check_groupings
from mappa.asking.near_words import CALLED, TURNING, VOCABULARY
from mappa.asking.parts import said_of
from mappa.asking.questions import Asked
from mappa.asking.refusals import EXAMPLES, NoPlace
from mappa.asking.terms import NoTime, Terms
from mappa.asking.wordings import wording
from mappa.asking.words import split_words
from mappa.errors import NotUnderstood

NO_TERMS = Terms()


def read_question(typed: str, today: date, terms: Terms = NO_TERMS) -> Asked:
    """The question that the words ask, or NotUnderstood with what to type instead."""
    words = split_words(typed)
    try:
        check_groupings(words)
        return _read(words, today, terms)
    except NoTime as problem:
        choices = _at_times(words, problem, today, terms)
        raise NotUnderstood(problem.message, choices) from problem
    except NotUnderstood as problem:
        nearer = _nearer(words, problem.word, today, terms) if isinstance(problem, NoPlace) else ()
        choices = answered((*nearer, *problem.choices), today, terms)
        raise NotUnderstood(problem.message, choices) from problem


def answered(choices: Iterable[str], today: date, terms: Terms) -> tuple[str, ...]:
    """Those of the choices that are answered when they are typed, each once."""
    return tuple(choice for choice in dict.fromkeys(choices) if _reads(choice, today, terms)) or (
        EXAMPLES
    )


def _reads(typed: str, today: date, terms: Terms) -> bool:
    try:
        _read(split_words(typed), today, terms)
    except NotUnderstood:
        return False
    return True


def _read(words: list[str], today: date, terms: Terms) -> Asked:
    at, length = comparator(words)
    if length:
        return compared(words[:at], words[at + length :], today, terms)
    return complete(said_of(words, today, terms), today)


def _at_times(words: list[str], problem: NoTime, today: date, terms: Terms) -> tuple[str, ...]:
    """The question with each of the times that may have been meant, where it is answered then."""
    tries = [
        [*words[: problem.at], *split_words(choice), *words[problem.end :]]
        for choice in problem.choices
    ]
    return tuple(dict.fromkeys(_worded(tries, today, terms))) or EXAMPLES


def _worded(tries: list[list[str]], today: date, terms: Terms) -> list[str]:
    """Those of the questions that are answered, in words."""
    found = []
    for words in tries:
        try:
            found.append(wording(_read(words, today, terms)))
        except NotUnderstood:
            continue
    return found


def _nearer(words: list[str], word: str, today: date, terms: Terms) -> tuple[str, ...]:
    """The question with that word put right, or left out, where it can then be answered."""
    meant = get_close_matches(word, VOCABULARY, n=2, cutoff=0.75)
    tries = [[known if each == word else each for each in words] for known in meant]
    if word in words and word not in TURNING | CALLED.keys() and not word.isdecimal():
        tries.append(_without(words, words.index(word)))
    return tuple(_worded(tries, today, terms))


def _without(words: list[str], at: int) -> list[str]:
    """The words but for one, and for what leads to it ("in the ...")."""
    start = at
    while start and words[start - 1] in {*fillers.LEADS_TO, "the", "a", "an", "our"}:
        start -= 1
    return words[:start] + words[at + 1 :]
