"""Broken glass: who sees which case that is not theirs, until when, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, select

from mappa.people import Person
from storage.batches import take_ids
from storage.cases import StoredCase
from storage.databases import Session
from storage.keys import DataKey
from storage.tables import cases, glass


@dataclass(frozen=True, slots=True)
class Glass:
    """One that was broken. `until` is when it ended or ends; the reason stays sealed."""

    id: int
    person_id: int
    case_id: int
    opened_at: datetime
    until: datetime
    reason_sealed: bytes | None

    def reason(self, key: DataKey) -> str:
        """Why, opened with the key of the case."""
        return key.open(self.reason_sealed, _where(self.id)) if self.reason_sealed else ""


def add_glass(
    session: Session, person: Person, case: StoredCase, now: datetime, until: datetime, reason: str
) -> int:
    """From now on, until then, the person sees the case; the number of the row."""
    (number,) = take_ids(session, glass, 1)
    row = {
        "id": number,
        "person_id": person.id,
        "case_id": case.id,
        "opened_at": now,
        "until": until,
        "reason_sealed": case.key.seal(reason, _where(number)),
    }
    session.execute(glass.insert(), row)
    return number


def list_broken_by(session: Session, person_id: int, now: datetime) -> list[tuple[str, datetime]]:
    """Through which glass somebody sees now: the references of the cases, and until when."""
    rows = session.execute(_BROKEN_BY, {"person": person_id, "now": now})
    return [(row.ref, row.until) for row in rows]


def list_open(session: Session, case_id: int, now: datetime) -> list[Glass]:
    """Who sees a case through broken glass now."""
    return [_glass(row) for row in session.execute(_OPEN, {"case": case_id, "now": now})]


def list_since(session: Session, area: str, since: datetime) -> list[Glass]:
    """Of the cases of an area what was broken since then or is broken still, newest first."""
    rows = session.execute(_SINCE, {"area": area, "since": since})
    return [_glass(row) for row in rows]


def find_glass(session: Session, number: int) -> Glass | None:
    """The one that goes by this number."""
    row = session.execute(select(glass).where(glass.c.id == number)).one_or_none()
    return _glass(row) if row else None


def set_ended(session: Session, broken: Iterable[Glass], now: datetime) -> None:
    """From this moment it shows nothing any more."""
    ids = [one.id for one in broken]
    still_open = glass.c.id.in_(ids) & (glass.c.until > now)
    session.execute(glass.update().where(still_open).values(until=now))


def _where(number: int) -> str:
    return f"glass.reason|{number}"


def _glass(row: Row[tuple[object, ...]]) -> Glass:
    return Glass(**row._mapping)


_STILL = glass.c.until > bindparam("now")
_BROKEN_BY = (
    select(cases.c.ref, glass.c.until)
    .join(cases, cases.c.id == glass.c.case_id)
    .where(glass.c.person_id == bindparam("person"), glass.c.opened_at <= bindparam("now"), _STILL)
    .order_by(glass.c.until, glass.c.id)
)
_OPEN = select(glass).where(glass.c.case_id == bindparam("case"), _STILL).order_by(glass.c.id)
_SINCE = (
    select(glass)
    .join(cases, cases.c.id == glass.c.case_id)
    .where(cases.c.area == bindparam("area"), glass.c.until >= bindparam("since"))
    .order_by(glass.c.id.desc())
)
