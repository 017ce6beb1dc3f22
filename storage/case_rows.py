"""What belongs to a case and has a table of its own: referrals, notes, audits, and all together."""

from datetime import datetime
from typing import Any

from mappa.workbook.workbooks import AuditedRow, NoteRow, ReferralRow
from storage import tables
from storage.case_audits import place_of_note
from storage.cases import StoredCase
from storage.meeting_rows import ACTIONS, ATTENDANCE, HEARD
from storage.row_kinds import CaseRows, Links, Values, seal, unsealed


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
        "reason_sealed": seal(case, item.reason, f"referrals.reason|{item.ref}"),
        "made_at": now,
        "lead_agency": item.lead_agency,
        "agencies": item.agencies or None,
        "rosh": item.rosh,
        "victim_concerns": item.victim_concerns,
        "decided_by_id": links.people.get(item.decided_by),
        "decision_reason_sealed": seal(
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
        reason=unsealed(case, row.reason_sealed, f"referrals.reason|{row.ref}"),
        category=row.category,
        threshold=row.threshold,
        area="" if row.area == case.facts.area else row.area,
        lead_agency=row.lead_agency,
        agencies=row.agencies or "",
        rosh=row.rosh,
        victim_concerns=row.victim_concerns,
        decision_reason=unsealed(
            case, row.decision_reason_sealed, f"referrals.decision_reason|{row.ref}"
        ),
        more_asked_on=row.more_asked_on,
        referred_by=links.whose(row.person_id, row.referred_by),
        decided_by=links.whose(row.decided_by_id, row.decided_by),
    )


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
        "note_sealed": seal(case, item.note, place_of_note(item.audit_ref, case.facts.ref)),
    }


def _audited(case: StoredCase, row: Any, links: Links) -> AuditedRow:
    audit = links.audits_by_id[row.audit_id]
    return AuditedRow(
        audit_ref=audit.ref,
        case_ref=case.facts.ref,
        drawn_on=audit.drawn_on,
        outcome=row.outcome,
        audited_on=row.audited_on,
        note=unsealed(case, row.note_sealed, place_of_note(audit.ref, case.facts.ref)),
        area=audit.area,
    )


REFERRALS = CaseRows(
    "referrals", "referral", tables.referrals, lambda item: item.ref, _referral_row, _referral
)
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
