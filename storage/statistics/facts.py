"""Orders and events of a year, each by the level and category in force on its day.

On a boundary day that is the spell that ends: who was returned to custody on the day on which the
level changed was returned from the level before.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, func, select

from mappa.cases import EVENT_KINDS, ORDER_KINDS
from mappa.statistics.happenings import Happened
from storage.asking.filters import merged_away
from storage.databases import Session
from storage.tables import cases, events, orders, spells

# The spell that began before the day, if it still ran then or ended on it; else the one that
# begins on it. Each is found by one look into the index.
_before, _earlier, _on_it = (spells.alias(name) for name in ("before", "earlier", "on_it"))


def list_events(session: Session, area: str, from_on: date, to_on: date) -> list[Happened]:
    """What happened in the year to anybody whom the area managed then, in the order of the days.

    Who has left, or is at no level yet, belongs to the area of the case.
    """
    own_area = select(cases.c.area).where(cases.c.id == events.c.case_id).scalar_subquery()
    level, category = _in_force("level"), _in_force("category")
    query: Select[Any] = (
        select(events.c.kind, events.c.case_id, level, category)
        .select_from(_with_spells(events, events.c.on))
        .where(
            events.c.kind.in_(EVENT_KINDS),
            events.c.on >= from_on,
            events.c.on <= to_on,
            events.c.case_id.not_in(merged_away()),
            func.coalesce(_in_force("area"), own_area) == area,
        )
        .order_by(events.c.on, events.c.id)
    )
    rows: Sequence[Sequence[Any]] = session.execute(query).all()
    return [Happened(kind, case_id, at, within) for kind, case_id, at, within in rows]


def count_orders(session: Session, area: str, from_on: date, to_on: date) -> Mapping[str, int]:
    """Orders imposed in the year on people who were in Category 1 that day, by kind."""
    query = (
        select(orders.c.kind, func.count().label("imposed"))
        .select_from(_with_spells(orders, orders.c.imposed_on))
        .where(
            orders.c.kind.in_(ORDER_KINDS),
            orders.c.imposed_on >= from_on,
            orders.c.imposed_on <= to_on,
            orders.c.case_id.not_in(merged_away()),
            _in_force("area") == area,
            _in_force("category") == 1,
        )
        .group_by(orders.c.kind)
    )
    return {row.kind: row.imposed for row in session.execute(query)}


def _with_spells(table: Table, day: ColumnElement[date]) -> FromClause:
    latest = (
        select(func.max(_earlier.c.started_on))
        .where(_earlier.c.case_id == table.c.case_id, _earlier.c.started_on < day)
        .scalar_subquery()
    )
    began_before = (
        (_before.c.case_id == table.c.case_id)
        & (_before.c.started_on == latest)
        & (_before.c.ended_on >= day)
    )
    begins = (_on_it.c.case_id == table.c.case_id) & (_on_it.c.started_on == day)
    return table.outerjoin(_before, began_before).outerjoin(_on_it, begins)


def _in_force(column: str) -> ColumnElement[Any]:
    """Of the spell that counts; empty where there is none."""
    return func.coalesce(_before.c[column], _on_it.c[column])
