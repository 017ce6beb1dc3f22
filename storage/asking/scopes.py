"""Whose figures a question is about, and what whoever asks may count."""

from dataclasses import dataclass

from mappa.asking.questions import Filters, Question
from mappa.cases import CATEGORIES
from mappa.people import Person
from mappa.policies import Policy

CATEGORY_4 = 4


@dataclass(frozen=True, slots=True)
class Scope:
    """Without `category_4` a case is left out where the spell that counts is in Category 4.

    `counting` is the rule of the yearly tables. `may_see` is for lists: none but the cases that
    this person may see; the figures stay those of the area. `policy` has the clocks by which
    something is overdue or on time.
    """

    area: str
    category_4: bool
    counting: str = "first"
    may_see: Person | None = None
    policy: Policy | None = None

    def categories(self, where: Filters) -> frozenset[int]:
        """Those that are asked for and may be counted."""
        asked = where.categories or frozenset(CATEGORIES)
        return asked if self.category_4 else asked - {CATEGORY_4}

    def hides(self, question: Question) -> bool:
        """Whether the question could have covered Category 4, and it was left out."""
        whole = question.where if question.out_of is None else question.out_of
        asked = whole.categories
        return not self.category_4 and (not asked or CATEGORY_4 in asked)

    @property
    def required_policy(self) -> Policy:
        """The policy, of whoever counts by its clocks."""
        if self.policy is None:
            raise LookupError("to count this, the policy is needed")
        return self.policy
