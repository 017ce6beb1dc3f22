"""Invitations as rows of the workbook: how they are stored and read, many at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from mappa.workbook.workbooks import InvitationRow
from storage.batches import in_batches, insert_rows
from storage.databases import Session
from storage.invitations import Invitation, list_invitations, new_invitation
from storage.tables import invitations

_ANSWER = ("answer", "answered_at", "invited_at", "withdrawn_at")


def add_invitation_rows(
    session: Session,
    rows: Iterable[InvitationRow],
    meetings: Mapping[str, int],
    cases: Mapping[str, int],
) -> None:
    """Store new ones, each of a meeting and perhaps of a case, whose ids are given by reference."""
    for some in in_batches(rows):
        made = [
            new_invitation(
                session,
                meetings[row.meeting_ref],
                cases[row.case_ref] if row.case_ref else None,
                agency=row.agency,
                user_id=row.slack_id,
                name=row.name,
                address=row.address,
            )
            | _answered(row)
            for row in some
        ]
        insert_rows(session, invitations, made)


def list_invitation_rows(
    session: Session, meetings: Mapping[int, str], cases: Mapping[int, str]
) -> list[tuple[int, InvitationRow]]:
    """Those of these meetings, withdrawn ones too, that are for one of these cases or for none;
    with the id of each."""
    found = list_invitations(session, meetings, withdrawn=True)
    return [
        (one.id, _row(one, meetings[one.meeting_id], cases.get(one.case_id or 0, "")))
        for one in found
        if one.case_id is None or one.case_id in cases
    ]


def set_invitation_row(session: Session, invitation_id: int, row: InvitationRow) -> None:
    """What came of an invitation: the rest of it is what it goes by."""
    one = invitations.c.id == invitation_id
    session.execute(invitations.update().where(one).values(**_answered(row)))


def who_is_invited(row: InvitationRow) -> tuple[str, ...]:
    """What makes one the same as another."""
    return row.meeting_ref, row.case_ref, row.agency, row.slack_id, row.name, row.address


def _answered(row: InvitationRow) -> dict[str, Any]:
    return {name: getattr(row, name) or None for name in _ANSWER}


def _row(one: Invitation, meeting_ref: str, case_ref: str) -> InvitationRow:
    return InvitationRow(
        meeting_ref=meeting_ref,
        case_ref=case_ref,
        agency=one.agency,
        slack_id=one.user_id or "",
        name=one.name,
        address=one.address,
        answer=one.answer or "",
        answered_at=one.answered_at,
        invited_at=one.invited_at,
        withdrawn_at=one.withdrawn_at,
    )
