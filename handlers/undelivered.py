"""What cannot be delivered is not tried for ever: the co-ordinators are told instead."""

from datetime import datetime

from handlers.views.reminders import undelivered_message
from mappa.access import may_do
from storage.cases import get_case_by_id
from storage.databases import Session
from storage.outgoing import Outgoing, add_outgoing, mark_over
from storage.people import list_people
from storage.reminders import list_reminders_of_message, mark_failed


def give_up(session: Session, sending: Outgoing, problem: str, now: datetime) -> None:
    """Close the message as failed, and pass its reminders on to who else is responsible."""
    reminders = list_reminders_of_message(session, sending.id)
    if not mark_over(session, sending, "failed", problem):
        return  # somebody else has it by now
    mark_failed(session, sending.id)
    for person in list_people(session, sending.area):
        if person.role != "co-ordinator" or person.id == sending.person_id:
            continue
        theirs = [
            reminder
            for reminder in reminders
            if may_do(person, "be reminded", get_case_by_id(session, reminder.case_id).facts)
        ]
        if theirs:
            add_outgoing(session, undelivered_message(theirs, problem), person, now)
