"""Invitations as they are kept: sealed, answered, withdrawn, and counted by agency."""

import pytest

from mappa.errors import NotFound
from mappa.workbook.workbooks import MeetingRow, StandingMemberRow
from storage.cases import add_case
from storage.databases import Database
from storage.invitations import (
    add_invitation,
    clear_answers,
    get_invitation,
    invited_agencies,
    list_invitations,
    mark_invited,
    set_answer,
    withdraw_invitations,
)
from storage.meetings import add_meeting, get_meeting_by_id
from storage.standing_members import (
    add_standing_member,
    list_standing_members,
    remove_standing_member,
)
from storage.tables import invitations, standing_members
from tests.build import MARKER, NOW, case

STARTS = NOW.replace(month=7, day=7)


def test_they_are_found_answered_and_withdrawn(db: Database) -> None:
    with db.write() as session:
        first, second = (add_case(session, case(ref), NOW).id for ref in ("BED-1", "BED-2"))
        meeting = add_meeting(session, MeetingRow("", 2, STARTS, area="BED"))
        standing = add_invitation(session, meeting.id, None, "police", user_id="U0PETE")
        housing = add_invitation(session, meeting.id, first, "housing", name=MARKER, address="x@y")
        prison = add_invitation(session, meeting.id, second, "prison")
        mark_invited(session, [standing, housing], NOW)
        set_answer(session, [housing, prison], "report", NOW)
    with db.write() as session:
        assert get_meeting_by_id(session, meeting.id, to_change=True) == meeting
        assert invited_agencies(session, meeting.id, first) == ["police", "housing"]
        assert invited_agencies(session, meeting.id, second) == ["police", "prison"]
        kept = get_invitation(session, housing.key, to_change=True)
        assert (kept.name, kept.address, kept.answer, kept.answered_at, kept.invited_at) == (
            MARKER, "x@y", "report", NOW, NOW,
        )  # fmt: skip
        with pytest.raises(NotFound):
            get_invitation(session, "0" * 32)
        row = session.execute(invitations.select().where(invitations.c.id == kept.id)).one()
        assert MARKER.encode() not in row.name_sealed
        withdraw_invitations(session, [housing], NOW)
        clear_answers(session, [prison])
    with db.read() as session:
        left = list_invitations(session, [meeting.id])
        assert [(one.agency, one.answer) for one in left] == [("police", None), ("prison", None)]
        ever = list_invitations(session, [meeting.id], withdrawn=True)
        assert [one.key for one in ever] == [standing.key, housing.key, prison.key]
        assert invited_agencies(session, meeting.id, first) == ["police"]


def test_standing_members_are_sealed_and_go(db: Database) -> None:
    sam = StandingMemberRow("BED", "housing", 2, "", MARKER, "sam@example.org")
    pete = StandingMemberRow("HER", "police", None, "U0PETE")
    with db.write() as session:
        add_standing_member(session, sam, NOW)
        add_standing_member(session, pete, NOW)
        [row, _] = session.execute(standing_members.select()).all()
        assert MARKER.encode() not in row.name_sealed
        [found] = list_standing_members(session, "BED")
        assert found.facts == sam
        assert [one.facts for one in list_standing_members(session, None)] == [sam, pete]
        remove_standing_member(session, found, NOW)
        assert list_standing_members(session, "BED") == []
