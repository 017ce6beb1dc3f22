"""Hearings: cases heard at held meetings, each time one."""

from sqlalchemy import Select

from mappa.asking.figures import Figures
from mappa.asking.questions import Question
from storage.asking.days import LondonDay
from storage.asking.meetings import held_meetings
from storage.asking.rows import Rows, count_rows, refs_of
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import heard, meetings


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """Hearings; the level is the meeting's, the category the case's on the day of the meeting."""
    return count_rows(session, question, scope, rows_of(question, scope))


def refs(question: Question, scope: Scope) -> Select[tuple[int]]:
    """The cases heard, each once."""
    return refs_of(question, scope, rows_of(question, scope))


def rows_of(question: Question, scope: Scope) -> Rows:
    """What the area's held meetings of the period heard."""
    return Rows(
        source=meetings.join(heard, heard.c.meeting_id == meetings.c.id),
        where=held_meetings(question, scope),
        on=LondonDay(meetings.c.starts_at),
        case_id=heard.c.case_id,
        own={"level": meetings.c.level},
    )
