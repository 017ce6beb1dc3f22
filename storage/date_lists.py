"""Dates that lie ahead, or were to be kept and have passed, listed for somebody."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, literal, select, union_all

from mappa.date_lists import ORDER_END
from mappa.people import Person
from storage.databases import Session
from storage.tables import case_dates, cases, orders, spells
from storage.visibility import visible_to


@dataclass(frozen=True, slots=True)
class ListedDate:
    """A date of a case: what it is by its code, and of an order its kind."""

    case_ref: str
    kind: str
    on: date
    order: str = ""


@dataclass(frozen=True, slots=True)
class DatesMeant:
    """From one day to another, both included, or None: whatever the day; `kind` empty: all."""

    today: date
    until: date | None = None
    kind: str = ""
    case_id: int | None = None


def list_dates(session: Session, person: Person, meant: DatesMeant, limit: int) -> list[ListedDate]:
    """Those that the person may see, in the order of their days; reviews also where they are
    overdue, and of those who have left nothing, unless they are asked for by case."""
    dated = union_all(
        select(*case_dates.c["case_id", "kind", "on"], literal("").label("ordered")),
        select(orders.c.case_id, literal(ORDER_END), orders.c.ends_on, orders.c.kind).where(
            orders.c.ends_on.is_not(None)
        ),
    ).subquery("dated")
    query = (
        select(cases.c.ref, dated.c.kind, dated.c.on, dated.c.ordered)
        .join(cases, cases.c.id == dated.c.case_id)
        .where(visible_to(person))
        .order_by(dated.c.on, cases.c.id, dated.c.kind)
        .limit(limit)
    )
    if meant.kind:
        query = query.where(dated.c.kind == meant.kind)
    if meant.case_id is not None:
        query = query.where(cases.c.id == meant.case_id)
    else:
        query = query.where(_has_not_left(meant.today))
    if meant.until is not None:
        ahead = (dated.c.on >= meant.today) & (dated.c.on <= meant.until)
        overdue = (dated.c.kind == "review") & (dated.c.on < meant.today)
        query = query.where(ahead | overdue)
    return [ListedDate(row.ref, row.kind, row.on, row.ordered) for row in session.execute(query)]


def _has_not_left(today: date) -> ColumnElement[bool]:
    """Under MAPPA, or referred and at no level yet."""
    of_case = spells.c.case_id == cases.c.id
    return exists().where(of_case, spells.c.ended_on > today) | ~exists().where(of_case)
