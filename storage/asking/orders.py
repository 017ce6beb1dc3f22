"""Restrictive orders: those imposed in a period, and those in force on a day."""

from typing import Any

from sqlalchemy import Select, Subquery, or_, select

from mappa.asking.figures import Figures
from mappa.asking.questions import Day, Filters, Question
from mappa.cases import ORDER_KINDS
from storage.asking.filters import Condition
from storage.asking.happenings import count_rows, dated, key_of, sum_of
from storage.asking.scopes import Scope
from storage.asking.standings import GROUPS, at, counts, on_its_day, then, with_cases
from storage.databases import Session
from storage.tables import orders


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """Orders, not people; by level and category when they were imposed."""
    by = question.by
    groups = count_rows(session, _rows(question, scope, by), by)
    return Figures(
        sum_of(groups), tuple(groups.items()) if by else (), hidden=scope.hides(question)
    )


def refs(question: Question, scope: Scope) -> Select[tuple[int]]:
    """The cases that the orders are of."""
    return select(_rows(question, scope, "").c.case_id).distinct()


def parts(question: Question, scope: Scope, by: str) -> Select[Any]:
    """Every order of the time asked, with its kind, its day, where its person stood, and one
    thing more of the case."""
    there = on_its_day(orders, orders.c.case_id, orders.c.imposed_on)
    there = with_cases(there, orders.c.case_id, Filters(), by)
    key = key_of(by, orders.c.imposed_on, GROUPS)
    return (
        select(orders.c.kind, then.c.level, then.c.category, key, orders.c.imposed_on.label("on"))
        .select_from(there)
        .where(
            orders.c.kind.in_(ORDER_KINDS),
            *_when(question),
            *counts(orders.c.case_id, Filters(), scope),
        )
    )


def _rows(question: Question, scope: Scope, by: str) -> Subquery:
    there = on_its_day(orders, orders.c.case_id, orders.c.imposed_on)
    there = with_cases(there, orders.c.case_id, question.where, by)
    key = key_of(by, orders.c.imposed_on, {**GROUPS, "kind": orders.c.kind})
    return (
        select(orders.c.case_id, key)
        .select_from(there)
        .where(
            orders.c.kind.in_(sorted(question.kinds or ORDER_KINDS)),
            *_when(question),
            *counts(orders.c.case_id, question.where, scope),
            *at(question.where),
        )
        .subquery()
    )


def _when(question: Question) -> list[Condition]:
    """An order binds on its last day too, as in `mappa.orders.is_in_force`."""
    when = question.when
    if isinstance(when, Day):
        stands = or_(orders.c.ends_on.is_(None), orders.c.ends_on >= when.on)
        return [orders.c.imposed_on <= when.on, stands]
    return dated(orders.c.imposed_on, when)
