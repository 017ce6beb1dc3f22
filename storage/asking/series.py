"""The picture at the ends of many months by one statement: that of the first, and what changed.

A picture for each month would read the same spells again and again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from mappa.asking.questions import Filters, Period
from storage.asking.filters import Condition, bucket_number, first_day_of
from storage.asking.pictures import Cell, counted_spells, spells_and_cases
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import custody, spells

BEFORE = ""  # begun by the first end of a month: in its picture
AFTER = "~"  # not over on the last day
Pictures = dict[date, Cell]


def pictures(
    session: Session, filters: Sequence[Filters], scope: Scope, when: Period, by: str
) -> Pictures:
    """The picture at the end of each month, quarter or MAPPA year, by its first day.

    The last one that is not over yet is pictured on the period's last day.
    """
    from_on = when.from_on or _earliest(session, scope) or when.to_on
    ends = list(_ends(min(from_on, when.to_on), when.to_on, by))
    changes = _changes(session, filters, scope, ends[0][1], when.to_on)
    found: Pictures = {}
    people = inside = 0
    at = 0
    for first_day, end in ends:
        month = f"{end:%Y-%m}"
        while at < len(changes) and changes[at][0] <= month:
            _, change, within = changes[at]
            people, inside, at = people + change, inside + within, at + 1
        found[first_day] = Cell(0, 0, None, people, inside)
    return found


def _ends(from_on: date, to_on: date, by: str) -> Iterator[tuple[date, date]]:
    """The first day of each, and the day on which it is pictured."""
    for number in range(bucket_number(from_on, by), bucket_number(to_on, by) + 1):
        after = first_day_of(number + 1, by)
        yield first_day_of(number, by), min(after - timedelta(days=1), to_on)


def _changes(
    session: Session, filters: Sequence[Filters], scope: Scope, first: date, last: date
) -> list[tuple[str, int, int]]:
    """By month, as 2014-03, how many more or fewer there are, and of them in custody."""
    where = [
        *counted_spells(filters, scope),
        spells.c.started_on <= last,
        spells.c.ended_on > first,
    ]
    stays = [custody.c.from_on <= last, custody.c.to_on > first]
    ever_inside = spells.c.case_id.in_(select(custody.c.case_id).where(*stays))
    there = spells_and_cases(filters)
    both = there.join(custody, _together())
    counted = [
        _spans(there, where, (spells.c.started_on, spells.c.ended_on), first, last, PEOPLE),
        _spans(both, [*where, ever_inside, *stays], (_LATER, _SOONER), first, last, INSIDE),
    ]
    found: dict[str, list[int]] = {}
    rows: Iterable[Any] = session.execute(union_all(*counted))
    for begins, ends, number, which in rows:
        found.setdefault(begins, [0, 0])[which] += number
        found.setdefault(ends, [0, 0])[which] -= number
    return sorted((month, people, inside) for month, (people, inside) in found.items())


def _spans(
    source: FromClause,
    where: Sequence[Condition],
    span: tuple[ColumnElement[date], ColumnElement[date]],
    first: date,
    last: date,
    which: int,
) -> Select[Any]:
    """How many spans begin in a month and end in another."""
    begins, ends = span
    months = (
        select(
            case((begins <= first, BEFORE), else_=_month(begins)).label("begins"),
            case((ends > last, AFTER), else_=_month(ends)).label("ends"),
        )
        .select_from(source)
        .where(*where)
        .subquery()
    )
    columns = months.c.begins, months.c.ends
    return select(*columns, func.count(), literal_column(str(which))).group_by(*columns)


def _month(day: ColumnElement[date]) -> ColumnElement[str]:
    """As 2014-03: a day is text on SQLite and becomes it on PostgreSQL."""
    return func.substr(cast(day, String), 1, 7)


def _together() -> Condition:
    """A stay that shares a day with the spell."""
    return and_(
        custody.c.case_id == spells.c.case_id,
        custody.c.from_on < spells.c.ended_on,
        custody.c.to_on > spells.c.started_on,
    )


def _earliest(session: Session, scope: Scope) -> date | None:
    query = select(func.min(spells.c.started_on)).where(spells.c.area == scope.area)
    found: date | None = session.execute(query).scalar()
    return found


PEOPLE, INSIDE = 0, 1
_LATER = case(
    (custody.c.from_on > spells.c.started_on, custody.c.from_on), else_=spells.c.started_on
)
_SOONER = case((custody.c.to_on < spells.c.ended_on, custody.c.to_on), else_=spells.c.ended_on)
