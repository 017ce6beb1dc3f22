"""Meetings, brought in and taken out; what they heard stands with each case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from mappa.workbook.workbooks import MeetingRow
from storage.batches import in_batches, insert_rows, take_ids
from storage.databases import Session
from storage.tables import attendance, cases, heard, meetings


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
        row.ref: _stored(session, row)
        for some in in_batches(sorted(set(refs)))
        for row in session.execute(query, {"refs": some})
    }


def refs_of_meetings(session: Session) -> dict[int, str]:
    """The references of all meetings, by id."""
    return {row.id: row.ref for row in session.execute(select(meetings.c.id, meetings.c.ref))}


def list_meetings(session: Session, area: str | None) -> Iterator[StoredMeeting]:
    """Every meeting, or those of one area and those that heard one of its cases."""
    query = select(meetings).order_by(meetings.c.id)
    if area:
        heard_here = [
            select(table.c.meeting_id)
            .join(cases, cases.c.id == table.c.case_id)
            .where(cases.c.area == area)
            for table in (heard, attendance)
        ]
        here = [meetings.c.id.in_(some) for some in heard_here]
        query = query.where((meetings.c.area == area) | here[0] | here[1])
    return (_stored(session, row) for row in session.execute(query))


def _values(session: Session, row: MeetingRow) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "area": row.area,
        "level": row.level,
        "starts_at": row.starts_at,
        "place_sealed": session.house.seal(row.place, _where(row.ref)) if row.place else None,
        "status": row.status,
    }


def _stored(session: Session, row: Any) -> StoredMeeting:
    place = session.house.open(row.place_sealed, _where(row.ref)) if row.place_sealed else ""
    facts = MeetingRow(row.ref, row.level, row.starts_at, place, row.status, row.area)
    return StoredMeeting(row.id, facts)


def _where(ref: str) -> str:
    return f"meetings.place|{ref}"


_REFS: Any = bindparam("refs", expanding=True)
_BY_REF = select(meetings).where(meetings.c.ref.in_(_REFS)).order_by(meetings.c.id)
