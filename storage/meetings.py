"""Meetings, brought in and taken out; what they heard stands with each case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, or_, select

from mappa.errors import NotFound
from mappa.workbook.workbooks import MeetingRow
from storage.batches import in_batches, insert_rows, take_ids
from storage.databases import Session
from storage.installations import next_number
from storage.tables import actions, attendance, cases, heard, invitations, meetings

FIRST_NUMBER = 1
NO_SUCH_MEETING = "No meeting {ref} that you may see."


@dataclass(frozen=True, slots=True)
class StoredMeeting:
    """A meeting as it stands; `facts.area` says where it is held."""

    id: int
    facts: MeetingRow


def add_meetings(session: Session, rows: Iterable[MeetingRow]) -> dict[str, int]:
    """Store new meetings, each with its area; their ids by reference."""
    made: dict[str, int] = {}
    for some in in_batches(rows):
        ids = take_ids(session, meetings, len(some))
        stored = [
            {"id": number} | _values(session, row) for number, row in zip(ids, some, strict=True)
        ]
        insert_rows(session, meetings, stored)
        made |= {row.ref: number for number, row in zip(ids, some, strict=True)}
    return made


def add_meeting(session: Session, row: MeetingRow) -> StoredMeeting:
    """Store a new meeting of an area, which gets its reference."""
    ref = f"{row.area}-M{next_number(session, row.area, 'meeting', FIRST_NUMBER)}"
    facts = replace(row, ref=ref)
    return StoredMeeting(add_meetings(session, [facts])[ref], facts)


def get_meeting(session: Session, area: str, ref: str, *, to_change: bool = False) -> StoredMeeting:
    """The area's meeting of this reference, or NotFound; `to_change` keeps others from it."""
    found = find_meetings(session, [ref], to_change=to_change).get(ref)
    if found is None or found.facts.area != area:
        raise NotFound(NO_SUCH_MEETING.format(ref=ref))
    return found


def get_meeting_by_id(
    session: Session, meeting_id: int, *, to_change: bool = False
) -> StoredMeeting:
    """The meeting of a row that points to it."""
    query = select(meetings).where(meetings.c.id == meeting_id)
    row = session.execute(query.with_for_update() if to_change else query).one()
    return stored_meeting(session, row)


def set_meeting(session: Session, meeting: StoredMeeting, facts: MeetingRow) -> None:
    """Make the stored meeting say what `facts` says."""
    change = meetings.update().where(meetings.c.id == meeting.id)
    session.execute(change.values(**_values(session, facts)))


def find_meetings(
    session: Session, refs: Iterable[str], *, to_change: bool = False
) -> dict[str, StoredMeeting]:
    """Those of these meetings that there are, by reference."""
    query = _BY_REF.with_for_update() if to_change else _BY_REF
    return {
        row.ref: stored_meeting(session, row)
        for some in in_batches(sorted(set(refs)))
        for row in session.execute(query, {"refs": some})
    }


def refs_of_meetings(session: Session) -> dict[int, str]:
    """The references of all meetings, by id."""
    return {row.id: row.ref for row in session.execute(select(meetings.c.id, meetings.c.ref))}


def list_meetings(session: Session, area: str | None) -> Iterator[StoredMeeting]:
    """Every meeting, or those of one area and those that have to do with one of its cases."""
    query = select(meetings).order_by(meetings.c.id)
    if area:
        heard_here = [
            select(table.c.meeting_id)
            .join(cases, cases.c.id == table.c.case_id)
            .where(cases.c.area == area)
            for table in (heard, attendance, invitations, actions)
        ]
        here = [meetings.c.id.in_(some) for some in heard_here]
        query = query.where(or_(meetings.c.area == area, *here))
    return (stored_meeting(session, row) for row in session.execute(query))


def _values(session: Session, row: MeetingRow) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "area": row.area,
        "level": row.level,
        "starts_at": row.starts_at,
        "place_sealed": session.house.seal(row.place, _where(row.ref)) if row.place else None,
        "status": row.status,
        "ends_at": row.ends_at,
        "chair": row.chair or None,
        "urgent": row.urgent,
        "version": row.version,
    }


def stored_meeting(session: Session, row: Any) -> StoredMeeting:
    """A whole row of `meetings`, opened."""
    place = session.house.open(row.place_sealed, _where(row.ref)) if row.place_sealed else ""
    facts = MeetingRow(
        ref=row.ref,
        level=row.level,
        starts_at=row.starts_at,
        place=place,
        status=row.status,
        area=row.area,
        ends_at=row.ends_at,
        chair=row.chair or "",
        urgent=row.urgent,
        version=row.version,
    )
    return StoredMeeting(row.id, facts)


def _where(ref: str) -> str:
    return f"meetings.place|{ref}"


_REFS: Any = bindparam("refs", expanding=True)
_BY_REF = select(meetings).where(meetings.c.ref.in_(_REFS)).order_by(meetings.c.id)
