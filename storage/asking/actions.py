"""Actions: open or overdue by the end of a day; done, raised or due in a period."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, or_, select, union_all

from mappa.asking.figures import Figures
from mappa.asking.questions import Question
from storage.asking.days import in_period, period_of, picture_of
from storage.asking.rows import Rows, count_rows, refs_of
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import actions

OPEN, OVERDUE, BOTH = "open", "overdue", "open and overdue"
_DATED: Mapping[str, str] = {"done": "done_on", "raised": "raised_on", "due": "due_on"}


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """Actions; level and category are the case's on the day asked, or on the action's own."""
    return count_rows(session, question, scope, rows_of(question, scope))


def refs(question: Question, scope: Scope) -> Select[tuple[int]]:
    """The cases that the actions are about, each once."""
    return refs_of(question, scope, rows_of(question, scope))


def rows_of(question: Question, scope: Scope) -> Rows:
    """The actions of a status. Overdue ones are dated by the day on which they were due, open ones
    by the day on which they were raised."""
    table: FromClause = actions
    on: ColumnElement[date]
    if question.status in _DATED:
        on = actions.c[_DATED[question.status]]
        conditions = [actions.c.area == scope.area, *in_period(on, period_of(question))]
    else:
        day = picture_of(question)
        table = _not_done_by(day, scope.area)
        late = question.status == OVERDUE
        on = table.c.due_on if late else table.c.raised_on
        conditions = [on < day if late else or_(on.is_(None), on <= day)]
    return Rows(
        source=table,
        where=conditions,
        on=on,
        case_id=table.c.case_id,
        as_of=question.on,
        own={"agency": table.c.agency},
    )


def standing_rows(question: Question, scope: Scope) -> tuple[Rows, ColumnElement[str]]:
    """All that stand open or overdue on a day, dated as those of the question, and which each is:
    overdue, open, or both."""
    asked, day = rows_of(question, scope), picture_of(question)
    table = asked.source
    late = table.c.due_on < day
    raised = or_(table.c.raised_on.is_(None), table.c.raised_on <= day)
    which = case((and_(late, raised), BOTH), (late, OVERDUE), else_=OPEN)
    return replace(asked, where=[or_(late, raised)]), which


def _not_done_by(day: date, area: str) -> FromClause:
    """Those that were not done by the end of a day: two ranges of an index."""
    ways = (actions.c.done_on.is_(None), actions.c.done_on > day)
    columns = actions.c["case_id", "agency", "raised_on", "due_on"]
    parts = (select(*columns).where(actions.c.area == area, way) for way in ways)
    return union_all(*parts).subquery("not_done")
