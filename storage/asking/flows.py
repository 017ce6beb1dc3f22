"""Who was at a level at any time in a period: each person once, in custody or not.

All that is asked must hold in one and the same spell.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select

from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY, Filters, Period
from mappa.case_facts import STILL_RUNNING
from storage.asking.filters import GROUPED_BY_A_COLUMN, Condition, in_custody, recorded
from storage.asking.pictures import counted_spells, spells_and_cases
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import cases, custody, spells

ONE_DAY = timedelta(days=1)
_COLUMNS = {"level": spells.c.level, "category": spells.c.category}


def count_held(
    session: Session, filters: Sequence[Filters], scope: Scope, when: Period, by: str = ""
) -> dict[object, int]:
    """People by group, under each that they held; everybody under None without groups."""
    if by == "custody":
        said = {one.custody for one in filters} - {"", BOTH} or {COMMUNITY, CUSTODY}
        found = {
            where: count_held(session, [*filters, Filters(custody=where)], scope, when)[None]
            for where in sorted(said)
        }
        return {where: people for where, people in found.items() if people}
    held = select(spells.c.case_id).select_from(spells_and_cases(filters))
    held = held.where(*held_in(filters, scope, when))
    if by in GROUPED_BY_A_COLUMN:
        column = GROUPED_BY_A_COLUMN[by]
        query = select(func.count(), column).where(cases.c.id.in_(held)).group_by(column)
    else:
        groups = [_COLUMNS[by]] if by else []
        people = func.count(spells.c.case_id.distinct())
        query = held.with_only_columns(people, *groups).group_by(*groups)
    rows: Iterable[Any] = session.execute(query)
    return {recorded(key[0]) if key else None: number for number, *key in rows}


def refs_held(filters: Sequence[Filters], scope: Scope, when: Period) -> Select[tuple[int]]:
    """The cases of the people who are counted."""
    return (
        select(spells.c.case_id)
        .distinct()
        .select_from(spells_and_cases(filters))
        .where(*held_in(filters, scope, when))
    )


def held_in(filters: Sequence[Filters], scope: Scope, when: Period) -> list[Condition]:
    """The spells that are counted of a period."""
    found = counted_spells(filters, scope)
    if when.from_on is not None:
        found.append(spells.c.ended_on > when.from_on)
    found.append(spells.c.started_on <= when.to_on)
    for one in filters:
        if one.custody not in ("", BOTH):
            found.append(_inside(when) if one.custody == CUSTODY else _outside(when))
    return found


def _inside(when: Period) -> Condition:
    """In custody on a day of the spell that is in the period."""
    first, after = _days(when)
    return exists().where(
        custody.c.case_id == spells.c.case_id, custody.c.from_on < after, custody.c.to_on > first
    )


def _outside(when: Period) -> Condition:
    """In the community on a day of the spell that is in the period.

    If there is such a day, then the first day of all is one, or that of a release.
    """
    first, after = _days(when)
    released = and_(
        custody.c.case_id == spells.c.case_id, custody.c.to_on > first, custody.c.to_on < after
    )
    again = custody.alias()
    inside_again = exists().where(
        again.c.case_id == custody.c.case_id,
        again.c.from_on <= custody.c.to_on,
        again.c.to_on > custody.c.to_on,
    )
    return or_(~in_custody(spells.c.case_id, first), exists().where(released, ~inside_again))


def _days(when: Period) -> tuple[ColumnElement[date], ColumnElement[date]]:
    """The first day of the spell within the period, and the day after the last."""
    first: ColumnElement[date] = spells.c.started_on
    if when.from_on is not None:
        from_on = literal(when.from_on)
        first = case((spells.c.started_on > from_on, spells.c.started_on), else_=from_on)
    over = literal(min(when.to_on, STILL_RUNNING - ONE_DAY) + ONE_DAY)
    return first, case((spells.c.ended_on < over, spells.c.ended_on), else_=over)
