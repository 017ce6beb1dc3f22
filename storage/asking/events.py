"""Events: people, each once at the first in the period; serious further offences as events."""

from typing import Any

from sqlalchemy import Select, Subquery, select

from mappa.asking.figures import Figures
from mappa.asking.questions import Filters, Period, Question
from mappa.cases import EVENT_KINDS
from storage.asking.filters import BUCKETS
from storage.asking.happenings import (
    WHOLE,
    count_people,
    count_people_at_first,
    count_rows,
    dated,
    key_of,
    sum_of,
)
from storage.asking.scopes import Scope
from storage.asking.standings import GROUPS, at, counts, on_its_day, then, with_cases
from storage.databases import Session
from storage.tables import events

SFO = "sfo"


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """People with such an event, by level and category at the first that fits the filters.

    Of a month, quarter, year or kind the figure is the one that would be given if it alone were
    asked for, so that a person can be in several, and once in the whole.
    """
    by, each = question.by, question.kinds == {SFO}
    rows = _rows(question, scope, by)
    if not by or by in BUCKETS or by == "kind":
        counted = count_rows if each else count_people
        whole = counted(session, _rows(question, scope, ""), "")[WHOLE]
        groups = counted(session, rows, by) if by else {}
        if by == "kind" and SFO in groups:
            groups[SFO] = count_rows(session, rows, by)[SFO]
    else:
        groups = (count_rows if each else count_people_at_first)(session, rows, by)
        whole = sum_of(groups)
    return Figures(whole, tuple(groups.items()), hidden=scope.hides(question))


def refs(question: Question, scope: Scope) -> Select[tuple[int]]:
    """The cases that the events are of."""
    return select(_rows(question, scope, "").c.case_id).distinct()


def parts(question: Question, scope: Scope, by: str) -> Select[Any]:
    """Every event of the time asked, in the order of the days, with where its person stood, and
    one thing more of the case."""
    when = question.when
    period = when if isinstance(when, Period) else Period(when.on, when.on)
    there = on_its_day(events, events.c.case_id, events.c.on)
    there = with_cases(there, events.c.case_id, Filters(), by)
    key = key_of(by, events.c.on, GROUPS)
    return (
        select(events.c.kind, then.c.level, then.c.category, key, events.c.on, events.c.case_id)
        .select_from(there)
        .where(
            events.c.kind.in_(EVENT_KINDS),
            *dated(events.c.on, period),
            *counts(events.c.case_id, Filters(), scope),
        )
        .order_by(events.c.on, events.c.id)
    )


def _rows(question: Question, scope: Scope, by: str) -> Subquery:
    when = question.when
    period = when if isinstance(when, Period) else Period(when.on, when.on)
    there = on_its_day(events, events.c.case_id, events.c.on)
    there = with_cases(there, events.c.case_id, question.where, by)
    key = key_of(by, events.c.on, {**GROUPS, "kind": events.c.kind})
    return (
        select(events.c.id, events.c.case_id, events.c.on, key)
        .select_from(there)
        .where(
            events.c.kind.in_(sorted(question.kinds or EVENT_KINDS)),
            *dated(events.c.on, period),
            *counts(events.c.case_id, question.where, scope),
            *at(question.where),
        )
        .subquery()
    )
