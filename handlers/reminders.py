"""The buttons of a reminder: acknowledge it, put it off, show its case."""

import re
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import show_case
from handlers.desks import Desk, Visit
from handlers.errors import open_window, refusal
from handlers.refusals import add_refusal_here
from handlers.tellings import show_instead
from handlers.views import reminders as views
from handlers.windows import pressed
from mappa.clocks import LONDON
from mappa.days import uk_date
from mappa.errors import MappaError, NotFound, RuleBroken
from mappa.snoozes import CHOICES, GONE, snoozed_until
from storage.cases import get_case_by_id, list_cases
from storage.databases import Session
from storage.deliveries import once
from storage.deriving import derive_again
from storage.due_reminders import LISTED
from storage.records import Entry, add_record
from storage.reminded import may_be_reminded
from storage.reminders import (
    Reminder,
    came_with,
    find_cases_of,
    get_reminder,
    mark_acknowledged,
    mark_snoozed,
)

NOT_THEIRS = "That reminder is no longer there."
MOVED = "That date has been changed or is done; there is nothing to put off."
DONE = "That reminder was acknowledged already; nothing was changed."
# Slack may have posted what we think is on its way, or could not be delivered.
ANSWERABLE = ("sent", "snoozed", "due", "failed")


def press_acknowledge(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The recipient has seen it; the message then shows who and when instead of the button."""
    with desk.db.write() as session:
        visit, reminders = _pressed(session, body, desk)
        if new := [one for one in reminders if one.state in ANSWERABLE]:
            for reminder in new:
                mark_acknowledged(session, reminder, visit.now)
                _put_on_record(session, visit, reminder, "reminder acknowledged")
            when = _said(visit.now)
            message = views.acknowledged_message(reminders, visit.person.name, when)
            show_instead(session, visit, body, message, about=_cases_of(reminders))
    ack()
    desk.nudge()


def press_snooze(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """It comes again at the time chosen; the message then shows who put it off until when."""
    choice = pressed(body).rpartition(" ")[2]
    with desk.db.write() as session:
        visit, found = _pressed(session, body, desk, to_derive=True)
        reminders = [one for one in found if one.state in ANSWERABLE]
        if not reminders:
            raise RuleBroken(DONE)
        times = {one: _until(visit, one, choice) for one in reminders}
        new = [one for one in reminders if (one.state, one.due_at) != ("snoozed", times[one])]
        for reminder in new:
            mark_snoozed(session, reminder, times[reminder])
            until = times[reminder].isoformat()
            _put_on_record(session, visit, reminder, "reminder put off", until)
        _require_standing(session, visit, new)
        if new:
            until = _said_of(set(times.values()))
            message = views.snoozed_message(reminders, visit.person.name, until)
            show_instead(session, visit, body, message, about=_cases_of(reminders))
    ack()
    desk.nudge()


def press_open_case(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The case card in a window that only who pressed sees; access is asked again."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        try:
            reply = show_case(session, visit, pressed(body))
        except MappaError as problem:
            add_refusal_here(session, visit, body, problem)
            reply = refusal(problem)
    open_window(desk, body, views.case_window(reply.marked(desk.practice).message))
    ack()


def _pressed(
    session: Session, body: Mapping[str, Any], desk: Desk, *, to_derive: bool = False
) -> tuple[Visit, list[Reminder]]:
    """Who pressed, and their reminders that the button stands for. `to_derive`: their cases are
    locked before they are, as everybody does who derives."""
    visit = desk.visit(get_asker(session, body, desk.now()), "button")
    once(session, delivery_key(body), visit.now)
    found = re.findall(r"(?<![0-9])[1-9][0-9]{0,17}(?![0-9])", pressed(body))[:LISTED]
    ids = [int(number) for number in dict.fromkeys(found)]
    if to_derive:
        about = find_cases_of(session, ids, visit.person.id)
        deque(list_cases(session, ids=about, to_change=True), maxlen=0)
    ts = str((body.get("container") or {}).get("message_ts", ""))
    return visit, _own_reminders(session, visit, ids, ts)


def _require_standing(session: Session, visit: Visit, put_off: list[Reminder]) -> None:
    """A date that was moved, or is done, meanwhile does not come back by an old button."""
    for one in {(one.case_id, one.subject): one for one in put_off}.values():
        derive_again(session, one, visit.desk.policy, visit.now)
    if put_off and all(get_reminder(session, one.id).state == "void" for one in put_off):
        raise RuleBroken(MOVED)


def _own_reminders(session: Session, visit: Visit, ids: list[int], ts: str) -> list[Reminder]:
    """Those that went to this person, in the message that was pressed or another, about what they
    may still see, at least one."""
    found = [_own_reminder(session, visit, number, ts) for number in ids]
    own = [reminder for reminder in found if reminder is not None]
    if not own:
        raise NotFound(NOT_THEIRS)
    return own


def _own_reminder(session: Session, visit: Visit, reminder_id: int, ts: str) -> Reminder | None:
    try:
        reminder = get_reminder(session, reminder_id)
    except NotFound:
        return None
    seen = reminder.state in (*ANSWERABLE, "acknowledged")
    if reminder.person_id != visit.person.id or not seen or not came_with(session, reminder, ts):
        return None
    return reminder if may_be_reminded(session, visit.person, reminder) else None


def _until(visit: Visit, reminder: Reminder, choice: str) -> datetime:
    at = visit.desk.policy.sending.at
    if choice not in CHOICES:
        raise RuleBroken(GONE)
    return snoozed_until(choice, reminder.about_on, at, visit.now)


def _put_on_record(
    session: Session, visit: Visit, reminder: Reminder, action: str, after: str | None = None
) -> None:
    """With the case where there is one; else by what it is about."""
    entry = Entry(action, visit.source, after=after)
    case = None
    if reminder.case_id is not None:
        stored = get_case_by_id(session, reminder.case_id)
        case = stored.id, stored.key
    else:
        entry = Entry(action, visit.source, before=reminder.subject, after=after)
    add_record(session, entry, area=reminder.area, now=visit.now, person=visit.person, case=case)


def _said_of(times: set[datetime]) -> str:
    return _said(*times) if len(times) == 1 else "the day that each is about"


def _said(instant: datetime) -> str:
    """31 March 2027, 09:00, in London."""
    local = instant.astimezone(LONDON)
    return f"{uk_date(local.date())}, {local:%H:%M}"


def _cases_of(reminders: list[Reminder]) -> set[str]:
    return {one.case_ref for one in reminders if one.case_ref}
