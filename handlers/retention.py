"""The word `retention`: what is due for review by the policy, and until when a case is kept."""

from dataclasses import replace

from handlers.cases import get_case_for, put_on_record
from handlers.desks import Reply, Visit
from handlers.updates import save
from handlers.views import retention as views
from mappa.retention import Asked, due_on, left_on, read_retention, what_runs
from storage.cases import StoredCase
from storage.databases import Session
from storage.people import list_people_of_case
from storage.records import SEEN, Entry, add_record
from storage.retention import get_beside, list_due, list_erased

KEPT = "retention changed"


def retention(session: Session, visit: Visit, typed: str) -> Reply:
    """A list, one case, or until when it is kept; looking goes on the record."""
    asked = read_retention(typed, visit.today)
    if not asked.ref:
        return _erased(session, visit, asked) if asked.erased else _due(session, visit, asked)
    if asked.changes:
        return _keep(session, visit, asked)
    case = get_case_for(session, visit, asked.ref, "erase cases")
    put_on_record(session, visit, case, Entry(SEEN, visit.source, after="retention"))
    return _shown(session, visit, case)


def _due(session: Session, visit: Visit, asked: Asked) -> Reply:
    due = list_due(session, visit.person, visit.desk.policy, visit.today)
    page = views.due_page(due, asked.page, visit.desk.policy, visit.desk.command)
    _record(session, visit, "cases due seen", page.refs)
    return page.reply


def _erased(session: Session, visit: Visit, asked: Asked) -> Reply:
    page = views.erased_page(list_erased(session, visit.person), asked.page, visit.desk.command)
    _record(session, visit, "erased cases seen", page.refs)
    return page.reply


def _keep(session: Session, visit: Visit, asked: Asked) -> Reply:
    case = get_case_for(session, visit, asked.ref, "erase cases", to_change=True)
    facts = replace(case.facts, kept_until=asked.keeps)
    people = list_people_of_case(session, facts)
    saved = save(session, visit, case, facts, people, {"because": asked.reason}, KEPT)
    if saved.number is None:
        put_on_record(session, visit, case, Entry(SEEN, visit.source, after="retention"))
    return _shown(session, visit, saved.case, views.saved(facts, is_new=saved.number is not None))


def _shown(session: Session, visit: Visit, case: StoredCase, done: str = "") -> Reply:
    beside, facts = get_beside(session, case), case.facts
    runs = what_runs(facts, beside, visit.today)
    due = due_on(facts, beside, visit.desk.policy)
    state = views.State(left_on(facts, beside), due, runs, visit.today)
    return views.one_case(facts, state, visit.desk.policy, visit.desk.command, done)


def _record(session: Session, visit: Visit, action: str, refs: list[str]) -> None:
    if refs:
        entry = Entry(action, visit.source, after={"cases": refs})
        add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
