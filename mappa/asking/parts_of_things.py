"""The parts of a question that say what is counted, what became of it, when, and how grouped."""

import re

from mappa.asking import things
from mappa.asking.questions import Day
from mappa.asking.refusals import EXAMPLES, twice
from mappa.asking.sentences import Sentence
from mappa.asking.terms import Term
from mappa.errors import NotUnderstood
from mappa.times.times import Found


def group(s: Sentence, term: Term) -> None:
    if s.said.by:
        raise twice("grouping")
    s.said.by = term.value
    s.take("group")


def thing(s: Sentence, term: Term) -> None:
    thing = term.value
    if thing in s.said.things and not is_verb_of(s, term):
        raise twice("thing to be counted")
    if term.words[0] == "referred":
        s.said.statuses.append("made")
    s.take("verb" if term.words[0] in things.VERBS else "thing")
    if thing not in s.said.things:
        s.said.things.append(thing)


def is_verb_of(s: Sentence, term: Term) -> bool:
    return term.words[0] in things.VERBS and s.said.things[-1:] != [term.value]


def kind(s: Sentence, term: Term) -> None:
    what, kinds = term.value
    what, needed = what.removesuffix("?"), what.endswith("?")
    held = s.said.kinds.get(what, frozenset())
    if held and (s.tied != "kind" or kinds <= held):
        raise twice("thing to be counted")
    s.said.kinds[what] = held | kinds
    s.said.verb_needed = s.said.verb_needed or needed
    s.take("kind")
    if what not in s.said.things:
        s.said.things.append(what)


def cause(s: Sentence, term: Term) -> None:
    if s.said.causes:
        raise twice("cause")
    s.said.causes = frozenset({term.value})
    s.take("cause")


def status(s: Sentence, term: Term) -> None:
    if term.value in s.said.statuses or (s.said.statuses and s.tied != "status"):
        joined = {term.value, *s.said.statuses}
        if not joined <= {"due", "ending", "made", "on time", "held"} or len(joined) < 2:
            raise twice("status")
    s.said.statuses.append(term.value)
    s.said.typed[term.value] = term.words[0]
    if term.value in ("ending", "due"):
        s.said.verb_needed = False
    s.take("status")


def time(s: Sentence, term: Term) -> None:
    found = term.value
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}", " ".join(term.words)):
        raise NotUnderstood(
            f"“{term.words[0]}” can be a day or two numbers. Say the year, or level or category.",
            EXAMPLES,
        )
    if s.said.time is not None and not s.said.time.when == found.when == Day(s.today):
        raise twice("day")
    s.said.time = found
    s.take("time")


def now(s: Sentence, term: Term) -> None:
    today = Day(s.today)
    if s.said.time is not None and s.said.time.when != today:
        raise twice("day")
    s.said.time = s.said.time or Found(today, 0, "now", True)
    s.take("silent" if s.leading not in ("at", "on", "as at") else "time")
