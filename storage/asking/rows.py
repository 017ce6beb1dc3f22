"""Rows of one kind, counted as a whole and by group: what referrals, meetings and actions share.

A row falls into one group only, so the whole is the sum of the groups. Months, quarters and years
are put together here from days, which are few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, FromClause, Select, case, exists, func, not_, null, select

from mappa.areas import AREAS
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import Filters, Question
from mappa.cases import LEVELS
from storage.asking.filters import (
    BUCKETS,
    GROUPED_BY_A_COLUMN,
    Condition,
    bucket_number,
    first_day_of,
    merged_away,
    one_of,
    recorded,
)
from storage.asking.scopes import CATEGORY_4, Scope
from storage.databases import Session
from storage.tables import cases, spells
from storage.visibility import visible_to

Column = ColumnElement[Any]
Day = ColumnElement[date] | date
Groups = dict[object, Figure]


@dataclass(frozen=True, slots=True)
class Rows:
    """What is counted, before the question's filters.

    `on` is the day that a row's month and year go by. The level and category of its case are those
    in force `as_of` a day, that same one if none is given. `own` is what the rows have themselves,
    by the names of groups. `count`, `out_of` and `reports` are sums over the rows. `category_4`
    are rows to leave out without that grant, beside those of cases in Category 4 on the day.
    """

    source: FromClause
    where: Sequence[Condition]
    on: ColumnElement[date]
    case_id: ColumnElement[int] | None = None
    as_of: Day | None = None
    own: Mapping[str, Column] = field(default_factory=dict)
    count: Column = field(default_factory=func.count)
    out_of: Column | None = None
    reports: Column | None = None
    category_4: Condition | None = None
    within: Filters = field(default_factory=Filters)  # asked of all rows beside the question's own

    @property
    def day(self) -> Day:
        return self.on if self.as_of is None else self.as_of


def count_rows(session: Session, question: Question, scope: Scope, rows: Rows) -> Figures:
    """The figures of a question about rows."""
    groups = count_groups(session, question.where, question.by, scope, rows)
    return figures_of(groups, question, scope, rows, is_ratio=rows.out_of is not None)


def count_groups(
    session: Session, where: Filters, by: str, scope: Scope, rows: Rows
) -> dict[object, Figure]:
    """What there is of each group; everything under "" where no groups are asked for."""
    query = select_rows(
        rows,
        where,
        by,
        scope,
        group_column(rows, by),
        rows.count.label("counted"),
        (null() if rows.out_of is None else rows.out_of).label("out_of"),
        (null() if rows.reports is None else rows.reports).label("reports"),
    )
    if by:
        query = query.group_by("grouped_by")
    found: Groups = {}
    for row in session.execute(query).all():
        figure = Figure(int(row.counted or 0), row.out_of, reports=int(row.reports or 0))
        add_to(found, group_of(row.grouped_by, by), figure)
    return found


def group_column(rows: Rows, by: str) -> ColumnElement[Any]:
    """What rows are grouped by in the database; `group_of` makes the key of it."""
    key = rows.on if by in BUCKETS else column_of(rows, by) if by else null()
    return key.label("grouped_by")


def group_of(value: Any, by: str) -> object:
    """The key of the group that a row's value falls into: of a day its month, quarter or year."""
    if by in BUCKETS and value is not None:
        return first_day_of(bucket_number(value, by), by)
    return recorded(value)


def add_to(groups: Groups, key: object, figure: Figure) -> None:
    """Count more of a group."""
    there = groups.get(key, Figure(0, 0))
    out_of = None if figure.out_of is None else figure.out_of + (there.out_of or 0)
    reports = figure.reports + there.reports
    groups[key] = Figure(figure.count + there.count, out_of, reports=reports)


def ratios(counted: Mapping[tuple[Any, bool], int], by: str) -> Groups:
    """How many are so out of all there are, from numbers by what is grouped by and whether so."""
    found: Groups = {}
    for (value, is_so), number in counted.items():
        add_to(found, group_of(value, by), Figure(number if is_so else 0, number))
    return found


def share_of(part: Groups, whole: Groups) -> Groups:
    """What is counted of each group, out of all that there is in it."""
    return {
        key: Figure(part[key].count if key in part else 0, figure.count)
        for key, figure in whole.items()
    }


def figures_of(
    groups: Groups, question: Question, scope: Scope, rows: Rows, *, is_ratio: bool
) -> Figures:
    """The groups that a question asks for, and the whole."""
    whole: Groups = {"": Figure(0, 0 if is_ratio else None)}
    for figure in groups.values():
        add_to(whole, "", figure)
    return Figures(
        whole[""],
        tuple(groups.items()) if question.by else (),
        hidden=rows.case_id is not None and scope.hides(question),
    )


def refs_of(question: Question, scope: Scope, rows: Rows) -> Select[tuple[int]]:
    """The ids of the cases that the rows belong to, each once."""
    case_id = cast("ColumnElement[int]", rows.case_id)
    query = select_rows(rows, question.where, "", scope, case_id).distinct()
    if scope.may_see is None:
        return query
    return query.where(case_id.in_(select(cases.c.id).where(visible_to(scope.may_see))))


_FILTERS = {
    "level": "levels",
    "category": "categories",
    "agency": "agencies",
    "lead-agency": "lead_agencies",
    "district": "districts",
    "band": "bands",
}


def column_of(rows: Rows, name: str) -> Column:
    """What the rows are grouped or asked by: their own, that of their case, or of its spell."""
    if name in rows.own:
        return rows.own[name]
    if name in GROUPED_BY_A_COLUMN:
        return GROUPED_BY_A_COLUMN[name]
    return in_force(name, cast("ColumnElement[int]", rows.case_id), rows.day)


def select_rows(rows: Rows, where: Filters, by: str, scope: Scope, *selected: Any) -> Select[Any]:
    """The rows that the filters leave, joined to what these and the groups ask of the case."""
    asked = [
        (name, values)
        for filters in (where, rows.within)
        for name, of in _FILTERS.items()
        if (values := getattr(filters, of))
    ]
    of_the_case = {by, *(name for name, _ in asked)} - set(rows.own)
    source = rows.source
    if of_the_case & set(GROUPED_BY_A_COLUMN):
        source = source.join(cases, cases.c.id == rows.case_id)
    conditions = [_is_one_of(column_of(rows, name), values) for name, values in asked]
    if rows.case_id is not None:
        conditions += _counted_cases(rows, rows.case_id, scope)
    return select(*selected).select_from(source).where(*rows.where, *conditions)


def _is_one_of(column: Column, values: frozenset[Any]) -> Condition:
    if all(isinstance(value, str) for value in values):
        return one_of(column, values)
    return column.in_(sorted(values))


def _counted_cases(rows: Rows, case_id: ColumnElement[int], scope: Scope) -> list[Condition]:
    found: list[Condition] = [case_id.not_in(merged_away())]
    if not scope.category_4:
        found.append(not_(in_category_4(case_id, rows.day)))
        if rows.category_4 is not None:
            found.append(not_(rows.category_4))
    return found


def in_force(name: str, case_id: ColumnElement[int], day: Day) -> Column:
    """The level or category of a case on a day, which may differ from row to row: nothing where
    the spell that began last is over. Reads one spell a row."""
    spell = spells.alias()
    return (
        select(case((spell.c.ended_on > day, spell.c[name])))
        .where(spell.c.case_id == case_id, spell.c.started_on <= day)
        .order_by(spell.c.started_on.desc())
        .limit(1)
        .scalar_subquery()
    )


def in_category_4(case_id: ColumnElement[int], day: Day) -> Condition:
    """Few ever were, and an index finds them that begins with area and level; only of these is it
    asked whether they were on the row's day."""
    then = exists().where(
        spells.c.case_id == case_id,
        spells.c.category == CATEGORY_4,
        spells.c.started_on <= day,
        spells.c.ended_on > day,
    )
    return case_id.in_(_EVER_IN_CATEGORY_4) & then


_EVER_IN_CATEGORY_4 = select(spells.c.case_id).where(
    spells.c.area.in_(list(AREAS)),
    spells.c.level.in_(list(LEVELS)),
    spells.c.category == CATEGORY_4,
)
