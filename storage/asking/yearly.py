"""The yearly table: people at Level 2 or 3 in a period, each placed by the counting rule."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select

from mappa.asking.figures import Figures
from mappa.asking.questions import BOTH, COUNT, Filters, Period, Question
from mappa.years import year_of
from storage.asking.filters import BUCKETS, merged_away
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import spells

Places = dict[tuple[int, int], int]  # people by level and category
LEVELS_2_AND_3 = frozenset({2, 3})
CATEGORIES = frozenset({1, 2, 3, 4})


def count_yearly(session: Session, area: str, from_on: date, to_on: date, counting: str) -> Places:
    """People by level and category, Category 4 too; places with nobody in them are absent.

    By the rule `each` somebody at both levels is in two places. People are then what the rule
    `highest` counts: it has each of them once, and so gives the totals by category.
    """
    place = _placed(area, from_on, to_on, counting).subquery()
    query = (
        select(place.c.level, place.c.category, func.count())
        .where(place.c.nth == 1)
        .group_by(place.c.level, place.c.category)
    )
    found: Iterable[Any] = session.execute(query)
    return {(level, category): people for level, category, people in found}


def people_counted(
    session: Session,
    area: str,
    from_on: date,
    to_on: date,
    counting: str,
    levels: Collection[int] = LEVELS_2_AND_3,
    categories: Collection[int] = CATEGORIES,
) -> int:
    """What the yearly table prints for these levels and categories together."""
    both = counting == "each" and set(levels) >= LEVELS_2_AND_3
    found = count_yearly(session, area, from_on, to_on, "highest" if both else counting)
    return sum(
        people
        for (level, category), people in found.items()
        if level in levels and category in categories
    )


def with_the_yearly_figure(
    session: Session, found: Figures, question: Question, scope: Scope
) -> Figures:
    """Beside people at Levels 2 and 3 in a MAPPA year, or in its first months: what the yearly
    table says of them by the counting rule, which can be less."""
    when, where = question.when, question.where
    if not isinstance(when, Period) or when.from_on is None or not _in_the_table(question):
        return found
    year = year_of(when.from_on)
    if when.from_on != year.starts_on or when.to_on > year.ends_on:
        return found
    people = people_counted(
        session,
        scope.area,
        when.from_on,
        when.to_on,
        scope.counting,
        where.levels,
        scope.categories(where),
    )
    return replace(found, by_rule=people, counting=scope.counting)


def _in_the_table(question: Question) -> bool:
    """The table knows Levels 2 and 3 and categories; nothing else may be asked of the people."""
    where = question.where
    custody = "" if where.custody == BOTH else where.custody
    beside = replace(where, levels=frozenset(), categories=frozenset(), custody=custody)
    return (
        question.figure == COUNT
        and question.by not in BUCKETS
        and beside == Filters()
        and where.levels in _ROWS
    )


def _placed(area: str, from_on: date, to_on: date, counting: str) -> Select[Any]:
    """Every spell at Level 2 or 3; the one that places its person is the first of its window."""
    apart = [spells.c.case_id]
    order: list[ColumnElement[Any]] = [spells.c.started_on]
    if counting == "each":
        apart = [spells.c.case_id, spells.c.level]
    if counting != "first":
        order = [spells.c.level.desc(), spells.c.started_on.desc()]
    nth = func.row_number().over(partition_by=apart, order_by=order)
    return select(spells.c.level, spells.c.category, nth.label("nth")).where(
        spells.c.area == area,
        spells.c.level >= literal_column("2"),  # as its index says it
        spells.c.ended_on > from_on,
        spells.c.started_on <= to_on,
        spells.c.case_id.not_in(merged_away()),
    )


_ROWS = (frozenset({2}), frozenset({3}), LEVELS_2_AND_3)
