"""Counts whatever a question asks for: a table from what is counted to the module that counts it.

A module has `count(session, question, scope) -> Figures` and, where what it counts can be listed,
`refs(question, scope)`, a select of the ids of the cases, each once.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import Select, bindparam, func, select

from mappa.asking.figures import Figures
from mappa.asking.questions import Question
from mappa.policies import Policy
from storage.asking import (
    actions,
    attendance,
    case_audits,
    dates,
    events,
    hearings,
    meetings,
    orders,
    people,
    referrals,
    timeliness,
    trainings,
)
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import cases
from storage.visibility import visible_to

Count = Callable[[Session, Question, Scope], Figures]
Refs = Callable[[Question, Scope], Select[tuple[int]]]

COUNTS: Mapping[str, Count] = {
    "people": people.count,
    "referrals": referrals.count,
    "meetings": meetings.count,
    "hearings": hearings.count,
    "attendance": attendance.count,
    "actions": actions.count,
    "orders": orders.count,
    "events": events.count,
    "dates": dates.count,
    "reviews on time": timeliness.count,
    "screening on time": timeliness.count,
    "minutes on time": timeliness.count,
    "disclosure": timeliness.count,
    "trainings": trainings.count,
    "case audits": case_audits.count,
}
LISTS: Mapping[str, Refs] = {
    "people": people.refs,
    "referrals": referrals.refs,
    "hearings": hearings.refs,
    "actions": actions.refs,
    "orders": orders.refs,
    "events": events.refs,
    "dates": dates.refs,
}


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """The figures that a question asks for."""
    return COUNTS[question.counted](session, question, scope)


def counted_cases(question: Question, scope: Scope) -> Select[tuple[int]]:
    """The ids of the cases that a question counts, each once."""
    return LISTS[question.counted](question, scope)


def list_refs(session: Session, question: Question, scope: Scope) -> list[str]:
    """The references of the cases that a question counts, in the order of their ids.

    With `may_see` those that this person may see: there can be fewer than were counted.
    """
    query = select(cases.c.ref).where(cases.c.id.in_(counted_cases(question, scope)))
    if scope.may_see is not None:
        query = query.where(visible_to(scope.may_see))
    return list(session.execute(query.order_by(cases.c.id)).scalars())


def list_districts(session: Session, policy: Policy, area: str) -> tuple[str, ...]:
    """The districts that can be asked for: those of the area's list and those its cases carry."""
    listed = policy.districts.get(area, ())
    carried = set(session.execute(_CARRIED, {"area": area}).scalars())
    return (*listed, *sorted(carried - set(listed)))


def _carried() -> Select[tuple[str]]:
    """From each district straight to the next one in the index: asked for with every question."""
    ours = cases.c.area == bindparam("area")
    first = select(func.min(cases.c.district).label("name")).where(ours, cases.c.district > "")
    found = first.cte("found", recursive=True)
    after = select(func.min(cases.c.district)).where(ours, cases.c.district > found.c.name)
    found = found.union_all(select(after.scalar_subquery()).where(found.c.name.is_not(None)))
    return select(found.c.name).where(found.c.name.is_not(None))


_CARRIED = _carried()
