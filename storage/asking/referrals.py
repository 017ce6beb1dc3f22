"""Referrals: made, decided or waiting, and how long the decisions took."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    false,
    func,
    or_,
    select,
    union_all,
)

from mappa.asking.figures import Figures
from mappa.asking.questions import AVERAGE, SHARE, Question
from mappa.screenings import last_overdue
from storage.asking.days import DaysBetween, in_period, period_of, picture_of
from storage.asking.filters import Condition
from storage.asking.rows import (
    Rows,
    count_groups,
    count_rows,
    figures_of,
    in_category_4,
    in_force,
    refs_of,
    share_of,
)
from storage.asking.scopes import CATEGORY_4, Scope
from storage.databases import Session
from storage.tables import referrals

OPEN, OVERDUE, DECIDED = "open", "overdue", "decided"
CLOSED = "closed"  # withdrawals with the decisions: what the share of withdrawals is taken of
DECISIONS: Mapping[str, tuple[str, ...]] = {
    "accepted": ("accepted",),
    "declined": ("declined",),
    "withdrawn": ("withdrawn",),
    DECIDED: ("accepted", "declined"),  # a withdrawal is no decision
    CLOSED: ("accepted", "declined", "withdrawn"),
}
DAYS_OF_A_DECISION = (referrals.c.referred_on, referrals.c.decided_on)
_READ = referrals.c[
    "case_id", "referred_on", "agency", "category", "level_sought", "decision", "decided_on"
]
SHARED_OUT_OF = {
    "accepted": DECIDED,
    "declined": DECIDED,
    "withdrawn": CLOSED,
    OVERDUE: OPEN,
}


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """Referrals; of an average the days to the decisions. A share is taken of what `out_of` leaves
    of the same status; where it leaves no more, of whatever else could have become of them."""
    if question.figure == AVERAGE:
        return _count_days(session, question, scope)
    rows = rows_of(question, scope)
    if question.figure != SHARE:
        return count_rows(session, question, scope, rows)
    whole, where = rows, question.where if question.out_of is None else question.out_of
    if where == question.where and question.status in SHARED_OUT_OF:
        whole = rows_of(replace(question, status=SHARED_OUT_OF[question.status]), scope)
    part = replace(rows, within=where)
    groups = share_of(
        count_groups(session, question.where, question.by, scope, part),
        count_groups(session, where, question.by, scope, whole),
    )
    return figures_of(groups, question, scope, rows, is_ratio=True)


def _count_days(session: Session, question: Question, scope: Scope) -> Figures:
    decided = question if question.status in DECISIONS else replace(question, status=DECIDED)
    days = func.sum(DaysBetween(*DAYS_OF_A_DECISION))
    rows = replace(rows_of(decided, scope), count=days, out_of=func.count())
    return count_rows(session, question, scope, rows)


def refs(question: Question, scope: Scope) -> Select[tuple[int]]:
    """The cases referred, each once."""
    return refs_of(question, scope, rows_of(question, scope))


def rows_of(question: Question, scope: Scope) -> Rows:
    """The referrals of a status, dated by the day that made it so; one that is open by the day on
    which it was made."""
    table, conditions, on = _of_status(question, scope)
    return Rows(
        source=table,
        where=conditions,
        on=on,
        case_id=table.c.case_id,
        as_of=question.on,
        own={
            "level": table.c.level_sought,
            "category": _category(table),
            "agency": table.c.agency,
            "status": _status(table, question),
        },
        category_4=_in_category_4(table),
    )


def _of_status(
    question: Question, scope: Scope
) -> tuple[FromClause, list[Condition], ColumnElement[date]]:
    here, status = referrals.c.area == scope.area, question.status
    made, decided = DAYS_OF_A_DECISION
    if status in DECISIONS:
        of_these = referrals.c.decision.in_(DECISIONS[status])
        return referrals, [here, of_these, *in_period(decided, period_of(question))], decided
    if status not in (OPEN, OVERDUE):
        return referrals, [here, *in_period(made, period_of(question))], made
    day = picture_of(question)
    latest = last_overdue(day, scope.required_policy) if status == OVERDUE else day
    table = _not_decided_by(day, scope.area)
    made_on = table.c.referred_on
    # No clock, nothing late.
    return table, [false() if latest is None else made_on <= latest], made_on


def _not_decided_by(day: date, area: str) -> FromClause:
    """Those that were not decided by the end of a day: two ranges of an index."""
    ways = (referrals.c.decided_on.is_(None), referrals.c.decided_on > day)
    parts = (select(*_READ).where(referrals.c.area == area, way) for way in ways)
    return union_all(*parts).subquery("not_decided")


def _status(table: FromClause, question: Question) -> ColumnElement[str]:
    """The decision asked for; of referrals as they were made what had become of them by the end
    of the day asked on."""
    if question.status in DECISIONS:
        return table.c.decision
    waiting = or_(table.c.decided_on.is_(None), table.c.decided_on > question.asked_on)
    return case((waiting, OPEN), else_=table.c.decision)


def _category(table: FromClause) -> ColumnElement[int]:
    """That of the referral; where it has none, the case's when it was made."""
    then = in_force("category", table.c.case_id, table.c.referred_on)
    return func.coalesce(table.c.category, then)


def _in_category_4(table: FromClause) -> Condition:
    """The same, without looking up the category of all the others."""
    then = in_category_4(table.c.case_id, table.c.referred_on)
    named = func.coalesce(table.c.category, 0) == CATEGORY_4
    return or_(named, and_(table.c.category.is_(None), then))
