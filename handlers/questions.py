"""Questions, wherever they come from: read, counted, answered; or asked back."""

from handlers.desks import Reply, Visit
from handlers.views import questions as views
from mappa.access import may, require, sees_category_4
from mappa.answers import Answer, answer_people
from mappa.errors import NotUnderstood
from mappa.question_parts import read_question
from storage.databases import Session
from storage.questions import count_people

MAY_NOT_ASK = "Your role does not see figures. Ask the co-ordinator of your area."


def answer_question(session: Session, visit: Visit, typed: str) -> Reply:
    """The answer as a private reply; what is not understood is answered with help as well."""
    try:
        return views.answer(count_for(session, visit, typed))
    except NotUnderstood as problem:
        raise NotUnderstood(problem.message, (*problem.choices, "help")) from problem


def count_for(session: Session, visit: Visit, typed: str) -> Answer:
    """The figure that the person may see, for their own area."""
    require(visit.person, "ask", MAY_NOT_ASK)
    question = read_question(typed, visit.today)
    category_4 = sees_category_4(visit.person)
    cells = count_people(session, question, visit.person.area, category_4=category_4)
    exactly = may(visit.person, "ask exactly")
    below = None if exactly else visit.desk.policy.statistics.suppress_below
    return answer_people(question, cells, category_4_shown=category_4, suppress_below=below)
