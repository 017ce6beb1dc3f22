"""What a message says at the moment of sending, to somebody who may still see it."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers.desks import Reply
from handlers.views import blocks
from handlers.views.files import file_withheld
from handlers.views.reminders import REPEAT, reminder_message
from mappa.access import may_do
from mappa.clocks import london_day
from mappa.people import Person
from mappa.policies import Policy
from storage.cases import get_case_by_id
from storage.databases import Session
from storage.outgoing import Message, Outgoing, add_outgoing, mark_over
from storage.people import as_deputy, find_people, list_people_of_case
from storage.records import Entry, add_record
from storage.reminders import (
    Reminder,
    derive_reminders,
    list_reminders_of_message,
    mark_void,
)
from storage.sent_files import is_still_theirs


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to go, and to whom."""

    person: Person
    message: Message

    def as_repeat(self) -> "Letter":
        """The same, saying that it may have arrived before."""
        text = f"{self.message.text}\n{REPEAT}"
        shown = (*self.message.blocks, blocks.context(REPEAT))
        return replace(self, message=replace(self.message, text=text, blocks=shown))


def open_letter(
    session: Session, sending: Outgoing, policy: Policy, now: datetime, practice: bool
) -> Letter | None:
    """The letter, or None when nobody may or needs to get it any more."""
    person = find_people(session, [sending.person_id]).get(sending.person_id)
    if person is not None:
        person = as_deputy(session, person, london_day(now))
    if sending.message is not None and person is not None:
        if is_still_theirs(session, person, sending.message.file):
            return Letter(person, sending.message)
        if mark_over(session, sending, "void", "no longer allowed"):
            add_outgoing(session, file_withheld(), person, now)
        return None
    reminders = _still_allowed(session, sending, person, policy, now)
    if person is None or not reminders:
        mark_over(session, sending, "void", "no longer wanted")
        return None
    if not sending.attempts:
        _put_on_record(session, person, reminders, now)
    return Letter(person, Reply(reminder_message(reminders)).marked(practice).message)


def _still_allowed(
    session: Session, sending: Outgoing, person: Person | None, policy: Policy, now: datetime
) -> list[Reminder]:
    """The reminders that the person may see at this moment; the others go to who may."""
    allowed = []
    for reminder in list_reminders_of_message(session, sending.id):
        case = get_case_by_id(session, reminder.case_id)
        if person is not None and may_do(person, "be reminded", case.facts):
            allowed.append(reminder)
            continue
        case = get_case_by_id(session, reminder.case_id, to_change=True)
        mark_void(session, [reminder.id])
        people = list_people_of_case(session, case.facts)
        derive_reminders(session, [case], people, policy, now)
    return allowed


def _put_on_record(
    session: Session, person: Person, reminders: list[Reminder], now: datetime
) -> None:
    refs = sorted({reminder.case_ref for reminder in reminders})
    entry = Entry("reminded", "clock", after={"cases": refs})
    add_record(session, entry, area=person.area, now=now, person=person)
