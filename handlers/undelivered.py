"""What cannot be delivered is not tried for ever: the co-ordinators are told instead."""

from datetime import datetime

from handlers.views.reminders import undelivered_message
from handlers.views.undelivered import not_delivered
from mappa.people import Person
from storage.databases import Session
from storage.outgoing import Message, Outgoing, add_outgoing, mark_over
from storage.people import as_now, find_anybody, list_people
from storage.reminded import may_be_reminded
from storage.reminders import Reminder, list_reminders_of_message, mark_failed


def give_up(session: Session, sending: Outgoing, problem: str, now: datetime) -> bool:
    """Close the message as failed and tell who is responsible, once; whether anybody was told.

    Of a report that cannot be delivered itself nobody is told: the others have it as well.
    """
    reminders = list_reminders_of_message(session, sending.id)
    if not mark_over(session, sending, "failed", problem):
        return True  # somebody else has it by now
    mark_failed(session, sending.id)
    if sending.is_report:
        return False
    told = _whom_to_tell(session, sending, now)
    messages = _passed_on(session, told, reminders, problem)
    if not messages:
        to = find_anybody(session, [sending.person_id])[sending.person_id]
        messages = [(person, not_delivered(sending, to, problem)) for person in told]
    for person, message in messages:
        add_outgoing(session, message, person, now, is_report=True)
    return bool(messages)


def _whom_to_tell(session: Session, sending: Outgoing, now: datetime) -> list[Person]:
    """The co-ordinators of the area; and who sent something to a channel, who can be reached."""
    direct = sending.lane == f"@{sending.person_id}"
    return [
        as_now(session, person, now)
        for person in list_people(session, sending.area)
        if (person.id != sending.person_id and person.role == "co-ordinator")
        or (person.id == sending.person_id and not direct)
    ]


def _passed_on(
    session: Session, told: list[Person], reminders: list[Reminder], problem: str
) -> list[tuple[Person, Message]]:
    """Of reminders each hears of those that they may see; nobody by it that there are others."""
    theirs = [
        (person, [one for one in reminders if may_be_reminded(session, person, one)])
        for person in told
    ]
    return [(person, undelivered_message(some, problem)) for person, some in theirs if some]
