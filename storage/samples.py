"""Moves the sample caseload and its invented people into an empty database."""

from collections.abc import Iterable
from datetime import datetime

from mappa.cases import CaseRecord
from mappa.errors import SettingWrong
from mappa.people import Person
from mappa.policies import Policy
from storage.cases import add_cases
from storage.databases import Session
from storage.installations import PRACTICE, is_empty, set_note
from storage.people import add_person
from storage.records import Entry, add_record
from storage.reminders import derive_reminders


def add_sample(
    session: Session,
    people: Iterable[Person],
    caseload: Iterable[CaseRecord],
    policy: Policy,
    now: datetime,
) -> int:
    """Fill an empty database and mark it as practice for good; how many cases that are."""
    if not is_empty(session):
        raise SettingWrong(
            "The sample caseload goes into an empty database only, and this one holds cases "
            "or people already. Name a new one in DATABASE_URL."
        )
    set_note(session, "kind", PRACTICE)
    registered = [add_person(session, person, now) for person in people]
    stored = add_cases(session, caseload, now)
    for area in sorted({case.facts.area for case in stored}):
        in_area = [person for person in registered if person.area == area]
        of_area = [case for case in stored if case.facts.area == area]
        derive_reminders(session, of_area, in_area, policy, now, late=True)
        entry = Entry("sample loaded", "command line", after={"cases": len(of_area)})
        add_record(session, entry, area=area, now=now)
    return len(stored)
