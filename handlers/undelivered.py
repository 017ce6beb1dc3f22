"""What cannot be delivered is not tried for ever: the co-ordinators are told instead."""

import logging
from collections.abc import Sequence
from datetime import datetime

from handlers.channels import INSTEAD, Room, give_instead
from handlers.views.reminders import undelivered_message
from handlers.views.undelivered import (
    answer_withheld,
    channel_refused,
    not_allowed,
    not_delivered,
)
from mappa.people import Person
from storage.databases import Session
from storage.findings import may_see_all
from storage.outgoing import Message, Outgoing, add_outgoing, mark_over
from storage.people import as_now, find_anybody, list_people
from storage.reminded import may_be_reminded
from storage.reminders import Reminder, list_reminders_of_message, mark_failed

log = logging.getLogger("mappa.sending")


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
        messages = [(person, not_delivered(sending, to, problem), ()) for person in told]
    for person, message, about in messages:
        add_outgoing(session, message, person, now, about=about, is_report=True)
    return bool(messages)


def withhold(session: Session, sending: Outgoing, person: Person | None, now: datetime) -> None:
    """Close a message that its addressee may get no longer. Who asked for it hears that there will
    be none; of anything else the co-ordinators do, so that what it asked for is not forgotten."""
    if not mark_over(session, sending, "void", "no longer allowed"):
        return  # somebody else has it by now
    if sending.is_answer and person is not None:
        note = answer_withheld(is_file=sending.method == "file")
        add_outgoing(session, note, person, now, about=())
    if sending.is_answer or sending.is_report or sending.is_offer or sending.method == "update":
        return  # of an offer that is no longer one the others hear as well
    to = find_anybody(session, [sending.person_id])[sending.person_id]
    seen = [
        one
        for one in _whom_to_tell(session, sending, now)
        if one.id != sending.person_id and may_see_all(session, one, sending.about)
    ]
    for one in seen:
        add_outgoing(
            session, not_allowed(sending, to), one, now, about=sending.about, is_report=True
        )
    if not seen:
        log.error("message %s: nobody could be told that it was withheld", sending.id)


def refuse_channel(
    session: Session, sending: Outgoing, sharer: Person, room: Room, unsafe: str, now: datetime
) -> None:
    """Who shared it hears why it is not there, and who may see all of it gets it directly."""
    note = channel_refused(room.id, f"{unsafe} {INSTEAD}" if sending.about else unsafe)
    add_outgoing(session, note, sharer, now, about=(), is_report=True)
    if sending.about and sending.message:
        give_instead(session, sharer, room, sending.message, sending.about, now)


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
) -> list[tuple[Person, Message, Sequence[str]]]:
    """Of reminders each hears of those that they may see, with the cases that these are about;
    nobody by it that there are others."""
    made: list[tuple[Person, Message, Sequence[str]]] = []
    for person in told:
        if some := [one for one in reminders if may_be_reminded(session, person, one)]:
            refs = [one.case_ref for one in some if one.case_ref]
            made.append((person, undelivered_message(some, problem), refs))
    return made
