"""Whether a line begins as a question does."""

from datetime import date

from mappa.asking.terms import Terms, scan
from mappa.asking.words import split_words
from mappa.errors import NotUnderstood


def begins_a_question(word: str, today: date) -> bool:
    """Whether a first word is one of the question language."""
    try:
        found = scan(split_words(word), today, Terms())
    except NotUnderstood:
        return False
    return bool(found) and all(term.kind != "unknown" for term in found)
