"""Meetings, by the day in London on which they begin: held, planned or cancelled."""

from dataclasses import replace

from mappa.asking.figures import Figures
from mappa.asking.questions import Question
from storage.asking.days import LondonDay, begun_in_period, period_of
from storage.asking.filters import Condition
from storage.asking.rows import Rows, count_rows
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import meetings

HELD = "held"


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """Meetings; held ones unless another status, or all of them by their status, are asked for."""
    rows = rows_of(question, scope)
    status = status_of(question)
    if status:
        rows = replace(rows, where=[*rows.where, meetings.c.status == status])
    return count_rows(session, question, scope, rows)


def status_of(question: Question) -> str:
    """The one that is asked for; nothing where it is all of them."""
    return question.status or ("" if question.by == "status" else HELD)


def rows_of(question: Question, scope: Scope) -> Rows:
    """The meetings of the time asked, of any status."""
    return Rows(
        source=meetings,
        where=meetings_of(question, scope),
        on=LondonDay(meetings.c.starts_at),
        own={"level": meetings.c.level, "status": meetings.c.status},
    )


def meetings_of(question: Question, scope: Scope) -> list[Condition]:
    """The area's meetings of the time asked, whatever has become of them."""
    begun = begun_in_period(meetings.c.starts_at, period_of(question))
    return [meetings.c.area == scope.area, *begun]


def held_meetings(question: Question, scope: Scope) -> list[Condition]:
    """Those of them that were held."""
    return [*meetings_of(question, scope), meetings.c.status == HELD]
