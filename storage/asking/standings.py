"""Where a case stood on the day of something that happened to it: spell, area, level, category."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    ScalarSelect,
    and_,
    exists,
    func,
    or_,
    select,
)

from mappa.asking.questions import Filters
from storage.asking.filters import GROUPED_BY_A_COLUMN, Condition, merged_away, of_the_case
from storage.asking.scopes import CATEGORY_4, Scope
from storage.tables import cases, spells

then = spells.alias("then")
GROUPS: Mapping[str, Column[Any]] = {
    "level": then.c.level,
    "category": then.c.category,
    **GROUPED_BY_A_COLUMN,
}


def on_its_day(
    source: FromClause, case_id: ColumnElement[int], on: ColumnElement[date]
) -> FromClause:
    """The rows with the spell in force on the day, if one is.

    On a day when one spell ends and another begins it is the one that ends.
    """
    running = latest(case_id, spells.c.started_on < on, spells.c.ended_on >= on)
    begun = select(spells.c.id).where(spells.c.case_id == case_id, spells.c.started_on == on)
    return source.outerjoin(then, then.c.id == func.coalesce(running, begun.scalar_subquery()))


def latest(case_id: ColumnElement[int], *where: Condition) -> ScalarSelect[int]:
    """Spells do not overlap: the only one that fits is nearly always the first that is looked at,
    going back from the latest."""
    query = select(spells.c.id).where(spells.c.case_id == case_id, *where)
    return query.order_by(spells.c.started_on.desc()).limit(1).scalar_subquery()


def with_cases(
    source: FromClause, case_id: ColumnElement[int], filters: Filters, by: str
) -> FromClause:
    """The rows with their cases, where something is asked of these."""
    if by in GROUPED_BY_A_COLUMN or of_the_case(filters):
        return source.join(cases, cases.c.id == case_id)
    return source


def counts(
    case_id: ColumnElement[int],
    filters: Filters,
    scope: Scope,
    category: ColumnElement[Any] = then.c.category,
) -> list[Condition]:
    """Of the area, and of the cases asked for. Who was in no spell counts where the case is now."""
    is_now = exists().where(_now.c.id == case_id, _now.c.area == scope.area)
    here = or_(then.c.area == scope.area, and_(then.c.id.is_(None), is_now))
    return [here, *stands(case_id, filters, scope, category)]


def stands(
    case_id: ColumnElement[int],
    filters: Filters,
    scope: Scope,
    category: ColumnElement[Any],
) -> list[Condition]:
    """Of the cases asked for, none that was merged and none that must not be counted."""
    found = [case_id.not_in(merged_away()), *of_the_case(filters)]
    if not scope.category_4:
        found.append(or_(category.is_(None), category != CATEGORY_4))
    return found


def at(filters: Filters) -> list[Condition]:
    """At the levels and categories asked for, which whoever is in no spell is not."""
    asked = (then.c.level, filters.levels), (then.c.category, filters.categories)
    return [column.in_(sorted(values)) for column, values in asked if values]


_now = cases.alias("now")
