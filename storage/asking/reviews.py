"""Reviews on time: how long a case at Level 2 or 3 had waited when a meeting heard it.

A review is a case heard at a held Level 2 or 3 meeting that was at Level 2 or 3 on the day before
it: the meeting that first puts it there reviews nothing, the one that takes it out does. It had
waited since the last earlier day on which a held meeting heard it, in whatever area, or since the
day on which its unbroken time at Level 2 or 3 began, whichever is later. It was on time when the
policy's review limit for the meeting's level, counted from that day, ended on the meeting's day or
after it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, literal_column, select

from mappa.areas import AREAS
from mappa.asking.figures import Figures
from mappa.asking.questions import Period, Question
from mappa.policies import Clock, Policy
from storage.asking import hearings
from storage.asking.days import LondonDay, Unindexed, begun_in_period, period_of
from storage.asking.filters import Condition
from storage.asking.meetings import HELD
from storage.asking.rows import figures_of, ratios, select_rows
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import heard, meetings, spells

Held = dict[int, tuple[date, int]]
Days = dict[int, list[date]]
Runs = dict[int, list[tuple[date, date]]]  # half-open
_LIMITS = {2: "review_limit_level_2", 3: "review_limit_level_3"}
# A limit in months or working days is not as many days long from every day.
_SLACK = timedelta(days=7)


def count_reviews(session: Session, question: Question, scope: Scope) -> Figures:
    """Reviews on time out of all reviews of the period; none of a level that has no limit."""
    limits = _limits(scope.required_policy)
    rows = hearings.rows_of(question, scope)
    rows = replace(rows, where=[*rows.where, meetings.c.level.in_(limits)])
    theirs = select_rows(rows, question.where, "", scope, heard.c.case_id)
    reviews = select_rows(rows, question.where, "", scope, heard.c.case_id, heard.c.meeting_id)
    reach = _reach(period_of(question), limits.values())
    held, runs = _held_meetings(session, reach), _runs(session, theirs, reach)
    heard_on = _days_heard(session, theirs, reach, held)
    end_of_limit: Callable[[int, date], date] = cache(lambda level, day: limits[level].after(day))
    counted: Counter[tuple[Any, bool]] = Counter()
    found: Any = session.execute(reviews).all()
    for case_id, meeting_id in found:
        day, level = held[meeting_id]
        since = _waiting_since(day, heard_on[case_id], runs[case_id])
        if since is not None:
            group = level if question.by == "level" else day if question.by else None
            counted[group, end_of_limit(level, since) >= day] += 1
    return figures_of(ratios(counted, question.by), question, scope, rows, is_ratio=True)


def _limits(policy: Policy) -> dict[int, Clock]:
    found = {level: policy.clocks.get(name) for level, name in _LIMITS.items()}
    return {level: clock for level, clock in found.items() if clock is not None}


def _reach(period: Period, limits: Iterable[Clock]) -> Period:
    """The period, and before it as far as somebody may have waited and still be on time."""
    if period.from_on is None:
        return period
    first = min((limit.before(period.from_on) for limit in limits), default=period.from_on)
    return replace(period, from_on=first - _SLACK)


def _held_meetings(session: Session, reach: Period) -> Held:
    """Day and level by id, of any area: so each day is read once, not with each case heard."""
    day = LondonDay(meetings.c.starts_at).label("on")
    query = select(meetings.c.id, day, meetings.c.level).where(*_held_in(reach))
    return {row.id: (row.on, row.level) for row in session.execute(query)}


def _days_heard(session: Session, theirs: Select[Any], reach: Period, held: Held) -> Days:
    """The days on which these cases were heard, in order."""
    query = (
        select(heard.c.case_id, heard.c.meeting_id)
        .join(meetings, meetings.c.id == heard.c.meeting_id)
        .where(*_held_in(reach), Unindexed(heard.c.case_id).in_(theirs))
    )
    rows: Any = session.execute(query).all()
    found: Days = defaultdict(list)
    for case_id, meeting_id in rows:
        found[case_id].append(held[meeting_id][0])
    for days in found.values():
        days.sort()
    return found


def _held_in(reach: Period) -> list[Condition]:
    """Held by any area; these are named because the index begins with them."""
    begun = begun_in_period(meetings.c.starts_at, reach)
    return [meetings.c.area.in_(list(AREAS)), *begun, meetings.c.status == HELD]


def _runs(session: Session, theirs: Select[Any], reach: Period) -> Runs:
    """The unbroken times of these cases at Level 2 or 3. One that began before the reach may seem
    to have begun later, but not within it."""
    query = (
        select(*spells.c["case_id", "started_on", "ended_on"])
        .where(
            spells.c.area.in_(list(AREAS)),
            spells.c.level >= literal_column("2"),  # as its index says it
            spells.c.started_on <= reach.to_on,
            Unindexed(spells.c.case_id).in_(theirs),
        )
        .order_by(spells.c.case_id, spells.c.started_on)
    )
    if reach.from_on is not None:
        query = query.where(spells.c.ended_on >= reach.from_on)
    found: Runs = defaultdict(list)
    for row in session.execute(query):
        own, start = found[row.case_id], row.started_on
        if own and own[-1][1] == start:
            start = own.pop()[0]
        own.append((start, row.ended_on))
    return found


def _waiting_since(day: date, heard_on: list[date], runs: list[tuple[date, date]]) -> date | None:
    """None where the case was not at Level 2 or 3 on the day before."""
    for start, end in runs:
        if start < day <= end:
            earlier = bisect_left(heard_on, day)
            return max(start, heard_on[earlier - 1]) if earlier else start
    return None
