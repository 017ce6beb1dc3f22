"""Attendance: who came to held meetings out of who was invited, each case heard counted."""

from sqlalchemy import ColumnElement, case, func

from mappa.asking.figures import Figures
from mappa.asking.questions import Question
from storage.asking.days import LondonDay
from storage.asking.meetings import held_meetings
from storage.asking.rows import Rows, count_rows
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import attendance, meetings


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """Who attended, out of all invited; apart from them, who sent a report instead."""
    return count_rows(session, question, scope, rows_of(question, scope))


def rows_of(question: Question, scope: Scope) -> Rows:
    """Every invitation to a held meeting of the period."""
    return Rows(
        source=meetings.join(attendance, attendance.c.meeting_id == meetings.c.id),
        where=held_meetings(question, scope),
        on=LondonDay(meetings.c.starts_at),
        case_id=attendance.c.case_id,
        own={"level": meetings.c.level, "agency": attendance.c.agency},
        count=_answered("attended"),
        out_of=func.count(),
        reports=_answered("report"),
    )


def _answered(how: str) -> ColumnElement[int]:
    return func.sum(case((attendance.c.how == how, 1), else_=0))
