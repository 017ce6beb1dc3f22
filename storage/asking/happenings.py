"""What has a day of its own (an event, an order, a date), counted as such or as people."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, null, select

from mappa.asking.figures import Figure
from mappa.asking.questions import Period
from storage.asking.filters import BUCKETS, Condition, bucket_of, first_day_of, recorded
from storage.databases import Session

Groups = dict[object, Figure]
Counter = Callable[[Session, Subquery, str], Groups]
WHOLE = None  # the key of everything, where there are no groups


def dated(day: ColumnElement[date], when: Period) -> list[Condition]:
    """In the period, both days included."""
    begun = [] if when.from_on is None else [day >= when.from_on]
    return [*begun, day <= when.to_on]


def key_of(by: str, day: ColumnElement[date], columns: Any) -> ColumnElement[Any]:
    """What a question's rows are grouped by, under the name that the counters know."""
    column = bucket_of(day, by) if by in BUCKETS else columns[by] if by else null()
    return column.label("key")


def count_rows(session: Session, rows: Subquery, by: str) -> Groups:
    """Each row once."""
    return _counted(session, rows, func.count(), by)


def count_people(session: Session, rows: Subquery, by: str) -> Groups:
    """Each person once, and once in each group that a row of theirs is in."""
    return _counted(session, rows, func.count(rows.c.case_id.distinct()), by)


def count_people_at_first(session: Session, rows: Subquery, by: str) -> Groups:
    """Each person once, in the group of their first row."""
    nth = func.row_number().over(partition_by=rows.c.case_id, order_by=[rows.c.on, rows.c.id])
    placed = select(rows.c.key, nth.label("nth")).subquery()
    first = select(placed.c.key).where(placed.c.nth == 1).subquery()
    return _counted(session, first, func.count(), by)


def sum_of(groups: Groups) -> Figure:
    """The whole, where each is in one group only."""
    return Figure(sum(figure.count for figure in groups.values()))


def _counted(session: Session, rows: Subquery, number: ColumnElement[int], by: str) -> Groups:
    if not by:
        whole = session.execute(select(number).select_from(rows)).scalar_one()
        return {WHOLE: Figure(int(whole))}
    found: Iterable[Any] = session.execute(select(rows.c.key, number).group_by(rows.c.key))
    return {
        first_day_of(key, by) if by in BUCKETS else recorded(key): Figure(counted)
        for key, counted in found
    }
