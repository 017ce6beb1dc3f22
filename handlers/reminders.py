"""The buttons of a reminder: acknowledge it, show its case."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record, show_case
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window, refusal
from handlers.views import reminders as views
from mappa.access import may_do
from mappa.clocks import LONDON
from mappa.days import uk_date
from mappa.errors import MappaError, NotFound
from storage.cases import get_case_by_id
from storage.databases import Session
from storage.deliveries import once
from storage.due_reminders import LISTED
from storage.outgoing import Message, add_outgoing
from storage.records import Entry
from storage.reminders import Reminder, get_reminder, mark_acknowledged

NOT_THEIRS = "That reminder is no longer there."


def press_acknowledge(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The recipient has seen it; the message then shows who and when instead of the button."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.today()), "button")
        once(session, delivery_key(body), visit.now)
        reminders = _own_reminders(session, visit, str(body["actions"][0].get("value", "")))
        if new := [reminder for reminder in reminders if reminder.state != "acknowledged"]:
            _acknowledge(session, visit, new)
            _show_acknowledged(session, visit, reminders, body.get("container") or {})
    ack()
    desk.nudge()


def press_open_case(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The case card in a window that only who pressed sees; access is asked again."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.today()), "button")
        once(session, delivery_key(body), visit.now)
        try:
            reply = show_case(session, visit, str(body["actions"][0].get("value", "")))
        except MappaError as problem:
            reply = refusal(problem)
    open_window(desk, body, views.case_window(reply.marked(desk.practice).message))
    ack()


def _own_reminders(session: Session, visit: Visit, value: str) -> list[Reminder]:
    """Those that went to this person about cases that they may still see, at least one."""
    ids = re.findall(r"(?<![0-9])[1-9][0-9]{0,17}(?![0-9])", value)[:LISTED]
    found = [_own_reminder(session, visit, int(number)) for number in ids]
    own = [reminder for reminder in found if reminder is not None]
    if not own:
        raise NotFound(NOT_THEIRS)
    return own


def _own_reminder(session: Session, visit: Visit, reminder_id: int) -> Reminder | None:
    try:
        reminder = get_reminder(session, reminder_id)
    except NotFound:
        return None
    if reminder.person_id != visit.person.id:
        return None
    case = get_case_by_id(session, reminder.case_id)
    return reminder if may_do(visit.person, "see case", case.facts) else None


def _acknowledge(session: Session, visit: Visit, reminders: Sequence[Reminder]) -> None:
    for reminder in reminders:
        mark_acknowledged(session, reminder.id, visit.now)
        case = get_case_by_id(session, reminder.case_id)
        put_on_record(session, visit, case, Entry("reminder acknowledged", visit.source))


def _show_acknowledged(
    session: Session, visit: Visit, reminders: Sequence[Reminder], place: Mapping[str, Any]
) -> None:
    """In place of the reminder, which stands in the person's direct messages and nowhere else."""
    if not str(place.get("channel_id")).startswith("D"):
        return
    add_outgoing(
        session,
        _acknowledged(visit, reminders),
        visit.person,
        visit.now,
        method="update",
        channel=place["channel_id"],
        ts=place["message_ts"],
    )


def _acknowledged(visit: Visit, reminders: Sequence[Reminder]) -> Message:
    when = f"{uk_date(visit.today)}, {visit.now.astimezone(LONDON):%H:%M}"
    message = views.acknowledged_message(reminders, visit.person.name, when)
    return Reply(message).marked(visit.desk.practice).message
