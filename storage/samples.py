"""Moves the sample caseload and its invented people into an empty database."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from mappa.contacts import AreaContact
from mappa.errors import SettingWrong
from mappa.people import Person
from mappa.policies import Policy
from mappa.workbook.workbooks import Workbook
from storage.area_dates import derive_area_dates
from storage.batches import insert_rows, much_memory
from storage.case_audits import add_audit
from storage.case_rows import ALL_ROWS
from storage.cases import StoredCase, add_cases
from storage.contacts import add_contact
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.installations import PRACTICE, is_empty, set_note
from storage.invitation_rows import add_invitation_rows
from storage.meeting_reminders import derive_meetings_of_area
from storage.meetings import add_meetings
from storage.people import add_person
from storage.populations import set_population
from storage.records import Entry, add_record
from storage.references import reserve_refs
from storage.registers import REGISTERED, said_of
from storage.row_kinds import Links
from storage.standing_members import add_standing_member
from storage.trainings import add_training_row


def add_sample(
    session: Session, people: Iterable[Person], sample: Workbook, policy: Policy, now: datetime
) -> int:
    """Fill an empty database and mark it as practice for good; how many cases that are."""
    if not is_empty(session):
        raise SettingWrong(
            "The sample caseload goes into an empty database only, and this one holds cases "
            "or people already. Name a new one in DATABASE_URL."
        )
    set_note(session, "kind", PRACTICE)
    registered = [add_person(session, person, now) for person in people]
    with much_memory(session):
        stored = add_cases(session, sample.cases, now)
        links = _links(session, sample, registered)
        _add_rows(session, sample, stored, links, now)
        ids = {case.facts.ref: case.id for case in stored}
        add_invitation_rows(session, sample.invitations, links.meetings, ids)
    for noun, refs in _numbered(sample).items():
        reserve_refs(session, noun, refs)
    areas = Counter(case.facts.area for case in stored)
    for person in registered:
        entry = Entry(REGISTERED, "command line", after=said_of(person))
        add_record(session, entry, area=person.area, now=now)
    for area, count in sorted(areas.items()):
        in_area = [person for person in registered if person.area == area]
        of_area = [case for case in stored if case.facts.area == area]
        derive_reminders(session, of_area, in_area, policy, now, late=True)
        derive_meetings_of_area(session, area, policy, now, late=True)
        derive_area_dates(session, area, policy, now, late=True)
        entry = Entry("sample loaded", "command line", after={"cases": count})
        add_record(session, entry, area=area, now=now)
    return len(stored)


def _links(session: Session, sample: Workbook, registered: Iterable[Person]) -> Links:
    """The meetings and audits, stored, and the people to whom the rows of the cases point."""
    drawn = {row.audit_ref: (row.area, row.drawn_on) for row in sample.case_audits}
    return Links(
        meetings=add_meetings(session, sample.meetings),
        people={person.user_id: person.id for person in registered},
        audits={ref: add_audit(session, ref, *when) for ref, when in drawn.items()},
    )


def _add_rows(
    session: Session, sample: Workbook, stored: list[StoredCase], links: Links, now: datetime
) -> None:
    """What has a table of its own: of the cases, and of the area."""
    by_ref = {case.facts.ref: case for case in stored}
    for kind in ALL_ROWS:
        rows = getattr(sample, kind.name)
        made = [kind.to_row(by_ref[row.case_ref], row, links, now) for row in rows]
        insert_rows(session, kind.table, made)
    for population in sample.populations:
        set_population(session, population)
    for training in sample.trainings:
        add_training_row(session, training)
    for member in sample.standing_members:
        add_standing_member(session, member, now)
    for row in sample.contacts:
        contact = AreaContact(row.agency, row.name, row.address)
        add_contact(session, row.area, contact, now)


def _numbered(sample: Workbook) -> dict[str, list[str]]:
    return {
        "referral": [row.ref for row in sample.referrals],
        "meeting": [row.ref for row in sample.meetings],
        "action": [row.ref for row in sample.actions],
        "audit": [row.audit_ref for row in sample.case_audits],
        "training": [row.ref for row in sample.trainings],
    }
