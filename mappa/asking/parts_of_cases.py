"""The parts of a question that say whose cases are meant."""

from collections.abc import Mapping, Sequence
from itertools import takewhile

from mappa.asking import fillers
from mappa.asking.groups_and_filters import PRISONERS
from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY, NOT_RECORDED
from mappa.asking.refusals import EXAMPLES, no_place, twice
from mappa.asking.sentences import Sentence
from mappa.asking.terms import Term
from mappa.errors import NotUnderstood

# What may stand after "custody" and the like for these to be said of it.
_PEOPLE = frozenset({"noun", "level", "only"})
_AGENCY_HAS = frozenset({"noun", "thing", "kind", "status", "level", "tie"})
_PRISON_OF = frozenset({"attendance", "actions", "referrals"})


def noun(s: Sentence, term: Term) -> None:
    since = list(takewhile(lambda kind: kind != "noun", reversed(s.taken)))
    if "noun" in s.taken and not s.adjective and not {"verb", "tie", "eligible"} & set(since):
        raise NotUnderstood(
            "Cases, people and offenders count the same thing here: name one of them.", EXAMPLES
        )
    s.adjective = ""
    if s.taken[-1:] in (["thing"], ["kind"]) and not s.leading:  # "SOPO cases": the people behind
        s.said.things.insert(0, "people")
    s.take("noun")
    if "people" not in s.said.things:
        s.said.things.append("people")
    s.said.opened = s.said.opened or term.words[0] in fillers.COUNTING_NOUNS


def eligible(s: Sentence, term: Term) -> None:
    words = term.words
    before = [word for earlier in s.terms[: s.at] for word in earlier.words]
    after = [word for later in s.terms[s.at + 1 : s.at + 3] for word in later.words]
    if words[0] in before:
        raise no_place(words[0])
    if words[0] == "eligible" and after[:1] == ["for"] and after[1:2] != ["mappa"]:
        raise no_place(words[0])  # whoever could be at a level is not at it
    s.take("eligible")
    # "MAPPA cases", "MAPPA eligible": the noun may follow, and need not.
    if (words[0] != "mappa" or len(words) > 1) and "people" not in s.said.things:
        s.said.things.append("people")


def level(s: Sentence, term: Term) -> None:
    levels = term.value.numbers
    if len(set(levels)) < len(levels):
        raise twice("level")
    beside = s.taken[-1:] == ["noun"] or s.next_kind == "noun" or term.value.plural
    s.said.level_of = "people" if beside else s.said.level_of
    if s.leading == "at" and s.said.statuses[-1:] == ["accepted"]:
        s.said.level_of = "decision"
    s.add("level", "levels", frozenset(levels))
    if term.value.plural:  # "level 2s" says people as well
        noun(s, term)


def unconfirmed(s: Sentence, term: Term) -> None:
    if term.words[0] == "to" and s.tied != "level":  # "cases have to be confirmed"
        raise NotUnderstood(
            "Say what is to be confirmed: the level?", ("how many level to be confirmed cases",)
        )
    s.add("level", "levels", frozenset({0}))


def category(s: Sentence, term: Term) -> None:
    add_categories(s, term.value.numbers, "number")
    if term.value.plural:
        noun(s, term)


def category_name(s: Sentence, term: Term) -> None:
    add_categories(s, (term.value,), "name")
    if term.kind == "category name":
        noun(s, term)
    elif term.words == ("violent",):
        s.adjective = "violent"
    else:
        s.take("silent")


def add_categories(s: Sentence, found: Sequence[int], said: str) -> None:
    categories = frozenset(found)
    held = s.said.filters.get("categories")
    if held == categories and not s.tied and said not in s.category_said:
        s.category_said += said  # "registered sex offenders (category 1)"
        s.take("silent")
        s.leading = ""
        return
    s.category_said += said
    if s.leading == "on" and not {"thing", "kind"} & set(s.taken):
        raise no_place("on")  # orders are imposed on somebody
    if len(categories) < len(found):
        raise twice("category")
    s.add("category", "categories", categories)


def custody(s: Sentence, term: Term) -> None:
    """ "in custody", "in the community", "custody cases", "prisoners"; "prison attendance"."""
    word = term.words[0]
    thing = s.terms[s.at + 1].value if s.next_kind == "thing" else ""
    of_agencies = s.leading in ("from", "by", "for") or s.tied == "agency"
    if word == "prison" and (of_agencies or thing in _PRISON_OF):
        agency(s, Term("agency", "prison", term.words))
        return
    placed = s.leading == "in" or s.tied == "custody"
    if not (placed or s.next_kind in _PEOPLE or word in PRISONERS):
        raise no_place(word)
    held = s.said.filters.get("custody", frozenset())
    if held and (s.tied != "custody" or term.value in held):
        raise twice("place")
    s.said.filters["custody"] = held | {term.value}
    if s.joint == "and" and s.tied != "custody" and s.leading == "in":
        s.tied = s.joint = ""  # "at level 2 and in custody"
    s.take("custody")
    if word in PRISONERS:
        noun(s, term)


def reach(s: Sentence, term: Term) -> None:
    if "custody" in s.said.filters:
        raise twice("place")
    places = {BOTH: {COMMUNITY, CUSTODY}}.get(term.value, {term.value})
    s.said.filters["custody"] = frozenset(places)
    s.take("custody")
    s.scope = term.words[0]


def agency(s: Sentence, term: Term) -> None:
    follows = s.next_kind == "leads" and s.terms[s.at + 1].words in (("led",), ("lead",))
    led = s.leads or follows
    if follows:
        s.at += 1  # "police led", "police lead"
    if not led:
        _check_agency(s)
    name = "lead_agencies" if led or joins_leads(s) else "agencies"
    s.leads = False
    s.add("agency", name, frozenset({term.value}))


def _check_agency(s: Sentence) -> None:
    """ "police cases", "referrals from police": an agency stands before what it has or after what
    leads to it. Which of these can lead to it depends on what is counted."""
    does = s.taken[-1:] == ["verb"] and s.next_kind in ("verb", "status")
    before = (
        does
        or s.next_kind in _AGENCY_HAS
        or s.in_list("agency")
        or {term.kind for term in s.terms} <= {"agency", "time"}
    )
    if not (before or s.leading or s.tied == "agency"):
        raise no_place(s.term.words[0])
    if not s.tied and not s.in_list("agency"):
        s.said.agency_led_to = "does" if does else s.leading


def joins_leads(s: Sentence) -> bool:
    joins = s.tied == "agency" or s.in_list("agency")
    return joins and "lead_agencies" in s.said.filters


def leads(s: Sentence, term: Term) -> None:
    if term.words == ("led",) and s.next_kind in ("time", "status", "") and not s.leads:
        s.said.kinds["dates"] = frozenset({"licence_end"})  # LED: the licence end date
        s.take("kind")
        s.said.things.append("dates")
        return
    if s.leads:
        raise no_place(term.words[0])
    if term.words[-1] == "lead":
        raise no_place("lead")
    s.take("leads")
    s.leads = True


def district(s: Sentence, term: Term) -> None:
    s.add("district", "districts", frozenset({term.value}))


def band(s: Sentence, term: Term) -> None:
    s.add("band", "bands", term.value)


def without(s: Sentence, term: Term) -> None:
    filters: Mapping[str, str] = {"lead agency": "lead_agencies", "district": "districts",
                                  "band": "bands"}  # fmt: skip
    if term.value in filters:
        s.add("without", filters[term.value], frozenset({NOT_RECORDED}))
        return
    if s.said.without:
        raise twice("date")
    s.said.without = term.value
    s.take("without")
