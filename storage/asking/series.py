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
from storage.asking.filters import Condition, bucket_number, first_day_of, recorded
from storage.asking.pictures import Cell, counted_spells, spells_and_cases
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import cases, custody, spells

BEFORE = ""  # begun by the first end of a month: in its picture
AFTER = "~"  # not over on the last day
Pictures = dict[date, Cell]


def pictures(
    session: Session, filters: Sequence[Filters], scope: Scope, when: Period, by: str
) -> Pictures:
    """The picture at the end of each month, quarter or MAPPA year, by its first day.

    The last one that is not over yet is pictured on the period's last day.
    """
    ends = _ends_of(session, scope, when, by)
    changes = _changes(session, filters, scope, ends, spells_and_cases(filters), ())
    return {
        first_day: Cell(0, 0, None, people, inside)
        for first_day, people, inside in _summed(changes.get((), []), ends)
    }


def pictures_of_cells(
    session: Session, scope: Scope, when: Period, by: str, column: ColumnElement[Any] | None
) -> dict[date, list[Cell]]:
    """The same of each level and category by itself, and of each value of a case's column."""
    ends = _ends_of(session, scope, when, by)
    there: FromClause = spells
    columns: list[ColumnElement[Any]] = [spells.c.level, spells.c.category]
    if column is not None:
        there = spells.join(cases, cases.c.id == spells.c.case_id)
        columns.append(column)
    found: dict[date, list[Cell]] = {first_day: [] for first_day, _ in ends}
    for (level, category, *rest), changes in _changes(
        session, [], scope, ends, there, columns
    ).items():
        key = recorded(rest[0]) if rest else None
        for first_day, people, inside in _summed(changes, ends):
            found[first_day].append(Cell(level, category, key, people, inside))
    return found


def _ends_of(session: Session, scope: Scope, when: Period, by: str) -> list[tuple[date, date]]:
    from_on = when.from_on or _earliest(session, scope) or when.to_on
    return list(_ends(min(from_on, when.to_on), when.to_on, by))


def _summed(
    changes: Sequence[tuple[str, int, int]], ends: Sequence[tuple[date, date]]
) -> Iterator[tuple[date, int, int]]:
    """How many there are at each end, and of them in custody."""
    people = inside = at = 0
    for first_day, end in ends:
        month = f"{end:%Y-%m}"
        while at < len(changes) and changes[at][0] <= month:
            _, change, within = changes[at]
            people, inside, at = people + change, inside + within, at + 1
        yield first_day, people, inside


def _ends(from_on: date, to_on: date, by: str) -> Iterator[tuple[date, date]]:
    """The first day of each, and the day on which it is pictured."""
    for number in range(bucket_number(from_on, by), bucket_number(to_on, by) + 1):
        after = first_day_of(number + 1, by)
        yield first_day_of(number, by), min(after - timedelta(days=1), to_on)


def _changes(
    session: Session,
    filters: Sequence[Filters],
    scope: Scope,
    ends: Sequence[tuple[date, date]],
    there: FromClause,
    columns: Sequence[ColumnElement[Any]],
) -> dict[tuple[Any, ...], list[tuple[str, int, int]]]:
    """By what stands in the columns and by month, as 2014-03, how many more or fewer there are,
    and of them in custody."""
    first, last = ends[0][1], ends[-1][1]
    where = [
        *counted_spells(filters, scope),
        spells.c.started_on <= last,
        spells.c.ended_on > first,
    ]
    stays = [custody.c.from_on <= last, custody.c.to_on > first]
    ever_inside = spells.c.case_id.in_(select(custody.c.case_id).where(*stays))
    both = there.join(custody, _together())
    span, stay = (spells.c.started_on, spells.c.ended_on), (_LATER, _SOONER)
    counted = [
        _spans(there, where, span, (first, last), PEOPLE, columns),
        _spans(both, [*where, ever_inside, *stays], stay, (first, last), INSIDE, columns),
    ]
    found: dict[tuple[Any, ...], dict[str, list[int]]] = {}
    rows: Iterable[Any] = session.execute(union_all(*counted))
    for begins, over, number, which, *key in rows:
        months = found.setdefault(tuple(key), {})
        months.setdefault(begins, [0, 0])[which] += number
        months.setdefault(over, [0, 0])[which] -= number
    return {
        key: sorted((month, people, inside) for month, (people, inside) in months.items())
        for key, months in found.items()
    }


def _spans(
    source: FromClause,
    where: Sequence[Condition],
    span: tuple[ColumnElement[date], ColumnElement[date]],
    within: tuple[date, date],
    which: int,
    columns: Sequence[ColumnElement[Any]],
) -> Select[Any]:
    """How many spans begin in a month and end in another, by the columns."""
    (begins, ends), (first, last) = span, within
    months = (
        select(
            case((begins <= first, BEFORE), else_=_month(begins)).label("begins"),
            case((ends > last, AFTER), else_=_month(ends)).label("ends"),
            *(column.label(f"of_{at}") for at, column in enumerate(columns)),
        )
        .select_from(source)
        .where(*where)
        .subquery()
    )
    first_ones, others = [months.c.begins, months.c.ends], list(months.c)[2:]
    return select(*first_ones, func.count(), literal_column(str(which)), *others).group_by(
        *first_ones, *others
    )


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
