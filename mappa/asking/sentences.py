"""Takes the terms of a question up, one after the other, and passes none of them over.

What leads to something (in, of, by ...) must lead to it; an "and" must join two of a kind; a part
is named once. Whatever breaks one of these is asked back by name.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from mappa.asking import fillers
from mappa.asking.refusals import EXAMPLES, no_place, no_reach, not_joined, twice
from mappa.asking.said import Said
from mappa.asking.terms import Term
from mappa.errors import NotUnderstood

# Parts between which an "and" may stand and still join what is on both sides of them.
PASSED_OVER = frozenset({"noun", "silent", "verb", "tie"})
JOINED = frozenset({"level", "category", "custody", "agency", "district", "band", "kind", "status"})
_BEFORE_A_QUESTION = frozenset({"courtesy", "verb", "silent"})
# What may stand after "in current", "custody" and the like for these to be said of it.
_PEOPLE = frozenset({"noun", "level", "only"})
_PRISON_OF = frozenset({"attendance", "actions", "referrals"})


class Sentence:
    """What was taken up so far, and what is still open."""

    def __init__(self, terms: Sequence[Term], today: date) -> None:
        self.terms = terms
        self.today = today
        self.at = 0
        self.said = Said()
        self.taken: list[str] = []  # the kinds, in order
        self.leading = ""  # a preposition that has not led to anything yet
        self.tied = ""  # the kind before an "and" or "or" that has not joined anything yet
        self.joint = ""  # that "and" or "or"
        self.scope = ""  # "including" or "not": what they reach to must be plain
        self.adjective = ""  # "violent" waits for its noun
        self.category_said = ""  # by name or by number: "category 2 violent offenders" is one
        self.leads = False  # "lead agency" waits for its agency

    def finished(self) -> Said:
        """What was said, if nothing is left open."""
        if self.leading:
            raise no_place(self.leading)
        if self.tied:
            raise not_joined(self.joint)
        if self.leads:
            raise no_place("lead")
        if self.adjective:
            raise NotUnderstood("Say what is to be counted, for example cases.", EXAMPLES)
        return self.said

    @property
    def term(self) -> Term:
        return self.terms[self.at]

    @property
    def next_kind(self) -> str:
        return self.terms[self.at + 1].kind if self.at + 1 < len(self.terms) else ""

    def take(self, kind: str) -> None:
        """Note a part, if what stands before it can lead to such a part and be joined with it."""
        if kind != "silent":
            if self.leading and kind not in fillers.LEADS_TO[self.leading]:
                raise no_place(self.leading)
            self.leading = ""
        if kind not in PASSED_OVER or (kind == "verb" and self.tied):
            if self.tied and kind != self.tied:
                raise not_joined(self.joint)
            self.tied = self.joint = ""
        if self.scope and kind in ("level", "category"):
            raise no_reach(self.scope)
        if kind == "verb":
            self.scope = ""
        self.taken.append(kind)

    def add(self, kind: str, name: str, values: frozenset[Any]) -> None:
        """Add to a filter: to one that has values already only what an "and" or "or" joins."""
        held = self.said.filters.get(name, frozenset())
        if held and ((self.tied != kind and not self.in_list(kind)) or values & held):
            raise twice(_CALLED.get(name, name.replace("_", " ")))
        self.said.filters[name] = held | values
        self.take(kind)

    def in_list(self, kind: str) -> bool:
        """Whether this is one of "police, probation or housing", but for the last."""
        if self.at == 0 or self.terms[self.at - 1].kind != kind:
            return False
        after = self.at
        while after < len(self.terms) and self.terms[after].kind == kind:
            after += 1
        ends = [term.kind for term in self.terms[after : after + 2]]
        # "police, probation and prison": the last is an agency too.
        return ends == ["tie", kind] or (kind == "agency" and ends == ["tie", "custody"])

    def last(self) -> str:
        """The kind of the last part that says something."""
        return next((kind for kind in reversed(self.taken) if kind not in PASSED_OVER), "")


_CALLED = {
    "levels": "level",
    "categories": "category",
    "custody": "place",
    "agencies": "agency",
    "lead_agencies": "lead agency",
    "districts": "district",
    "bands": "risk band",
}
