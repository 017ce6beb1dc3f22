"""People by level and category: the picture of a day, and Levels 2 and 3 in a year."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select

from mappa.cases import CATEGORIES, LEVELS
from mappa.statistics.tables import Cells, Place
from mappa.statistics.yearly import Yearly
from storage.asking.filters import custody_on, merged_away
from storage.asking.yearly import count_yearly
from storage.databases import Session
from storage.tables import spells

CATEGORY_4 = 4


def count_pictures(session: Session, area: str, days: Sequence[date]) -> list[Cells]:
    """People in the community on each of the days, read in one go.

    Every level and category is named, so that the index finds the spells that it needs, one range
    of each.
    """
    counts = [func.sum(case((_in_community(day), 1), else_=0)) for day in days]
    query: Select[Any] = (
        select(spells.c.level, spells.c.category, *counts)
        .where(
            spells.c.area == area,
            spells.c.level.in_(list(LEVELS)),
            spells.c.category.in_(list(CATEGORIES)),
            spells.c.started_on <= max(days),
            spells.c.ended_on > min(days),
            spells.c.case_id.not_in(merged_away()),
        )
        .group_by(spells.c.level, spells.c.category)
    )
    found: list[dict[Place, int]] = [{} for _ in days]
    rows: Sequence[Sequence[Any]] = session.execute(query).all()
    for level, category, *people in rows:
        for cells, number in zip(found, people, strict=True):
            cells[level, category] = int(number)
    return list(found)


def _in_community(day: date) -> ColumnElement[bool]:
    return and_(
        spells.c.started_on <= day,
        spells.c.ended_on > day,
        spells.c.case_id.not_in(custody_on(day)),
    )


def count_levels_2_and_3(
    session: Session, area: str, from_on: date, to_on: date, counting: str, *, category_4: bool
) -> Yearly:
    """Everybody at Level 2 or 3 on any day of the period, by the counting rule."""
    cells = shown(count_yearly(session, area, from_on, to_on, counting), category_4=category_4)
    if counting == "each":
        by_category = _people_at_each_level(session, area, from_on, to_on, category_4=category_4)
        people = by_category.pop(None)
        return Yearly(cells, {c: n for c, n in by_category.items() if c is not None}, people)
    in_category: dict[int, int] = {}
    for (_, category), number in cells.items():
        in_category[category] = in_category.get(category, 0) + number
    return Yearly(cells, in_category, sum(in_category.values()))


def shown(cells: Cells, *, category_4: bool) -> Cells:
    """Without Category 4, unless it may be counted."""
    return {place: n for place, n in cells.items() if category_4 or place[1] != CATEGORY_4}


def _people_at_each_level(
    session: Session, area: str, from_on: date, to_on: date, *, category_4: bool
) -> dict[int | None, int]:
    """People by the category that they are counted in, at one level or at both; None: at all.

    Somebody at both levels in two categories is one person in each of them, and one altogether.
    """
    last_first = func.row_number().over(
        partition_by=(spells.c.case_id, spells.c.level), order_by=spells.c.started_on.desc()
    )
    held = (
        select(spells.c.case_id, spells.c.category, last_first.label("number"))
        .where(
            spells.c.area == area,
            spells.c.level >= literal_column("2"),  # as its index says it
            spells.c.ended_on > from_on,
            spells.c.started_on <= to_on,
            spells.c.case_id.not_in(merged_away()),
        )
        .subquery()
    )
    counted = [held.c.number == 1]
    if not category_4:
        counted.append(held.c.category != CATEGORY_4)
    people = func.count(held.c.case_id.distinct()).label("people")
    by_category = select(held.c.category, people).where(*counted).group_by(held.c.category)
    altogether = select(people).where(*counted)
    found: dict[int | None, int] = {
        row.category: row.people for row in session.execute(by_category)
    }
    return found | {None: session.execute(altogether).scalar_one()}
