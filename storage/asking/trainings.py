"""Training sessions of an area, those that have been by the day asked on."""

from dataclasses import replace

from mappa.asking.figures import Figures
from mappa.asking.questions import Question
from storage.asking.days import in_period, period_of
from storage.asking.rows import Rows, count_rows
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import trainings


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """Sessions by their day; one that is still ahead has not been."""
    period = period_of(question)
    so_far = replace(period, to_on=min(period.to_on, question.asked_on))
    rows = Rows(
        source=trainings,
        where=[trainings.c.area == scope.area, *in_period(trainings.c.on, so_far)],
        on=trainings.c.on,
    )
    return count_rows(session, question, scope, rows)
