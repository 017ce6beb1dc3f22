"""Meetings are planned: one, or a row of panel days, by line or by form."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.cases import get_case_for
from handlers.desks import Desk, Reply, Visit
from handlers.meetings.agendas import put_on, record
from handlers.meetings.chairs import blind_spots, find_chair, tell_chair
from handlers.meetings.meeting_buttons import press, submit
from handlers.meetings.seen_meetings import require_planner
from handlers.views import blocks
from handlers.views.meetings.meeting_forms import plan_form
from handlers.views.meetings.meeting_plans import planned
from mappa.access import may_do
from mappa.errors import NotFound, RuleBroken
from mappa.meetings.meeting_lines import make_plan_asked
from mappa.meetings.meetings import overlap
from mappa.meetings.plans import Plan, make_plan
from mappa.meetings.times import in_words
from mappa.workbook.workbooks import MeetingRow
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.meeting_lists import Wanted, list_meetings_for
from storage.meeting_reminders import derive_meeting_reminders
from storage.meetings import StoredMeeting, add_meeting
from storage.outgoing import Message


def plan(session: Session, visit: Visit, values: Mapping[str, str]) -> Reply:
    """By line: with nothing said, the form."""
    require_planner(visit)
    if not values:
        return Reply(Message("A form opens."), plan_form())
    return save_plan(session, visit, make_plan(values, visit.person.area, visit.now))


def press_plan(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form for a new meeting."""
    press(ack, body, desk, lambda session, visit, _: plan(session, visit, {}))


def submit_plan(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """A new meeting by form, by the same rules."""

    def save(session: Session, visit: Visit) -> Reply:
        asked = make_plan_asked(blocks.read_form(view), "")
        return save_plan(session, visit, make_plan(asked.values, visit.person.area, visit.now))

    submit(ack, body, desk, save)


def save_plan(session: Session, visit: Visit, made: Plan) -> Reply:
    """The meetings with their agenda and reminders; nobody is invited yet."""
    cases = _locked(session, visit, made.cases)
    chair = find_chair(session, visit.person.area, made.meetings[0].chair)
    remarks = [*made.remarks, *beside(session, visit, made.meetings)]
    meetings = [add_planned(session, visit, row) for row in made.meetings]
    first = meetings[0]
    remarks += put_on(session, visit, first, cases) if cases else []
    remarks += blind_spots(visit, chair, cases)
    tell_chair(session, visit, first.facts, chair)
    return planned([meeting.facts for meeting in meetings], remarks, visit.desk.command)


def add_planned(session: Session, visit: Visit, row: MeetingRow) -> StoredMeeting:
    """A new meeting, on the record, with its reminders."""
    meeting = add_meeting(session, row)
    record(
        session,
        visit,
        meeting,
        "meeting planned",
        level=row.level,
        when=in_words(row.starts_at, row.ends_at),
        place=row.place,
        chair=row.chair,
        urgent=row.urgent,
    )
    derive_meeting_reminders(session, meeting.id, visit.desk.policy, visit.now)
    return meeting


def beside(session: Session, visit: Visit, rows: tuple[MeetingRow, ...]) -> list[str]:
    """Other meetings at the same time: allowed, and said."""
    ends = max(row.ends_at or row.starts_at for row in rows)
    wanted = Wanted(visit.person, visit.now, ends, ("planned",))
    others = [other.facts for other in list_meetings_for(session, wanted)]
    return [
        f"{other.ref} (level {other.level}) is at that time too: {in_words(other.starts_at)}."
        for row in rows
        for other in others
        if other.ref != row.ref and overlap(row, other)
    ]


def _locked(session: Session, visit: Visit, refs: tuple[str, ...]) -> list[StoredCase]:
    """These cases in the order in which they were named, kept from others."""
    for ref in refs:
        _check_seen(session, visit, ref)
    held = {case.facts.ref: case for case in list_cases(session, refs=refs, to_change=True)}
    for ref in refs:
        if not may_do(visit.person, "see case", held[ref].facts):
            _check_seen(session, visit, ref)
    return [held[ref] for ref in refs]


def _check_seen(session: Session, visit: Visit, ref: str) -> None:
    """Refused beside its field, in the words of every case that is not there."""
    try:
        get_case_for(session, visit, ref, "see case")
    except NotFound as problem:
        raise RuleBroken(problem.message, "cases") from problem
