"""The word `correct`: what the history of a case says wrongly, set right with a reason."""

from handlers.cases import get_case_for, put_on_record
from handlers.desks import Reply, Visit
from handlers.updates import save
from handlers.views import corrections as views
from mappa.access import may, may_do
from mappa.cases import CaseRecord, Spell
from mappa.corrections import Correction, read_correction
from mappa.days import uk_date
from mappa.errors import NotAllowed
from mappa.fact_corrections import apply_correction
from storage.cases import StoredCase
from storage.databases import Session
from storage.people import list_people_of_case
from storage.records import Entry, add_record


def correct_case(session: Session, visit: Visit, typed: str) -> Reply:
    """Find the fact, set it right by the rules, save it with what it was, show both."""
    asked = read_correction(typed, visit.today)
    case = get_case_for(session, visit, asked.ref, "change case", to_change=True)
    if asked.noun == "spell" and not may(visit.person, "decide level"):
        raise NotAllowed(
            "spell: category and level are corrected by the co-ordinator; nothing was saved. "
            f"Ask the co-ordinator. Example: update {asked.ref} note the level seems to be wrong"
        )
    facts, was, now, said = apply_correction(case.facts, asked)
    if not may_do(visit.person, "change case", facts):
        raise NotAllowed(
            "Category 4 can be set only by somebody granted Category 4; nothing was saved. "
            "Ask a co-ordinator who has the grant."
        )
    if facts == case.facts:
        put_on_record(session, visit, case, Entry("case seen", visit.source))
        return views.nothing_new(asked, was, visit.desk.command)
    _save(session, visit, case, facts, asked, was)
    names = {one.user_id: one.name for one in list_people_of_case(session, facts)}
    return views.corrected(asked, was, now, said, names, visit.desk.command)


def _save(
    session: Session,
    visit: Visit,
    case: StoredCase,
    facts: CaseRecord,
    asked: Correction,
    was: object,
) -> None:
    """On the record of the area, and of the one that managed the case then: its figures move."""
    then = was.area if isinstance(was, Spell) and was.area else facts.area
    corrected = f"{asked.noun} of {uk_date(asked.day)}"
    noted: dict[str, object] = {"because": asked.reason, "corrected": corrected}
    # Records are locked in the order of the areas' codes, as a transfer does.
    for area in sorted({facts.area, then}):
        if area == facts.area:
            people = list_people_of_case(session, facts)
            save(session, visit, case, facts, people, noted)
        else:
            entry = Entry("history corrected", visit.source, after=noted)
            add_record(
                session,
                entry,
                area=area,
                now=visit.now,
                person=visit.person,
                case=(case.id, case.key),
            )
