"""Who is at a level on a day: one range scan of an index that has every column it needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, false, func, select, true

from mappa.asking.questions import BOTH, CUSTODY, Filters
from mappa.cases import CATEGORIES, LEVELS
from storage.asking.filters import (
    GROUPED_BY_A_COLUMN,
    Condition,
    custody_on,
    lacking,
    merged_away,
    of_the_case,
    recorded,
)
from storage.asking.scopes import CATEGORY_4, Scope
from storage.databases import Session
from storage.tables import cases, spells

NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Cell:
    """People of one level and category, or of one agency, district or band where it is asked."""

    level: int | None
    category: int | None
    key: Any
    people: int
    inside: int  # of whom are in custody

    def among(self, custody: str) -> int:
        """How many of them are where the question says; in the community if it says nothing."""
        found = {BOTH: self.people, CUSTODY: self.inside, NOWHERE: 0}
        return found.get(custody, self.people - self.inside)


def cells_on(
    session: Session, filters: Sequence[Filters], scope: Scope, on: date, by: str = ""
) -> list[Cell]:
    """People who fit all of the filters, but for custody, which each cell tells apart."""
    there = select(spells.c.case_id).select_from(spells_and_cases(filters))
    there = there.where(*counted_spells(filters, scope), *in_force(on))
    if by in GROUPED_BY_A_COLUMN:
        return [
            Cell(None, None, recorded(key), people, int(inside))
            for key, people, inside in _by_a_column(session, there, on, by)
        ]
    groups = [spells.c.level, spells.c.category]
    query = there.with_only_columns(*groups, *numbers_on(spells.c.case_id, on)).group_by(*groups)
    found: Iterable[Any] = session.execute(query)
    return [
        Cell(level, category, None, people, int(inside))
        for level, category, people, inside in found
    ]


def _by_a_column(session: Session, there: Select[tuple[int]], on: date, by: str) -> Iterable[Any]:
    """From the cases, which are then read in the order in which they are stored."""
    column = GROUPED_BY_A_COLUMN[by]
    query = select(column, *numbers_on(cases.c.id, on)).where(cases.c.id.in_(there))
    return session.execute(query.group_by(column))


def numbers_on(case_id: ColumnElement[int], on: date) -> tuple[ColumnElement[int], ...]:
    """How many there are, and how many of them are in custody on a day."""
    inside = case_id.in_(custody_on(on))
    return func.count(), func.sum(case((inside, 1), else_=0))


def refs_on(filters: Sequence[Filters], scope: Scope, on: date, custody: str) -> Select[tuple[int]]:
    """The cases that the picture counts."""
    inside = spells.c.case_id.in_(custody_on(on))
    where = {BOTH: true(), CUSTODY: inside, NOWHERE: false()}.get(custody, ~inside)
    return (
        select(spells.c.case_id)
        .select_from(spells_and_cases(filters))
        .where(*counted_spells(filters, scope), *in_force(on), where)
    )


def in_force(on: date) -> list[Condition]:
    """Spells of one case never overlap: at most one of them is in force."""
    return [spells.c.started_on <= on, spells.c.ended_on > on]


def counted_spells(filters: Sequence[Filters], scope: Scope) -> list[Condition]:
    """Spells of the area at the levels and categories asked for, of the cases asked for.

    Every level and category is named even if any will do: the index begins with them.
    """
    levels = _in_all(LEVELS, [one.levels for one in filters])
    categories = _in_all(CATEGORIES, [one.categories for one in filters])
    if not scope.category_4:
        categories.discard(CATEGORY_4)
    return [
        spells.c.area == scope.area,
        spells.c.level.in_(sorted(levels)),
        spells.c.category.in_(sorted(categories)),
        *_of_their_cases(filters),
        *[condition for one in filters for condition in lacking(one, spells.c.case_id)],
    ]


def spells_and_cases(filters: Sequence[Filters]) -> FromClause:
    """Spells, and their cases where these are looked up one by one."""
    if _looks_up_cases(filters):
        return spells.join(cases, cases.c.id == spells.c.case_id)
    return spells


def _of_their_cases(filters: Sequence[Filters]) -> list[Condition]:
    """Cases that stand, with what is asked of them."""
    asked = [condition for one in filters for condition in of_the_case(one)]
    if not asked:
        return [spells.c.case_id.not_in(merged_away())]
    asked.append(cases.c.merged_into.is_(None))
    if _looks_up_cases(filters):
        return asked
    return [spells.c.case_id.in_(select(cases.c.id).where(*asked))]


def _looks_up_cases(filters: Sequence[Filters]) -> bool:
    """Where spells are few, as they are at any level but 1: else to read all cases in a row is
    quicker than to look up the case of each spell."""
    few = any(one.levels and 1 not in one.levels for one in filters)
    return few and any(of_the_case(one) for one in filters)


def _in_all(known: Iterable[int], asked: Iterable[frozenset[int]]) -> set[int]:
    found = set(known)
    for values in asked:
        if values:
            found &= values
    return found
