"""What a meeting leaves with a case, as rows of the workbook: hearings, attendance, actions."""

import json
from datetime import datetime
from typing import Any

from mappa.workbook.workbooks import ActionRow, AttendanceRow, HeardRow
from storage import tables
from storage.cases import StoredCase
from storage.hearings import place_of_minutes, place_of_rationale
from storage.row_kinds import CaseRows, Links, Values, seal, unsealed


def _heard_row(case: StoredCase, item: HeardRow, links: Links, now: datetime) -> Values:
    place = item.meeting_ref, case.facts.ref
    minutes = json.dumps(dict(item.minutes), sort_keys=True) if item.minutes else ""
    return {
        "meeting_id": links.meetings[item.meeting_ref],
        "case_id": case.id,
        "outcome_level": item.outcome_level,
        "next_review_on": item.next_review_on,
        "disclosure": item.disclosure,
        "rationale_sealed": seal(case, item.rationale, place_of_rationale(*place)),
        "position": item.position,
        "leaves": item.leaves,
        "minutes_sealed": seal(case, minutes, place_of_minutes(*place)),
        "closed_on": item.closed_on,
        "closed_by": item.closed_by or None,
        "form": item.form,
        "edition": item.edition,
        "issued_on": item.issued_on,
    }


def _heard(case: StoredCase, row: Any, links: Links) -> HeardRow:
    place = links.meeting_refs[row.meeting_id], case.facts.ref
    # Of an erased case nothing is left that could be read.
    minutes = (
        "" if case.key.erased else unsealed(case, row.minutes_sealed, place_of_minutes(*place))
    )
    return HeardRow(
        meeting_ref=place[0],
        case_ref=case.facts.ref,
        outcome_level=row.outcome_level,
        next_review_on=row.next_review_on,
        disclosure=row.disclosure,
        rationale=unsealed(case, row.rationale_sealed, place_of_rationale(*place)),
        position=row.position,
        leaves=row.leaves,
        closed_on=row.closed_on,
        closed_by=row.closed_by or "",
        form=row.form,
        edition=row.edition,
        issued_on=row.issued_on,
        minutes=json.loads(minutes) if minutes else {},
    )


def _attendance_row(case: StoredCase, item: AttendanceRow, links: Links, now: datetime) -> Values:
    where = f"attendance.who|{item.meeting_ref}|{case.facts.ref}|{item.agency}"
    return {
        "meeting_id": links.meetings[item.meeting_ref],
        "case_id": case.id,
        "agency": item.agency,
        "how": item.how,
        "who_sealed": seal(case, item.who, where),
    }


def _attendance(case: StoredCase, row: Any, links: Links) -> AttendanceRow:
    meeting_ref = links.meeting_refs[row.meeting_id]
    where = f"attendance.who|{meeting_ref}|{case.facts.ref}|{row.agency}"
    who = unsealed(case, row.who_sealed, where)
    return AttendanceRow(meeting_ref, case.facts.ref, row.agency, row.how, who)


def _action_row(case: StoredCase, item: ActionRow, links: Links, now: datetime) -> Values:
    return {
        "ref": item.ref,
        "area": item.area or case.facts.area,
        "case_id": case.id,
        "agency": item.agency,
        "owner_sealed": seal(case, item.owner, f"actions.owner|{item.ref}"),
        "what_sealed": seal(case, item.what, f"actions.what|{item.ref}"),
        "raised_on": item.raised_on,
        "due_on": item.due_on,
        "done_on": item.done_on,
        "user_id": item.slack_id or None,
        "meeting_id": links.meetings[item.meeting_ref] if item.meeting_ref else None,
        "why_sealed": seal(case, item.why, f"actions.why|{item.ref}"),
        "cannot_on": item.cannot_on,
        "note_sealed": seal(case, item.note, f"actions.note|{item.ref}"),
    }


def _action(case: StoredCase, row: Any, links: Links) -> ActionRow:
    return ActionRow(
        ref=row.ref,
        case_ref=case.facts.ref,
        agency=row.agency,
        owner=unsealed(case, row.owner_sealed, f"actions.owner|{row.ref}"),
        what=unsealed(case, row.what_sealed, f"actions.what|{row.ref}"),
        due_on=row.due_on,
        done_on=row.done_on,
        raised_on=row.raised_on,
        area="" if row.area == case.facts.area else row.area,
        slack_id=row.user_id or "",
        why=unsealed(case, row.why_sealed, f"actions.why|{row.ref}"),
        meeting_ref=links.meeting_refs[row.meeting_id] if row.meeting_id else "",
        cannot_on=row.cannot_on,
        note=unsealed(case, row.note_sealed, f"actions.note|{row.ref}"),
    )


HEARD = CaseRows(
    "heard", "hearing", tables.heard, lambda item: item.meeting_ref, _heard_row, _heard
)
ATTENDANCE = CaseRows(
    "attendance",
    "attendance",
    tables.attendance,
    lambda item: (item.meeting_ref, item.agency),
    _attendance_row,
    _attendance,
)
ACTIONS = CaseRows("actions", "action", tables.actions, lambda item: item.ref, _action_row, _action)
