"""The buttons of a reminder: acknowledge it, show its case."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record, show_case
from handlers.desks import Desk, Visit
from handlers.errors import open_window, refusal
from handlers.views import reminders as views
from mappa.access import may_do
from mappa.clocks import LONDON
from mappa.days import uk_date
from mappa.errors import MappaError, NotFound
from storage.cases import get_case_by_id
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import add_outgoing
from storage.records import Entry
from storage.reminders import Reminder, get_reminder, mark_acknowledged

NOT_THEIRS = "That reminder is no longer there."


def press_acknowledge(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The recipient has seen it; the message then shows who and when instead of the button."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body), "button")
        once(session, delivery_key(body), visit.now)
        reminder = _own_reminder(session, visit, str(body["actions"][0].get("value", "")))
        if reminder.state != "acknowledged":
            mark_acknowledged(session, reminder.id, visit.now)
        when = f"{uk_date(visit.today)}, {visit.now.astimezone(LONDON):%H:%M}"
        add_outgoing(
            session,
            views.acknowledged_message(reminder, visit.person.name, when),
            visit.person,
            visit.now,
            method="update",
            channel=body["container"]["channel_id"],
            ts=body["container"]["message_ts"],
        )
    ack()
    desk.nudge()


def press_open_case(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The case card in a window that only who pressed sees; access is asked again."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body), "button")
        once(session, delivery_key(body), visit.now)
        try:
            reply = show_case(session, visit, str(body["actions"][0].get("value", "")))
        except MappaError as problem:
            reply = refusal(problem)
    open_window(desk, body, views.case_window(reply.marked(desk.practice).message))
    ack()


def _own_reminder(session: Session, visit: Visit, value: str) -> Reminder:
    """The reminder, if it went to this person and they may still see its case."""
    reminder = get_reminder(session, int(value) if value.isascii() and value.isdigit() else 0)
    case = get_case_by_id(session, reminder.case_id)
    if reminder.person_id != visit.person.id or not may_do(visit.person, "see case", case.facts):
        raise NotFound(NOT_THEIRS)
    put_on_record(session, visit, case, Entry("reminder acknowledged", visit.source))
    return reminder
