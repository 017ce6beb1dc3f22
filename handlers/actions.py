"""The word `action` and the form of a new one: who is to do what in a case, by when, and why."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.action_answers import with_name
from handlers.action_changes import case_for, change, show
from handlers.action_owners import find_owner, names_of, tell_owner
from handlers.askers import delivery_key, get_asker
from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window
from handlers.views import actions as views
from handlers.views import blocks
from mappa.access import REFUSED, may_do
from mappa.action_lines import ActionLine, make_action_line, read_action_line
from mappa.actions import make_action, read_owner
from mappa.clocks import london_day
from mappa.errors import NotAllowed, NotFound, RuleBroken
from mappa.plain_cases import plain
from mappa.workbook.workbooks import ActionRow
from storage.actions import NO_SUCH_ACTION, RAISED, add_action, find_case_of_action
from storage.cases import StoredCase
from storage.databases import Session
from storage.deliveries import once
from storage.deriving import derive_reminders
from storage.hearings import list_hearings_of_case
from storage.meetings import StoredMeeting, find_meetings
from storage.outgoing import Message
from storage.people import list_people_of_case
from storage.records import Entry


def action(session: Session, visit: Visit, typed: str) -> Reply:
    """One line: an action that is there, shown or changed; or of a case a new one."""
    line = read_action_line(typed)
    about = find_case_of_action(session, line.ref)
    # Where a case and an action were brought in with one reference, what a new one needs makes one.
    if about is not None and not {"owner", "what"} <= line.values.keys():
        case = case_for(session, visit, line.ref, to_change=line.changes, about=about)
        if line.changes:
            return change(session, visit, case, line)
        return show(session, visit, case, line.ref)
    case = case_for(session, visit, line.ref, to_change=line.changes)
    if line.changes:
        return raise_action(session, visit, case, line)
    return open_form(session, visit, case)


def open_form(session: Session, visit: Visit, case: StoredCase, meeting_ref: str = "") -> Reply:
    """The form for a new action of a case that they may see, agreed at a meeting or not."""
    _require_raiser(visit, case)
    put_on_record(session, visit, case, Entry("case seen", visit.source, after="actions"))
    return Reply(Message("A form opens."), views.new_form(case.facts.ref, meeting_ref))


def press_new(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The button carries the case, and the meeting that agreed the action if there is one."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        ref, meeting_ref = _named(str(body["actions"][0].get("value", "")))
        case = case_for(session, visit, ref)
        if meeting_ref:
            _meeting_of(session, case, meeting_ref)
        form = open_form(session, visit, case, meeting_ref).form
    open_window(desk, body, form or {})
    ack()


def submit_new(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """A new action by form, by the same rules."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        line = _read_form(view)
        case = case_for(session, visit, line.ref, to_change=True)
        reply = raise_action(session, visit, case, line)
    ack(response_action="update", view=views.window(reply.marked(desk.practice)))
    desk.nudge()


def _read_form(view: Mapping[str, Any]) -> ActionLine:
    answers = blocks.read_form(view)
    ref, meeting_ref = _named(str(view.get("private_metadata", "")))
    reason = answers.pop("because", "")
    values = with_name(answers, "owner") | ({"at": meeting_ref} if meeting_ref else {})
    return make_action_line(ref, values, reason)


def raise_action(session: Session, visit: Visit, case: StoredCase, line: ActionLine) -> Reply:
    """Save a new action of a case that was read `to_change`; its owner is told."""
    typed = line.values.get("at", "").upper()
    meeting = _meeting_of(session, case, typed) if typed else None
    _require_raiser(visit, case)
    if not line.values.get("owner"):
        raise RuleBroken(
            'owner: say who does it. Examples: owner @somebody; owner "Sam Example" agency police',
            "owner",
        )
    owner = find_owner(session, case, read_owner(line.values["owner"], "owner"), "owner")
    agreed_on = london_day(meeting.facts.starts_at) if meeting else None
    facts = make_action(line, owner, visit.today, agreed_on=agreed_on)
    made = add_action(session, case, facts, visit.now, meeting.id if meeting else None)
    put_on_record(session, visit, case, Entry(RAISED, visit.source, after=_noted(made)))
    people = list_people_of_case(session, case.facts)
    derive_reminders(session, [case], people, visit.desk.policy, visit.now)
    message = views.owner_message(made, visit.desk.command)
    told = tell_owner(session, visit, case, made.slack_id, message)
    done = f"Saved: action {made.ref} of {case.facts.ref}."
    done += " Its owner is told in a direct message." if told else ""
    names = names_of(session, case.facts.area)
    return views.one_action(made, visit.today, names, visit.desk.command, answers=True, done=done)


def _meeting_of(session: Session, case: StoredCase, ref: str) -> StoredMeeting:
    """The meeting, if the case stands on its agenda; else as if there were no such meeting."""
    heard = {one.meeting_ref for one in list_hearings_of_case(session, case.id)}
    found = find_meetings(session, [ref]).get(ref) if ref in heard else None
    if found is None or found.facts.status == "cancelled":
        raise RuleBroken(
            f"at: no meeting of that reference hears {case.facts.ref}. Example: at BED-M12", "at"
        )
    return found


def _noted(made: ActionRow) -> dict[str, Any]:
    """All that is said of it, for the record."""
    said = {name: value for name, value in plain(made).items() if value not in (None, "")}
    return {"reference": said.pop("ref"), **said}


def _require_raiser(visit: Visit, case: StoredCase) -> None:
    """Whoever only looks at a case, to audit it or in an emergency, raises nothing in it."""
    if not may_do(visit.person, "see to actions", case.facts):
        raise NotAllowed(REFUSED["see to actions"])


def _named(value: str) -> tuple[str, str]:
    """The case, and the meeting if any, that a button or a form stands for."""
    found = re.fullmatch("([A-Za-z0-9-]{1,20})(?: ([A-Za-z0-9-]{1,20}))?", value)
    if not found:
        raise NotFound(NO_SUCH_ACTION.format(ref="like that"))
    return found[1], (found[2] or "").upper()
