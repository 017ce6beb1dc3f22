"""The buttons and forms under an action: done, cannot be done, somebody else's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from handlers.action_changes import case_of_action, change, require_settler, show
from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.views import actions as views
from handlers.views import blocks
from handlers.windows import pressed, show_window
from mappa.action_lines import ActionLine, make_action_line
from mappa.arguments import clean_text
from mappa.clocks import LONDON
from mappa.days import uk_date
from mappa.errors import NotFound, RuleBroken
from mappa.workbook.workbooks import ActionRow
from storage.actions import get_action
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import add_outgoing
from storage.records import Entry


@dataclass(frozen=True, slots=True)
class Place:
    """The message whose button was pressed, in a direct message; empty: there is none to redraw."""

    channel: str = ""
    ts: str = ""


def press_answer(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form behind Done, Can't and Reassign; of what was done meanwhile, how it stands."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        ref, said, _ = _named(pressed(body))
        case = case_of_action(session, visit, ref)
        found = get_action(session, case, ref)
        require_settler(visit, case, found)
        if found.facts.done_on:
            view = views.window(show(session, visit, case, ref).marked(desk.practice))
        else:
            seen = Entry("case seen", visit.source, after=f"action {ref}")
            put_on_record(session, visit, case, seen)
            metadata = f"{ref} {said} {_place_of(body)}".strip()
            view = views.answer_form(found.facts, said, metadata, visit.today)
    show_window(desk, body, view)
    ack()


def submit_answer(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """What became of an action, by form; the message that it was opened from says so."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        ref, said, place = _named(str(view.get("private_metadata", "")))
        line = _read_form(view, ref, said)
        case = case_of_action(session, visit, ref, to_change=True)
        reply = change(session, visit, case, line)
        _redraw(session, visit, get_action(session, case, ref).facts, said, place)
    ack(response_action="update", view=views.window(reply.marked(desk.practice)))
    desk.nudge()


def _read_form(view: Mapping[str, Any], ref: str, said: str) -> ActionLine:
    values = with_name(blocks.read_form(view), "reassign")
    if said == "reassign" and "reassign" not in values:
        raise RuleBroken("reassign: say who does it from now on.", "reassign")
    if said == "done" and "on" not in values:
        raise RuleBroken("on: say on which day it was done.", "on")
    typed = ("on", "note", "reassign", "agency")
    given: dict[str, str] = {name: values[name] for name in typed if name in values}
    return make_action_line(ref, given | ({} if said == "reassign" else {said: ""}), "")


def with_name(answers: Mapping[str, str], field: str) -> dict[str, str]:
    """What a form says of who does it: somebody who is chosen, or a name, as one value."""
    values = dict(answers)
    name = values.pop("name", "")
    if name and field in values:
        raise RuleBroken(f"{field}: choose somebody, or give a name, not both.", "name")
    name = clean_text(name, "name")  # or its faults would stand beside the other field
    return values | ({field: name} if name else {})


def _named(value: str) -> tuple[str, str, Place]:
    """The action, the answer and the message to redraw that a button or a form stands for."""
    said = "|".join(views.SAID)
    found = re.fullmatch(
        rf"([A-Za-z0-9-]{{1,20}}) ({said})(?: (D[A-Z0-9]{{1,20}}) ([0-9.]{{1,30}}))?", value
    )
    if not found:
        raise NotFound("That action is no longer there. See yours with: actions")
    return found[1].upper(), found[2], Place(found[3] or "", found[4] or "")


def _place_of(body: Mapping[str, Any]) -> str:
    """Where the button was pressed, if that is a message of the bot's to one person."""
    place = body.get("container") or {}
    channel, ts = str(place.get("channel_id", "")), str(place.get("message_ts", ""))
    lasting = place.get("type") == "message" and not place.get("is_ephemeral")
    fits = re.fullmatch("D[A-Z0-9]{1,20}", channel) and re.fullmatch("[0-9.]{1,30}", ts)
    return f"{channel} {ts}" if lasting and fits else ""


def _redraw(session: Session, visit: Visit, action: ActionRow, said: str, place: Place) -> None:
    """The message says who answered what and when, and has no buttons any more. Only in the
    direct messages of who answers: elsewhere it could be anybody's."""
    if not place.channel or place.channel != visit.person.dm_channel:
        return
    when = f"{uk_date(visit.today)}, {visit.now.astimezone(LONDON):%H:%M}"
    message = views.answered_message(action, said, visit.person.name, when, visit.desk.command)
    add_outgoing(
        session,
        Reply(message).marked(visit.desk.practice).message,
        visit.person,
        visit.now,
        about=[action.case_ref],
        method="update",
        channel=place.channel,
        ts=place.ts,
    )
