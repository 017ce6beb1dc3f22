"""Takes everything out as a workbook, so that an import of it gives the same answers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from mappa.access import may_do
from mappa.cases import CaseRecord
from mappa.people import Person
from mappa.workbook.columns import PLANS
from mappa.workbook.workbooks import (
    ActionRow,
    AttendanceRow,
    ContactRow,
    HeardRow,
    InvitationRow,
    MeetingRow,
    Workbook,
)
from storage.batches import in_batches
from storage.case_audits import all_audits
from storage.case_rows import ALL_ROWS
from storage.case_updates import stored_rows
from storage.cases import StoredCase, list_cases
from storage.contacts import list_contacts
from storage.databases import Session
from storage.deputies import list_deputy_rows
from storage.identifiers import IDENTIFIER_KINDS
from storage.invitation_rows import list_invitation_rows
from storage.meetings import list_meetings
from storage.populations import list_populations
from storage.row_kinds import Links, links_of_people
from storage.standing_members import list_standing_members
from storage.tables import cases, contacts
from storage.trainings import list_training_rows


def export_workbook(
    session: Session, area: str | None = None, person: Person | None = None
) -> Workbook:
    """All that an area holds, or all areas; of it what the `person` may see, if one is named.

    An erased case is taken out as what is left of it: its dates and figures.
    """
    workbook = Workbook(given=frozenset(PLANS))
    people, user_ids = links_of_people(session)
    meetings = {meeting.id: meeting.facts for meeting in list_meetings(session, area)}
    refs = {number: facts.ref for number, facts in meetings.items()}
    audits = {audit.id: audit for audit in all_audits(session)}
    links = Links(people=people, meeting_refs=refs, user_ids=user_ids, audits_by_id=audits)
    ids: dict[int, str] = {}
    for some in in_batches(_cases(session, area, person)):
        ids |= {case.id: case.facts.ref for case in some}
        workbook.cases += [_left_of(case) for case in some]
        stored = {case.id: case for case in some}
        for kind in ALL_ROWS:
            rows = stored_rows(session, kind, stored, links)
            getattr(workbook, kind.name).extend(
                item for case in some for _, item in rows.get(case.id, ())
            )
    if person:  # only meetings of what they may see
        seen = _meetings_of(workbook)
        meetings = {number: one for number, one in meetings.items() if one.ref in seen}
    workbook.invitations = _invitations(session, meetings, ids, area)
    # In the workbook of one area only what belongs to another one needs to say so.
    workbook.meetings = [
        replace(one, area="") if one.area == area else one for one in meetings.values()
    ]
    areas = [area] if area else _areas(session)
    workbook.contacts = [
        ContactRow(one, contact.agency, contact.name, contact.address)
        for one in areas
        for _, contact in list_contacts(session, one, None)
    ]
    members = list_standing_members(session, area)
    workbook.standing_members = [member.facts for member in members]
    workbook.populations = list_populations(session, [area] if area else None)
    workbook.trainings = list_training_rows(session, area)
    workbook.deputies = [row for _, row in list_deputy_rows(session, area)]
    return workbook


def _cases(session: Session, area: str | None, person: Person | None) -> Iterator[StoredCase]:
    query = select(cases.c.id).order_by(cases.c.id)
    if area:
        query = query.where(cases.c.area == area)
    for case in list_cases(session, ids=session.execute(query).scalars()):
        facts = replace(case.facts, merged_into=None)
        if person is None or may_do(person, "see case", facts):
            yield case


def _meetings_of(workbook: Workbook) -> set[str]:
    """The meetings that have to do with a case of the workbook."""
    rows: list[HeardRow | AttendanceRow | ActionRow] = [
        *workbook.heard, *workbook.attendance, *workbook.actions
    ]  # fmt: skip
    return {row.meeting_ref for row in rows}


def _invitations(
    session: Session, meetings: Mapping[int, MeetingRow], cases: Mapping[int, str], area: str | None
) -> list[InvitationRow]:
    """Those for one of these cases; those for all that a meeting hears go with its own area."""
    refs = {number: one.ref for number, one in meetings.items()}
    own = {one.ref for one in meetings.values() if area in (None, one.area)}
    rows = (row for _, row in list_invitation_rows(session, refs, cases))
    return [row for row in rows if row.case_ref or row.meeting_ref in own]


def _left_of(case: StoredCase) -> CaseRecord:
    """An erased case has no name and no identifiers: what is shown in their place is none."""
    if not case.key.erased:
        return case.facts
    none: dict[str, Any] = dict.fromkeys(IDENTIFIER_KINDS)
    return replace(case.facts, name="", **none)


def _areas(session: Session) -> list[str]:
    query = select(contacts.c.area).distinct().order_by(contacts.c.area)
    return list(session.execute(query).scalars())
