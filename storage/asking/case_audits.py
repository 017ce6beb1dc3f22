"""Case audits of an area, by the day on which the sample was drawn."""

from mappa.asking.figures import Figures
from mappa.asking.questions import Question
from storage.asking.days import in_period, period_of
from storage.asking.rows import Rows, count_rows
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import case_audits


def count(session: Session, question: Question, scope: Scope) -> Figures:
    """Audits, each one, however many cases were in its sample."""
    drawn = in_period(case_audits.c.drawn_on, period_of(question))
    rows = Rows(
        source=case_audits,
        where=[case_audits.c.area == scope.area, *drawn],
        on=case_audits.c.drawn_on,
    )
    return count_rows(session, question, scope, rows)
