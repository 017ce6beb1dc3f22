"""The cases that a meeting hears: its agenda, the minutes of each, and what came of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from mappa.errors import NotFound
from storage.batches import in_batches
from storage.cases import StoredCase
from storage.databases import Session, insert_new
from storage.keys import DataKey
from storage.meetings import StoredMeeting
from storage.tables import cases, heard, meetings

NOT_HEARD = "{case} is not on the agenda of {meeting}."


@dataclass(frozen=True, slots=True)
class Hearing:
    """One case at one meeting; `minutes_sealed` opens with the key of the case."""

    id: int
    meeting_id: int
    meeting_ref: str
    case_id: int
    case_ref: str
    position: int | None
    outcome_level: int | None
    next_review_on: date | None
    disclosure: bool | None
    leaves: bool
    closed_on: date | None
    closed_by: str | None
    form: str | None
    edition: str | None
    issued_on: date | None
    minutes_sealed: bytes | None
    rationale_sealed: bytes | None

    def minutes(self, key: DataKey) -> dict[str, str]:
        """What is minuted so far, part by part."""
        if self.minutes_sealed is None or key.erased:
            return {}
        where = place_of_minutes(self.meeting_ref, self.case_ref)
        found: dict[str, str] = json.loads(key.open(self.minutes_sealed, where))
        return found


def add_hearing(session: Session, meeting: StoredMeeting, case: StoredCase) -> bool:
    """Put a case at the end of the agenda; False if it stands there already."""
    query = select(func.max(heard.c.position)).where(heard.c.meeting_id == meeting.id)
    last = session.execute(query).scalar() or 0
    values = {"meeting_id": meeting.id, "case_id": case.id, "position": last + 1}
    return insert_new(session.connection, heard, values | {"leaves": False})


def remove_hearing(session: Session, hearing: Hearing) -> None:
    """Take a case that was not heard off the agenda."""
    session.execute(heard.delete().where(heard.c.id == hearing.id))


def list_hearings(session: Session, meeting_ids: Iterable[int]) -> list[Hearing]:
    """What these meetings hear, each in the order of its agenda."""
    found = []
    for some in in_batches(sorted(set(meeting_ids))):
        rows = session.execute(_OF_MEETINGS, {"ids": some})
        found += [_hearing(row) for row in rows]
    return found


def list_hearings_of_case(session: Session, case_id: int) -> list[Hearing]:
    """The meetings at which a case was or is to be heard, the latest first."""
    return [_hearing(row) for row in session.execute(_OF_CASE, {"case": case_id})]


def get_hearing(session: Session, meeting: StoredMeeting, case: StoredCase) -> Hearing:
    """This case at this meeting, or NotFound. Lock the case first to change it."""
    given = {"meeting": meeting.id, "case": case.id}
    row = session.execute(_ONE, given).one_or_none()
    if row is None:
        raise NotFound(NOT_HEARD.format(case=case.facts.ref, meeting=meeting.facts.ref))
    return _hearing(row)


def set_minutes(
    session: Session, hearing: Hearing, case: StoredCase, minutes: Mapping[str, str]
) -> None:
    """Keep what is minuted, sealed with the key of the case."""
    where = place_of_minutes(hearing.meeting_ref, hearing.case_ref)
    sealed = case.key.seal(json.dumps(dict(minutes), sort_keys=True), where) if minutes else None
    set_hearing(session, hearing, minutes_sealed=sealed)


def set_rationale(session: Session, hearing: Hearing, case: StoredCase, rationale: str) -> None:
    """Why it was decided so, sealed with the key of the case."""
    where = place_of_rationale(hearing.meeting_ref, hearing.case_ref)
    sealed = case.key.seal(rationale, where) if rationale else None
    set_hearing(session, hearing, rationale_sealed=sealed)


def set_hearing(session: Session, hearing: Hearing, **changes: Any) -> None:
    """Change columns of `heard`: outcome_level, leaves, closed_on, issued_on and so on."""
    session.execute(heard.update().where(heard.c.id == hearing.id).values(**changes))


def place_of_minutes(meeting_ref: str, case_ref: str) -> str:
    """What the sealed minutes are bound to."""
    return f"heard.minutes|{meeting_ref}|{case_ref}"


def place_of_rationale(meeting_ref: str, case_ref: str) -> str:
    """What the sealed rationale of the decision is bound to."""
    return f"heard.rationale|{meeting_ref}|{case_ref}"


def _hearing(row: Row[Any]) -> Hearing:
    return Hearing(**row._mapping)


def _query() -> Select[Any]:
    names = [name for name in Hearing.__slots__ if name not in ("meeting_ref", "case_ref")]
    return (
        select(*heard.c[*names], meetings.c.ref.label("meeting_ref"), cases.c.ref.label("case_ref"))
        .join(meetings, meetings.c.id == heard.c.meeting_id)
        .join(cases, cases.c.id == heard.c.case_id)
    )


_IN_ORDER = heard.c.position.is_(None), heard.c.position, heard.c.id
_OF_MEETINGS = (
    _query()
    .where(heard.c.meeting_id.in_(bindparam("ids", expanding=True)))
    .order_by(meetings.c.starts_at, heard.c.meeting_id, *_IN_ORDER)
)
_OF_CASE = (
    _query()
    .where(heard.c.case_id == bindparam("case"))
    .order_by(meetings.c.starts_at.desc(), heard.c.id.desc())
)
_ONE = _query().where(
    heard.c.meeting_id == bindparam("meeting"), heard.c.case_id == bindparam("case")
)
