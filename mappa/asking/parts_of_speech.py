"""The parts of a question around what is counted: openings, verbs, what leads and what joins."""

from collections.abc import Callable

from mappa.asking import fillers
from mappa.asking.groups_and_filters import CUSTODY_WORDS
from mappa.asking.questions import AVERAGE, RATE, SHARE
from mappa.asking.refusals import EXAMPLES, no_place, no_reach, not_joined, twice
from mappa.asking.sentences import JOINED, Sentence
from mappa.asking.terms import Term
from mappa.choices import harmless
from mappa.errors import NotUnderstood

# What may stand before the question proper.
_BEFORE_A_QUESTION = frozenset({"courtesy", "verb", "silent"})
_AFTER_A_GREETING = frozenset(
    {"opening", "courtesy", "list", "relative", "share", "average", "silent"}
)
# What "all" may be said of.
_COUNTED = frozenset({"noun", "level", "category", "category name", "thing", "kind", "silent"})
_FILTERS = frozenset({"level", "category", "custody", "district", "agency", "band"})


def silent(s: Sentence, term: Term) -> None:
    s.take("silent")


def verb(s: Sentence, term: Term) -> None:
    word = term.words[0]
    if word == "had" and s.said.verbs & {"have", "had"}:
        s.said.perfect = word  # "have had" is said of a period
    else:
        s.said.verbs.add(word)
    turn_to_the_part(s)
    s.take("verb")


def relative(s: Sentence, term: Term) -> None:
    """ "who are": at the beginning it asks for a list, after a noun it says more of it."""
    if not set(s.taken) - _BEFORE_A_QUESTION:
        listing(s, term)
        return
    s.said.verbs.add(term.words[1])
    s.take("verb")


def turn_to_the_part(s: Sentence) -> None:
    """In a share, what is said before the verb is the whole and what comes after it the part."""
    said = s.said
    if said.figure == SHARE and said.whole is None and {"noun", "thing"} & set(s.taken):
        if said.without:
            raise NotUnderstood(
                "Say what is not recorded after the verb.",
                ("what share of level 2 cases is with no review date",),
            )
        said.whole, said.filters = said.filters, {}
        s.category_said = ""


def courtesy(s: Sentence, term: Term) -> None:
    day_time = term.words[-1] in ("morning", "afternoon", "evening")
    if set(s.taken) - _BEFORE_A_QUESTION or (day_time and s.next_kind not in _AFTER_A_GREETING):
        raise no_place(term.words[-1])  # "morning meetings"
    if fillers.SHOWING & set(term.words):
        s.said.listed = True
    s.said.doubtful = next((word for word in term.words if word in fillers.DOUBTFUL), "")
    s.take("courtesy")


def thanks(s: Sentence, term: Term) -> None:
    if s.taken and s.at < len(s.terms) - 1:
        raise no_place(term.words[0])
    s.take("silent")


def opening(s: Sentence, term: Term) -> None:
    word = term.words[0]
    if s.said.opened and word != "total":
        raise no_place(word)
    s.take("silent" if s.said.opened else "opening")
    s.said.opened, s.said.listed = True, False


def listing(s: Sentence, term: Term) -> None:
    if set(s.taken) - _BEFORE_A_QUESTION:
        if term.words == ("whose",) and s.last() != "":
            s.take("verb")
            return
        raise no_place(term.words[0])
    s.said.listed = True
    s.take("courtesy")


def figure(figure: str) -> Callable[[Sentence, Term], None]:
    def take(s: Sentence, term: Term) -> None:
        if s.said.figure not in ("count", figure):
            raise twice("figure")
        if s.said.figure == figure and figure != RATE:
            raise twice("figure")
        s.said.figure = figure
        s.said.per_100_000 = s.said.per_100_000 or term.words[0] == "per"
        s.said.listed = False
        if figure == AVERAGE:
            s.said.things.append("decisions")
        s.take("figure")

    return take


def managed(s: Sentence, term: Term) -> None:
    if s.said.managed:
        raise no_place(term.words[-1])
    we = any("we" in earlier.words for earlier in s.terms[: s.at])
    if term.words[-1] in ("managing", "manage") and not we:
        raise no_place(term.words[-1])  # "people managing level 2 cases" asks for staff
    s.said.managed = True
    if term.words[0] == "been":
        s.said.perfect = "been"
    s.take("silent")


def in_force(s: Sentence, term: Term) -> None:
    if s.said.in_force or s.next_kind == "custody":
        raise no_place(term.words[0])  # an open prison is one of a kind
    s.said.in_force = term.words[0]
    s.take("silent")


def only(s: Sentence, term: Term) -> None:
    """ "level 2 only", "only in the community": as exact as without."""
    led_by_in = s.next_kind == "lead" and s.terms[s.at + 1].words == ("in",)
    if s.last() not in _FILTERS and s.next_kind not in _FILTERS and not led_by_in:
        raise no_place(term.words[0])
    s.take("silent")


def all_of(s: Sentence, term: Term) -> None:
    """ "all level 2 cases": as many as without."""
    if s.next_kind not in _COUNTED or set(s.taken) - {*_BEFORE_A_QUESTION, "opening"}:
        raise no_place("all")
    s.take("silent")


def tie(s: Sentence, term: Term) -> None:
    word = term.words[0]
    if not s.taken:
        raise NotUnderstood(
            f"Nothing stands before {harmless(word)}. Ask the whole question.", EXAMPLES
        )
    if s.scope:  # "not in custody or prison"
        raise no_reach(s.scope)
    last = s.last()
    if s.tied or s.leading or last not in JOINED:
        raise not_joined(word)
    s.tied, s.joint = last, word
    s.taken.append("tie")


def lead(s: Sentence, term: Term) -> None:
    way = "as at" if len(term.words) > 1 else term.words[0]
    if s.leading or (way == "of" and not s.taken):
        raise no_place(s.leading or way)
    s.leading = way


def both(s: Sentence, term: Term) -> None:
    """ "both in custody and in the community"."""
    rest = {word for later in s.terms[s.at :] for word in later.words}
    if not (rest & CUSTODY_WORDS and "community" in rest):
        raise no_place("both")
    s.take("silent")
    s.leading = "in"


def unknown(s: Sentence, term: Term) -> None:
    raise no_place(term.words[0])
