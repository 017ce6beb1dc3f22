"""What a message says at the moment of sending, to somebody who may still see it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.desks import Reply
from handlers.undelivered import withhold
from handlers.views import blocks
from handlers.views.meetings.invitations import answer_buttons
from handlers.views.reminders import REPEAT, More, reminder_message
from mappa.people import Person
from mappa.policies import Policy
from mappa.snoozes import snooze_choices
from storage.cases import get_case_by_id
from storage.databases import Session
from storage.deriving import derive_again
from storage.entitlements import may_still_get
from storage.escalations import list_silent
from storage.invitations import list_invitations
from storage.meeting_reminders import find_meeting
from storage.outgoing import Message, Outgoing, mark_over
from storage.people import as_now, find_people
from storage.records import Entry, add_record
from storage.reminded import may_be_reminded
from storage.reminder_lists import list_heard
from storage.reminders import Reminder, list_reminders_of_message, mark_void
from storage.repeats import may_be_repeats

MOST_INVITATIONS = 5  # of one person's to one meeting that can be answered in a reminder


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
        person = as_now(session, person, now)
    if sending.message is not None:
        if person is not None and may_still_get(session, person, sending):
            return Letter(person, sending.message)
        withhold(session, sending, person, now)
        return None
    reminders = _still_allowed(session, sending, person, policy, now)
    if person is None or not reminders:
        mark_over(session, sending, "void", "no longer wanted")
        return None
    more = {one.id: _more(session, person, one) for one in reminders}
    if not sending.attempts:
        _put_on_record(session, person, reminders, more.values(), now)
    message = reminder_message(reminders, more, _snoozes(reminders, policy, now))
    letter = Letter(person, Reply(message).marked(practice).message)
    return letter.as_repeat() if may_be_repeats(session, reminders) else letter


def _still_allowed(
    session: Session, sending: Outgoing, person: Person | None, policy: Policy, now: datetime
) -> list[Reminder]:
    """What the person may be reminded of at this moment; the rest goes to who may."""
    allowed = []
    for reminder in list_reminders_of_message(session, sending.id):
        if reminder.state != "due":
            continue  # answered already, where it had been sent before
        if reminder.step and not list_silent(session, reminder):
            mark_void(session, [reminder.id])  # acknowledged after all
        elif person is not None and may_be_reminded(session, person, reminder):
            allowed.append(reminder)
        else:
            _give_to_others(session, reminder, policy, now)
    return allowed


def _give_to_others(session: Session, reminder: Reminder, policy: Policy, now: datetime) -> None:
    if reminder.case_id is not None:  # cases are locked before what belongs to them
        get_case_by_id(session, reminder.case_id, to_change=True)
    mark_void(session, [reminder.id])
    derive_again(session, reminder, policy, now)


def _more(session: Session, person: Person, reminder: Reminder) -> More:
    silent = list_silent(session, reminder) if reminder.step else []
    names = [one.name for one in silent]
    meeting_id = find_meeting(session, reminder.subject)
    if meeting_id is None:
        return More(names)
    hears = list_heard(session, meeting_id, person)
    return More(names, hears, _answers(session, meeting_id, person))


def _answers(session: Session, meeting_id: int, person: Person) -> list[blocks.Block]:
    """For each of the person's invitations that is not answered yet, its buttons."""
    theirs = {person.user_id, *person.stands_in_for}
    open_ones = [
        one
        for one in list_invitations(session, [meeting_id])
        if one.user_id in theirs and one.answer is None
    ]
    return [answer_buttons(one.key) for one in open_ones[:MOST_INVITATIONS]]


def _snoozes(reminders: list[Reminder], policy: Policy, now: datetime) -> list[str]:
    """Until when all of them can be put off together."""
    at = policy.sending.at
    choices = [snooze_choices(reminder.about_on, at, now) for reminder in reminders]
    return [choice for choice in choices[0] if all(choice in some for some in choices)]


def _put_on_record(
    session: Session,
    person: Person,
    reminders: Iterable[Reminder],
    more: Iterable[More],
    now: datetime,
) -> None:
    refs = {reminder.case_ref for reminder in reminders if reminder.case_ref}
    refs.update(ref for one in more for ref in one.hears)
    if refs:
        entry = Entry("reminded", "clock", after={"cases": sorted(refs)})
        add_record(session, entry, area=person.area, now=now, person=person)
