"""Shares of what was done as it should be: reviews and screenings on time, disclosure recorded."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from sqlalchemy import case, func

from mappa.asking.figures import Figures
from mappa.asking.questions import Question
from mappa.screenings import decide_by
from storage.asking import hearings, referrals
from storage.asking.minutes import count_minutes
from storage.asking.reviews import count_reviews
from storage.asking.rows import count_rows, figures_of, group_column, ratios, select_rows
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import heard, meetings


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """What was on time, or recorded, out of all that should have been."""
    return _COUNTS[question.counted](session, question, scope)


def count_screenings(session: Session, question: Question, scope: Scope) -> Figures:
    """Decisions on referrals (a withdrawal is none) by the end of the policy's screening clock,
    out of all of the period; nothing where the policy has no such clock."""
    rows = referrals.rows_of(replace(question, status=referrals.DECIDED), scope)
    days = referrals.DAYS_OF_A_DECISION
    key = group_column(rows, question.by)
    query = select_rows(
        rows, question.where, question.by, scope, key, *days, func.count().label("decisions")
    ).group_by(key.name, *days)
    end_of_clock = cache(partial(decide_by, policy=scope.required_policy))
    counted: Counter[tuple[Any, bool]] = Counter()
    for row in session.execute(query).all():
        latest = end_of_clock(row.referred_on)
        if latest is not None:
            counted[row.grouped_by, row.decided_on <= latest] += row.decisions
    return figures_of(ratios(counted, question.by), question, scope, rows, is_ratio=True)


def count_disclosures(session: Session, question: Question, scope: Scope) -> Figures:
    """Cases heard at held Level 2 and 3 meetings with the decision on disclosure recorded, yes or
    no, out of all heard there."""
    rows = hearings.rows_of(question, scope)
    rows = replace(
        rows,
        where=[*rows.where, meetings.c.level >= 2],
        count=func.sum(case((heard.c.disclosure.is_not(None), 1), else_=0)),
        out_of=func.count(),
    )
    return count_rows(session, question, scope, rows)


_COUNTS: Mapping[str, Callable[[Session, Question, Scope], Figures]] = {
    "reviews on time": count_reviews,
    "screening on time": count_screenings,
    "minutes on time": count_minutes,
    "disclosure": count_disclosures,
}
