"""Minutes on time: issued by the end of the policy's clock for the level of their meeting.

Counted are the minutes that were closed here, of cases heard at held meetings, each case by itself,
by the day on which they were due. What was minuted elsewhere and brought in has no day of closing
and is not counted; nor is what is not issued yet while there is time.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from mappa.asking.figures import Figures
from mappa.asking.questions import Period, Question
from mappa.policies import Clock, Policy
from storage.asking import hearings
from storage.asking.days import period_of
from storage.asking.rows import figures_of, ratios, select_rows
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import heard, meetings

_CLOCKS = {2: "minutes_level_2", 3: "minutes_level_3"}
# Working days and months are not as many days long from every day.
_SLACK = timedelta(days=14)


def count_minutes(session: Session, question: Question, scope: Scope) -> Figures:
    """Minutes issued on time out of all that were due; none of a level that has no clock."""
    clocks = _clocks(scope.required_policy)
    period = period_of(question)
    wider = replace(question, when=_reach(period, clocks))
    rows = hearings.rows_of(wider, scope)
    closed = heard.c.closed_on.is_not(None)
    rows = replace(rows, where=[*rows.where, meetings.c.level.in_(clocks), closed])
    columns = rows.on.label("on"), meetings.c.level, heard.c.issued_on
    query = select_rows(rows, question.where, "", scope, *columns)
    due_on = cache(lambda level, day: clocks[level].after(day))
    counted: Counter[tuple[Any, bool]] = Counter()
    for row in session.execute(query).all():
        due = due_on(row.level, row.on)
        waits = row.issued_on is None and due >= question.asked_on
        if waits or due > period.to_on or (period.from_on and due < period.from_on):
            continue
        group = row.level if question.by == "level" else due if question.by else None
        counted[group, row.issued_on is not None and row.issued_on <= due] += 1
    return figures_of(ratios(counted, question.by), question, scope, rows, is_ratio=True)


def _clocks(policy: Policy) -> dict[int, Clock]:
    found = {level: policy.clocks.get(name) for level, name in _CLOCKS.items()}
    return {level: clock for level, clock in found.items() if clock is not None}


def _reach(period: Period, clocks: Mapping[int, Clock]) -> Period:
    """The days of the meetings whose minutes can fall due in the period."""
    if period.from_on is None:
        return period
    first = min((one.before(period.from_on) for one in clocks.values()), default=period.from_on)
    return replace(period, from_on=first - _SLACK)
