"""Dates ahead: people whose licence, sentence, order or other date falls in a period, or is over
while they have not left."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from mappa.asking.figures import Figures
from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY, Day, Filters, Question
from mappa.cases import CATEGORIES, DATE_KINDS, LEVELS, ORDER_KINDS
from storage.asking.filters import BUCKETS, Condition, custody_on, of_the_case
from storage.asking.happenings import WHOLE, count_people, count_rows, dated, key_of, sum_of
from storage.asking.scopes import Scope
from storage.asking.standings import GROUPS, at, counts, latest, stands, then, with_cases
from storage.databases import Session
from storage.tables import case_dates, cases, orders, spells

A_YEAR = timedelta(days=366)


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """People, each once; of a month or kind, everybody with such a date in it.

    Who begins later has no level yet on the day asked on.
    """
    by, many = question.by, _may_be_many(question)
    rows = _rows(question, scope, by)
    groups = (count_rows if many and _is_one_group(by) else count_people)(session, rows, by)
    whole = sum_of(groups)
    if not _is_one_group(by):
        whole = count_people(session, _rows(question, scope, ""), "")[WHOLE]
    return Figures(whole, tuple(groups.items()) if by else (), hidden=scope.hides(question))


def refs(question: Question, scope: Scope) -> Select[tuple[int]]:
    """The cases of these people."""
    return select(_rows(question, scope, "").c.case_id).distinct()


def parts(question: Question, scope: Scope, by: str) -> Subquery:
    """Every date of the time asked, of any kind, with where its person stands on the day asked on;
    `by` is one thing more of the case, or custody."""
    every = replace(question, where=Filters(), kinds=frozenset())
    return _of_each_date(every, scope, "" if by == "custody" else by, with_parts=True)


def _rows(question: Question, scope: Scope, by: str) -> Subquery:
    """Each person at least once: once only where there are many and each is in one group."""
    if _may_be_many(question) and _is_one_group(by):
        return _of_each_person(question, scope, by)
    return _of_each_date(question, scope, by)


def _is_one_group(by: str) -> bool:
    """Whether nobody can be in two of the groups, as with several dates in months or kinds."""
    return by not in BUCKETS and by != "kind"


def _of_each_date(
    question: Question, scope: Scope, by: str, *, with_parts: bool = False
) -> Subquery:
    """From the dates to the spell of each: the one in force, or else the next that begins."""
    day, ends = question.asked_on, _ends(question).subquery("ends")
    running = latest(ends.c.case_id, spells.c.started_on <= day, spells.c.ended_on > day)
    ahead = (
        select(spells.c.id)
        .where(spells.c.case_id == ends.c.case_id, spells.c.started_on > day)
        .order_by(spells.c.started_on)
        .limit(1)
    )
    there = ends.outerjoin(then, then.c.id == func.coalesce(running, ahead.scalar_subquery()))
    columns = {"kind": ends.c.kind, **_columns(day)}
    inside = ends.c.case_id.in_(custody_on(day))
    place = case((inside, CUSTODY), else_=COMMUNITY).label("place")
    named = [columns[name].label(name) for name in ("kind", "level", "category")]
    more = [*named, ends.c.on, place] if with_parts else []
    return (
        select(ends.c.case_id, key_of(by, ends.c.on, columns), *more)
        .select_from(with_cases(there, ends.c.case_id, question.where, by))
        .where(
            or_(then.c.id.is_not(None), _never_at_a_level(ends.c.case_id)),
            *counts(ends.c.case_id, question.where, scope, columns["category"]),
            *_asked_of(ends.c.case_id, question),
        )
        .subquery()
    )


def _of_each_person(question: Question, scope: Scope, by: str) -> Subquery:
    """The same from the spells: where many have such a date, that of each need not be looked up."""
    day, where = question.asked_on, question.where
    sooner = spells.alias("sooner")
    before = exists().where(
        sooner.c.case_id == then.c.case_id,
        sooner.c.started_on < then.c.started_on,
        sooner.c.ended_on > day,
    )
    dated_cases = select(_ends(question).subquery("ends").c.case_id)
    managed = (
        select(then.c.case_id, key_of(by, then.c.started_on, _columns(day)))
        .select_from(with_cases(then, then.c.case_id, where, by))
        .where(
            then.c.area == scope.area,
            then.c.level.in_(list(LEVELS)),  # the index begins with these
            then.c.category.in_(list(CATEGORIES)),
            then.c.ended_on > day,
            or_(then.c.started_on <= day, ~before),
            then.c.case_id.in_(dated_cases),
            *stands(then.c.case_id, where, scope, _columns(day)["category"]),
            *_asked_of(then.c.case_id, question),
        )
    )
    columns = {**GROUPS, "level": null(), "category": null()}
    referred = select(cases.c.id, key_of(by, literal(day), columns)).where(
        cases.c.area == scope.area,
        cases.c.merged_into.is_(None),
        cases.c.id.in_(dated_cases),
        _never_at_a_level(cases.c.id),
        *of_the_case(where),
        *_inside_or_not(cases.c.id, question),
    )
    if where.levels or where.categories:
        return managed.subquery()
    return union_all(managed, referred).subquery()


def _never_at_a_level(case_id: ColumnElement[int]) -> Condition:
    """Who is referred and at no level yet has not left."""
    return ~exists().where(spells.c.case_id == case_id)


def _may_be_many(question: Question) -> bool:
    """Whether the dates asked for are more than those of a year."""
    when = question.when
    return isinstance(when, Day) or when.from_on is None or when.to_on - when.from_on > A_YEAR


def _asked_of(case_id: ColumnElement[int], question: Question) -> list[Condition]:
    """As they stand on the day asked on; who begins later is at no level on it."""
    where, found = question.where, _inside_or_not(case_id, question)
    if where.levels or where.categories:
        found += [*at(where), then.c.started_on <= question.asked_on]
    return found


def _inside_or_not(case_id: ColumnElement[int], question: Question) -> list[Condition]:
    asked = question.where.custody
    if asked in ("", BOTH):
        return []
    inside = case_id.in_(custody_on(question.asked_on))
    return [inside if asked == CUSTODY else ~inside]


def _columns(day: date) -> dict[str, Any]:
    present = then.c.started_on <= day
    now = {name: case((present, GROUPS[name]), else_=null()) for name in ("level", "category")}
    return {**GROUPS, **now}


def _ends(question: Question) -> Select[Any] | CompoundSelect[Any]:
    """The rows that hold the dates asked for; of an order, the day that it ends."""
    kinds = question.kinds or frozenset({*DATE_KINDS, *ORDER_KINDS})
    parts = [
        select(table.c.case_id, table.c.kind, day.label("on")).where(
            table.c.kind.in_(sorted(kinds.intersection(known))), *_when(question, day)
        )
        for table, day, known in (
            (case_dates, case_dates.c.on, DATE_KINDS),
            (orders, orders.c.ends_on, ORDER_KINDS),
        )
        if kinds.intersection(known)
    ]
    return parts[0] if len(parts) == 1 else union_all(*parts)


def _when(question: Question, day: ColumnElement[date]) -> list[Condition]:
    when = question.when
    return [day < when.on] if isinstance(when, Day) else dated(day, when)
