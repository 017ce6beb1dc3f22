"""What belongs to a case and has a table of its own: how a row of the workbook is stored and read.

Written and read for many cases at once; what the bot itself does to a referral, a note and so on
stands with that noun.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from mappa.workbook.workbooks import (
    ActionRow,
    AttendanceRow,
    AuditedRow,
    HeardRow,
    NoteRow,
    ReferralRow,
)
from storage import tables
from storage.case_audits import StoredAudit, place_of_note
from storage.cases import StoredCase
from storage.databases import Session

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Links:
    """The ids behind the references of meetings and the Slack ids of people, and the way back."""

    meetings: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    meeting_refs: Mapping[int, str] = field(default_factory=dict)
    user_ids: Mapping[int, str] = field(default_factory=dict)
    audits: Mapping[str, StoredAudit] = field(default_factory=dict)
    audits_by_id: Mapping[int, StoredAudit] = field(default_factory=dict)

    def nobodys(self, user_id: str) -> str | None:
        """A Slack id for which there is no row of `people`: so it is kept as it is."""
        return None if user_id in self.people else user_id or None

    def whose(self, person_id: int | None, user_id: str | None) -> str:
        """The Slack id of a person, or that which was kept where there is no row of one."""
        return self.user_ids.get(person_id, "") if person_id else user_id or ""


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Rows of one kind: the field of the workbook that holds them, their table, what makes one the
    same as another, and the way between item and row."""

    name: str
    noun: str
    table: Table
    same: Callable[[Any], Any]
    to_row: Callable[[StoredCase, Any, Links, datetime], Values]
    from_row: Callable[[StoredCase, Any, Links], Any]


def links_of_people(session: Session) -> tuple[dict[str, int], dict[int, str]]:
    """Everybody who is or was registered, by Slack id; who is registered now comes first."""
    people = tables.people.c
    query = tables.people.select().with_only_columns(people.id, people.user_id, people.removed_at)
    rows = sorted(session.execute(query), key=lambda row: row.removed_at is None)
    return {row.user_id: row.id for row in rows}, {row.id: row.user_id for row in rows}


def _seal(case: StoredCase, text: str, where: str) -> bytes | None:
    return case.key.seal(text, where) if text else None


def _open(case: StoredCase, sealed: bytes | None, where: str) -> str:
    return case.key.open(sealed, where) if sealed else ""


def _referral_row(case: StoredCase, item: ReferralRow, links: Links, now: datetime) -> Values:
    return {
        "ref": item.ref,
        "area": item.area or case.facts.area,
        "case_id": case.id,
        "person_id": links.people.get(item.referred_by),
        "referred_on": item.referred_on,
        "agency": item.agency,
        "category": item.category,
        "level_sought": item.level_sought,
        "threshold": item.threshold,
        "decision": item.decision,
        "decided_on": item.decided_on,
        "level_set": item.level_set,
        "reason_sealed": _seal(case, item.reason, f"referrals.reason|{item.ref}"),
        "made_at": now,
        "lead_agency": item.lead_agency,
        "agencies": item.agencies or None,
        "rosh": item.rosh,
        "victim_concerns": item.victim_concerns,
        "decided_by_id": links.people.get(item.decided_by),
        "decision_reason_sealed": _seal(
            case, item.decision_reason, f"referrals.decision_reason|{item.ref}"
        ),
        "more_asked_on": item.more_asked_on,
        "referred_by": links.nobodys(item.referred_by),
        "decided_by": links.nobodys(item.decided_by),
    }


def _referral(case: StoredCase, row: Any, links: Links) -> ReferralRow:
    return ReferralRow(
        ref=row.ref,
        case_ref=case.facts.ref,
        referred_on=row.referred_on,
        agency=row.agency,
        level_sought=row.level_sought,
        decision=row.decision,
        decided_on=row.decided_on,
        level_set=row.level_set,
        reason=_open(case, row.reason_sealed, f"referrals.reason|{row.ref}"),
        category=row.category,
        threshold=row.threshold,
        area="" if row.area == case.facts.area else row.area,
        lead_agency=row.lead_agency,
        agencies=row.agencies or "",
        rosh=row.rosh,
        victim_concerns=row.victim_concerns,
        decision_reason=_open(
            case, row.decision_reason_sealed, f"referrals.decision_reason|{row.ref}"
        ),
        more_asked_on=row.more_asked_on,
        referred_by=links.whose(row.person_id, row.referred_by),
        decided_by=links.whose(row.decided_by_id, row.decided_by),
    )


def _action_row(case: StoredCase, item: ActionRow, links: Links, now: datetime) -> Values:
    return {
        "ref": item.ref,
        "area": item.area or case.facts.area,
        "case_id": case.id,
        "agency": item.agency,
        "owner_sealed": _seal(case, item.owner, f"actions.owner|{item.ref}"),
        "what_sealed": _seal(case, item.what, f"actions.what|{item.ref}"),
        "raised_on": item.raised_on,
        "due_on": item.due_on,
        "done_on": item.done_on,
    }


def _action(case: StoredCase, row: Any, links: Links) -> ActionRow:
    return ActionRow(
        ref=row.ref,
        case_ref=case.facts.ref,
        agency=row.agency,
        owner=_open(case, row.owner_sealed, f"actions.owner|{row.ref}"),
        what=_open(case, row.what_sealed, f"actions.what|{row.ref}"),
        due_on=row.due_on,
        done_on=row.done_on,
        raised_on=row.raised_on,
        area="" if row.area == case.facts.area else row.area,
    )


def _heard_row(case: StoredCase, item: HeardRow, links: Links, now: datetime) -> Values:
    where = f"heard.rationale|{item.meeting_ref}|{case.facts.ref}"
    return {
        "meeting_id": links.meetings[item.meeting_ref],
        "case_id": case.id,
        "outcome_level": item.outcome_level,
        "next_review_on": item.next_review_on,
        "disclosure": item.disclosure,
        "rationale_sealed": _seal(case, item.rationale, where),
    }


def _heard(case: StoredCase, row: Any, links: Links) -> HeardRow:
    meeting_ref = links.meeting_refs[row.meeting_id]
    where = f"heard.rationale|{meeting_ref}|{case.facts.ref}"
    return HeardRow(
        meeting_ref,
        case.facts.ref,
        row.outcome_level,
        row.next_review_on,
        row.disclosure,
        _open(case, row.rationale_sealed, where),
    )


def _attendance_row(case: StoredCase, item: AttendanceRow, links: Links, now: datetime) -> Values:
    where = f"attendance.who|{item.meeting_ref}|{case.facts.ref}|{item.agency}"
    return {
        "meeting_id": links.meetings[item.meeting_ref],
        "case_id": case.id,
        "agency": item.agency,
        "how": item.how,
        "who_sealed": _seal(case, item.who, where),
    }


def _attendance(case: StoredCase, row: Any, links: Links) -> AttendanceRow:
    meeting_ref = links.meeting_refs[row.meeting_id]
    where = f"attendance.who|{meeting_ref}|{case.facts.ref}|{row.agency}"
    who = _open(case, row.who_sealed, where)
    return AttendanceRow(meeting_ref, case.facts.ref, row.agency, row.how, who)


def _note_row(case: StoredCase, item: NoteRow, links: Links, now: datetime) -> Values:
    return {
        "case_id": case.id,
        "number": item.number,
        "person_id": links.people.get(item.slack_id),
        "noted_at": item.noted_at,
        "text_sealed": case.key.seal(item.text, f"notes|{case.facts.ref}|{item.number}"),
        "said_by": links.nobodys(item.slack_id),
    }


def _note(case: StoredCase, row: Any, links: Links) -> NoteRow:
    return NoteRow(
        case_ref=case.facts.ref,
        number=row.number,
        noted_at=row.noted_at,
        text=case.key.open(row.text_sealed, f"notes|{case.facts.ref}|{row.number}"),
        slack_id=links.whose(row.person_id, row.said_by),
    )


def _audited_row(case: StoredCase, item: AuditedRow, links: Links, now: datetime) -> Values:
    return {
        "audit_id": links.audits[item.audit_ref].id,
        "case_id": case.id,
        "outcome": item.outcome,
        "audited_on": item.audited_on,
        "note_sealed": _seal(case, item.note, place_of_note(item.audit_ref, case.facts.ref)),
    }


def _audited(case: StoredCase, row: Any, links: Links) -> AuditedRow:
    audit = links.audits_by_id[row.audit_id]
    return AuditedRow(
        audit_ref=audit.ref,
        case_ref=case.facts.ref,
        drawn_on=audit.drawn_on,
        outcome=row.outcome,
        audited_on=row.audited_on,
        note=_open(case, row.note_sealed, place_of_note(audit.ref, case.facts.ref)),
        area=audit.area,
    )


REFERRALS = CaseRows(
    "referrals", "referral", tables.referrals, lambda item: item.ref, _referral_row, _referral
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
# A note says what it says: the number is only its place among the others.
NOTES = CaseRows(
    "notes", "note", tables.notes, lambda item: (item.noted_at, item.text), _note_row, _note
)
AUDITED = CaseRows(
    "case_audits",
    "audit",
    tables.audited_cases,
    lambda item: item.audit_ref,
    _audited_row,
    _audited,
)
ALL_ROWS = (REFERRALS, HEARD, ATTENDANCE, ACTIONS, NOTES, AUDITED)
