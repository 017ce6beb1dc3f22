"""From a question to its answer, for whoever may have it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from mappa.answering.answers import (
    LISTED,
    Answer,
    Shown,
    answer,
    answer_comparison,
    list_answer,
)
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import Asked, Comparison, Question
from mappa.asking.terms import Terms
from mappa.errors import NotUnderstood
from mappa.policies import Policy
from storage.asking.counting import count, list_districts, list_refs
from storage.asking.scopes import Scope
from storage.asking.veils import count_for
from storage.databases import Session

Read = TypeVar("Read")


def read_in_area(
    session: Session, policy: Policy, area: str, read: Callable[[Terms], Read]
) -> Read:
    """What `read` makes of words, with the districts of the area among them.

    Those that only cases carry are looked for when the area's list does not do: that takes long.
    """
    listed = Terms(districts=policy.districts.get(area, ()))
    try:
        return read(listed)
    except NotUnderstood:
        terms = Terms(districts=list_districts(session, policy, area))
        if terms == listed:
            raise
        return read(terms)


def answer_asked(session: Session, asked: Asked, scope: Scope, shown: Shown) -> Answer:
    """Counted as it was asked: side by side, as a list, or as one figure or table."""
    if isinstance(asked, Comparison):
        figures = [count_for(session, side, scope, shown.suppress_below) for side in asked.sides]
        return answer_comparison(asked, figures, shown)
    if not asked.listed:
        return answer(asked, count_for(session, asked, scope, shown.suppress_below), shown)
    refs = list_refs(session, asked, scope)
    return list_answer(asked, count(session, asked, scope), refs, shown)


def answer_own_cases(session: Session, question: Question, scope: Scope) -> Answer:
    """A list of none but the cases that the person may see; of the others it says nothing."""
    nothing, shown = Figures(Figure(0)), Shown(category_4=scope.category_4)
    found = list_answer(question, nothing, (), shown)
    if found.status != "answered":
        return found
    refs = list_refs(session, question, scope)
    return replace(found, text=_own(refs), value=len(refs), cases=tuple(refs))


def _own(refs: Sequence[str]) -> str:
    if not refs:
        return "None of the cases that you may see is one of them."
    what = f"{len(refs):,} {'is one' if len(refs) == 1 else 'are some'} of them"
    more = f" and {len(refs) - LISTED:,} more" if len(refs) > LISTED else ""
    return f"Of the cases that you may see, {what}: {', '.join(refs[:LISTED])}{more}."
