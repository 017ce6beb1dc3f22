"""Which cases should be heard and are on no agenda, so that nobody is forgotten."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from handlers.desks import Desk, Reply, Visit
from handlers.meetings.agendas import put_on
from handlers.meetings.meeting_buttons import press, ref_of
from handlers.meetings.seen_meetings import (
    Agenda,
    get_meeting_for,
    put_seen,
    require_planner,
    take_meeting,
)
from handlers.views.meetings import agendas
from handlers.views.meetings import meetings as views
from mappa.meetings.hearings import due_by
from mappa.meetings.meetings import require_planned
from mappa.workbook.workbooks import MeetingRow
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.meeting_lists import find_due_cases

AT_ONCE = 20  # cases that are shown, and put on by the button


def show_due(session: Session, visit: Visit, ref: str) -> Reply:
    """The most pressing of them; looking goes on the record."""
    require_planner(visit)
    meeting = get_meeting_for(session, visit, ref)
    require_planned(meeting.facts, "no case is due for it")
    some, more = _due(session, visit, meeting.facts)
    facts = [case.facts for case in some]
    put_seen(session, visit, [Agenda(meeting)], "due", [case.ref for case in facts])
    return agendas.due(meeting.facts, facts, more, due_by(meeting.facts), visit.desk.command)


def press_due(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    press(ack, body, desk, lambda s, visit, value: show_due(s, visit, ref_of(value)))


def press_add_due(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """Put on the agenda what is due at this moment, as many as are shown at once."""

    def add(session: Session, visit: Visit, value: str) -> Reply:
        meeting = get_meeting_for(session, visit, ref_of(value))
        require_planned(meeting.facts, "nothing can be put on its agenda")
        refs = [case.facts.ref for case in _due(session, visit, meeting.facts)[0]]
        taken = take_meeting(session, visit, meeting.facts.ref, refs)
        remarks = put_on(session, visit, taken.meeting, [taken.cases[ref] for ref in refs])
        return views.done(taken.meeting.facts, remarks, visit.desk.command)

    press(ack, body, desk, add)


def _due(session: Session, visit: Visit, facts: MeetingRow) -> tuple[list[StoredCase], int]:
    """Some in their order, and how many more there are."""
    ids = find_due_cases(session, visit.person, facts.level, due_by(facts), visit.today, visit.now)
    held = {case.id: case for case in list_cases(session, ids=ids[:AT_ONCE])}
    return [held[case_id] for case_id in ids[:AT_ONCE]], max(len(ids) - AT_ONCE, 0)
