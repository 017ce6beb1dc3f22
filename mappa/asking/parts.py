"""Which part of a question each kind of term is; all of them together are what was said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from mappa.asking import parts_of_cases as of_cases
from mappa.asking import parts_of_speech as speech
from mappa.asking import parts_of_things as of_things
from mappa.asking.questions import AVERAGE, RATE, SHARE
from mappa.asking.said import Said
from mappa.asking.sentences import Sentence
from mappa.asking.terms import Term, Terms, scan


def said_of(words: Sequence[str], today: date, terms: Terms) -> Said:
    """What the words say together."""
    return said_in(scan(list(words), today, terms), today)


def said_in(terms: Sequence[Term], today: date) -> Said:
    """What the terms say together."""
    sentence = Sentence(terms, today)
    while sentence.at < len(terms):
        _TAKES[sentence.term.kind](sentence, sentence.term)
        sentence.at += 1
    return sentence.finished()


_TAKES: Mapping[str, Callable[[Sentence, Term], None]] = {
    "silent": speech.silent,
    "verb": speech.verb,
    "relative": speech.relative,
    "courtesy": speech.courtesy,
    "thanks": speech.thanks,
    "opening": speech.opening,
    "list": speech.listing,
    "share": speech.figure(SHARE),
    "rate": speech.figure(RATE),
    "average": speech.figure(AVERAGE),
    "noun": of_cases.noun,
    "eligible": of_cases.eligible,
    "managed": speech.managed,
    "in force": speech.in_force,
    "only": speech.only,
    "all": speech.all_of,
    "tie": speech.tie,
    "lead": speech.lead,
    "level": of_cases.level,
    "unconfirmed": of_cases.unconfirmed,
    "category": of_cases.category,
    "category name": of_cases.category_name,
    "category adjective": of_cases.category_name,
    "custody": of_cases.custody,
    "reach": of_cases.reach,
    "both": speech.both,
    "group": of_things.group,
    "agency": of_cases.agency,
    "leads": of_cases.leads,
    "district": of_cases.district,
    "band": of_cases.band,
    "without": of_cases.without,
    "thing": of_things.thing,
    "kind": of_things.kind,
    "cause": of_things.cause,
    "status": of_things.status,
    "time": of_things.time,
    "now": of_things.now,
    "compared": speech.unknown,
    "them": speech.unknown,
    "unknown": speech.unknown,
}
