"""The word `case`: what is true of a case now, what comes next, and its reminders."""

from handlers.desks import Reply, Visit
from handlers.views import cases as views
from mappa.access import may_do
from mappa.errors import NotFound
from mappa.identifiers import read_case_ref
from storage.cases import NO_SUCH_CASE, StoredCase, get_case
from storage.databases import Session
from storage.notes import list_notes
from storage.people import list_people
from storage.records import Entry, add_record
from storage.reminders import list_reminders_of_case

NOTES_SHOWN = 3


def show_case(session: Session, visit: Visit, typed: str) -> Reply:
    """The card of a case that the person may see; looking goes on the record."""
    case = get_case_for(session, visit, read_case_ref(typed), "see case")
    put_on_record(session, visit, case, Entry("case seen", visit.source))
    return case_card(session, visit, case)


def case_card(session: Session, visit: Visit, case: StoredCase, done: str = "") -> Reply:
    """The card, headed by what was just done, if anything was."""
    return views.case_card(
        case.facts,
        visit.today,
        list_reminders_of_case(session, case.id),
        list_notes(session, case, NOTES_SHOWN),
        {person.id: person for person in list_people(session, case.facts.area)},
        done,
    )


def get_case_for(
    session: Session, visit: Visit, ref: str, action: str, *, to_change: bool = False
) -> StoredCase:
    """The case, if the person may do this to it; if not, the same words as if there were none."""
    case = get_case(session, ref, to_change=to_change)
    if not may_do(visit.person, action, case.facts):
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    return case


def put_on_record(session: Session, visit: Visit, case: StoredCase, entry: Entry) -> None:
    """One row of the record about a case, in the name of who is here."""
    add_record(
        session,
        entry,
        area=case.facts.area,
        now=visit.now,
        person=visit.person,
        case=(case.id, case.key),
    )
