"""A planned meeting is changed: its place and chair, moved, or called off; everybody is told."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from handlers.cases import put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.meetings.agendas import after_all, record, seen_refs
from handlers.meetings.chairs import (
    blind_spots,
    find_chair,
    tell_chair,
    tell_chair_of_change,
    tell_old_chair,
)
from handlers.meetings.invitations import tell_cancelled, tell_moved
from handlers.meetings.meeting_buttons import press, ref_of, submit
from handlers.meetings.meeting_plans import beside
from handlers.meetings.seen_meetings import Taken, get_meeting_for, take_meeting
from handlers.tellings import tell_co_ordinators
from handlers.views import blocks
from handlers.views.meetings import meetings as views
from handlers.views.meetings.meeting_forms import cancel_form, move_form
from mappa.access import may_do
from mappa.errors import RuleBroken
from mappa.meetings.hearings import check_may_be_heard
from mappa.meetings.meeting_lines import Asked, make_asked
from mappa.meetings.meetings import require_planned
from mappa.meetings.moves import cancel, differences, move, moved_words, set_up
from mappa.meetings.times import in_words
from mappa.workbook.workbooks import MeetingRow
from storage.databases import Session
from storage.meeting_lists import list_planned_for
from storage.meetings import StoredMeeting, set_meeting
from storage.outgoing import Message
from storage.people import list_people
from storage.records import Entry

Form = Mapping[str, Any]


def change_settings(session: Session, visit: Visit, asked: Asked) -> Reply:
    """Place, link, chair or end; those invited are told of what they have to know."""
    taken = take_meeting(session, visit, asked.ref)
    before = taken.meeting.facts
    after = set_up(before, asked.settings)
    if after == before:
        return views.done(before, ["All of that stood here already."], visit.desk.command)
    chair = None
    if after.chair != before.chair:
        chair = find_chair(session, before.area, after.chair)
    said = sorted(asked.settings)
    lines = [f"Saved: {', '.join(said)}."]
    if (after.place, after.ends_at) != (before.place, before.ends_at):
        after = replace(after, version=after.version + 1)
    changed = _save(session, visit, taken, after, "meeting changed")
    if after.version != before.version:
        lines += tell_moved(session, visit, changed, before, "")
    tell_old_chair(session, visit, before, after)
    tell_chair(session, visit, after, chair)
    if after.chair == before.chair and after.version != before.version:
        place = after.place or "a place not said yet"
        news = f"has another place or end: {in_words(after.starts_at, after.ends_at)}, {place}"
        tell_chair_of_change(session, visit, changed, news, before)
    lines += blind_spots(visit, chair, taken.on_agenda())
    return views.done(after, lines, visit.desk.command)


def move_meeting(session: Session, visit: Visit, asked: Asked) -> Reply:
    """To another day or time: everybody is told, every reminder moves."""
    taken = take_meeting(session, visit, asked.ref)
    before = taken.meeting.facts
    _check_not_begun(taken, "moved", "move")
    after = move(before, asked.values, visit.now)
    chair = None
    if after.chair != before.chair:
        chair = find_chair(session, before.area, after.chair)
    _check_cases_free(session, visit, taken, after)
    remarks = beside(session, visit, (after,))
    changed = _save(session, visit, taken, after, "meeting moved", asked.reason)
    for case in taken.on_agenda():
        told = {"meeting": after.ref, "moved": moved_words(before, after)}
        entry = Entry("meeting moved", visit.source, after=told | {"because": asked.reason})
        put_on_record(session, visit, case, entry)
    lines = [f"Saved: {after.ref} is moved {moved_words(before, after)}."]
    lines += tell_moved(session, visit, changed, before, asked.reason)
    if after.chair == before.chair:
        news = f"is moved {moved_words(before, after)}"
        tell_chair_of_change(session, visit, changed, news, before)
    tell_old_chair(session, visit, before, after)
    tell_chair(session, visit, after, chair)
    return views.done(after, [*lines, *remarks], visit.desk.command)


def cancel_meeting(session: Session, visit: Visit, asked: Asked) -> Reply:
    """Called off: everybody is told, and its cases are named so that none is forgotten."""
    taken = take_meeting(session, visit, asked.ref)
    before = taken.meeting.facts
    _check_not_begun(taken, "called off", "cancel")
    after = cancel(before)
    changed = _save(session, visit, taken, after, "meeting cancelled", asked.reason)
    for case in taken.on_agenda():
        told = {"meeting": after.ref, "because": asked.reason}
        put_on_record(session, visit, case, Entry("meeting cancelled", visit.source, after=told))
    told_lines = tell_cancelled(session, visit, changed, asked.reason)
    news = f"on {in_words(before.starts_at, before.ends_at)}, is called off"
    tell_chair_of_change(session, visit, changed, news, before)
    _tell_of_hidden(session, visit, taken)
    freed = [
        f"{case.facts.ref} is on no agenda by this: {views.next_review(case.facts)}."
        for case in seen_refs(visit, taken)
    ]
    lines = [f"Saved: {after.ref} is called off.", *told_lines, *freed]
    return views.done(after, lines, visit.desk.command)


def press_move(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form that moves a meeting."""
    press(ack, body, desk, lambda session, visit, value: _form(session, visit, value, move_form))


def press_cancel(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form that calls a meeting off."""
    press(ack, body, desk, lambda session, visit, value: _form(session, visit, value, cancel_form))


def submit_move(ack: Ack, body: Mapping[str, Any], view: Form, desk: Desk) -> None:
    """Moved by form, by the same rules."""

    def save(session: Session, visit: Visit) -> Reply:
        answers = blocks.read_form(view)
        reason = answers.pop("because", "")
        asked = make_asked(_named(view), answers | {"move": ""}, reason)
        return move_meeting(session, visit, asked)

    submit(ack, body, desk, save)


def submit_cancel(ack: Ack, body: Mapping[str, Any], view: Form, desk: Desk) -> None:
    """Called off by form."""

    def save(session: Session, visit: Visit) -> Reply:
        reason = blocks.read_form(view).get("because", "")
        return cancel_meeting(session, visit, make_asked(_named(view), {"cancel": ""}, reason))

    submit(ack, body, desk, save)


def _form(session: Session, visit: Visit, value: str, draw: Any) -> Reply:
    meeting = get_meeting_for(session, visit, ref_of(value))
    require_planned(meeting.facts, "it stays as it is")
    return Reply(Message("A form opens."), draw(meeting.facts))


def _named(view: Form) -> str:
    return ref_of(str(view.get("private_metadata", "")))


def _save(
    session: Session,
    visit: Visit,
    taken: Taken,
    after: MeetingRow,
    action: str,
    because: str = "",
) -> StoredMeeting:
    """The new facts, both states on the record, and the reminders that follow. A reason may tell of
    a case: it stands with every case on the agenda, and here only where there is none."""
    set_meeting(session, taken.meeting, after)
    changed = StoredMeeting(taken.meeting.id, after)
    was, now = differences(taken.meeting.facts, after)
    refs = [case.facts.ref for case in taken.on_agenda()]
    noted = {"because": because} if because and not refs else {}
    record(session, visit, changed, action, refs, was, **now, **noted)
    after_all(session, visit, changed, taken.on_agenda())
    return changed


def _check_not_begun(taken: Taken, what: str, field: str) -> None:
    """Minutes that are closed say that it was held."""
    closed = [hearing.case_ref for hearing in taken.hearings if hearing.closed_on]
    if closed:
        raise RuleBroken(
            f"{field}: {taken.meeting.facts.ref} was held: the minutes of {len(closed)} of its "
            f"cases are closed, so it cannot be {what}. "
            f"Example: meeting {taken.meeting.facts.ref}",
            field,
        )


def _check_cases_free(session: Session, visit: Visit, taken: Taken, after: MeetingRow) -> None:
    """None of its cases is heard elsewhere at the new time."""
    cases = taken.on_agenda()
    planned = list_planned_for(session, [case.id for case in cases], visit.now)
    for case in cases:
        if not may_do(visit.person, "see case", case.facts):
            continue
        others = [other.facts for of_case, other in planned if of_case == case.id]
        if case.facts.is_open(visit.today):
            check_may_be_heard(case.facts, after, others, visit.today, "move")


def _tell_of_hidden(session: Session, visit: Visit, taken: Taken) -> None:
    """A case that the person may not see has co-ordinators who may: they are told of it."""
    people = list_people(session, taken.meeting.facts.area)
    for case in taken.on_agenda():
        if not may_do(visit.person, "see case", case.facts):
            message = views.freed_message(taken.meeting.facts, case.facts, visit.desk.command)
            tell_co_ordinators(session, visit, case, people, message)
