"""Who is invited to a meeting, and what they answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Row, bindparam, select

from mappa.errors import NotFound
from mappa.meetings.invitations import in_order
from storage.batches import in_batches
from storage.databases import Session
from storage.tables import invitations

NO_SUCH_INVITATION = "That invitation is no longer there."


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invited person of an agency; `case_id` None: for all that the meeting hears.

    In this Slack by `user_id`, outside by name and address. `key` is opaque.
    """

    id: int
    key: str
    meeting_id: int
    case_id: int | None
    agency: str
    user_id: str | None = None
    name: str = ""
    address: str = ""
    answer: str | None = None  # accepted, report, apologies
    answered_at: datetime | None = None
    invited_at: datetime | None = None
    withdrawn_at: datetime | None = None


def add_invitation(
    session: Session,
    meeting_id: int,
    case_id: int | None,
    agency: str,
    *,
    user_id: str = "",
    name: str = "",
    address: str = "",
) -> Invitation:
    """Somebody is to come; told of it they are later."""
    told = {"agency": agency, "user_id": user_id, "name": name, "address": address}
    values = new_invitation(session, meeting_id, case_id, **told)
    session.execute(invitations.insert().values(**values))
    return get_invitation(session, values["key"])


def new_invitation(
    session: Session,
    meeting_id: int,
    case_id: int | None,
    *,
    agency: str,
    user_id: str,
    name: str,
    address: str,
) -> dict[str, Any]:
    """The row of a new one, with a key of its own."""
    key = token_hex(16)
    return {
        "key": key,
        "meeting_id": meeting_id,
        "case_id": case_id,
        "agency": agency,
        "user_id": user_id or None,
        "name_sealed": _seal(session, name, "name", key),
        "address_sealed": _seal(session, address, "address", key),
    }


def list_invitations(
    session: Session, meeting_ids: Iterable[int], *, withdrawn: bool = False
) -> list[Invitation]:
    """Those of these meetings in the order in which they were made; `withdrawn`: these as well."""
    query = _EVER_OF_MEETINGS if withdrawn else _OF_MEETINGS
    return [
        _invitation(session, row)
        for some in in_batches(sorted(set(meeting_ids)))
        for row in session.execute(query, {"ids": some})
    ]


def invited_agencies(session: Session, meeting_id: int, case_id: int) -> list[str]:
    """The agencies invited for a case, those of standing members included, each once."""
    given = {"meeting": meeting_id, "case": case_id}
    return in_order(session.execute(_AGENCIES, given).scalars())


def get_invitation(session: Session, key: str, *, to_change: bool = False) -> Invitation:
    """The invitation of this key, or NotFound."""
    query = _BY_KEY.with_for_update() if to_change else _BY_KEY
    row = session.execute(query, {"given": key}).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_INVITATION)
    return _invitation(session, row)


def set_answer(
    session: Session, some: Iterable[Invitation], answer: str | None, at: datetime | None
) -> None:
    """What was answered: accepted, report or apologies."""
    _set(session, some, answer=answer, answered_at=at)


def mark_invited(session: Session, invited: Iterable[Invitation], now: datetime) -> None:
    """They have been told, or the co-ordinator has the text for them."""
    _set(session, invited, invited_at=now)


def withdraw_invitations(session: Session, some: Iterable[Invitation], now: datetime) -> None:
    """They need not come any more."""
    _set(session, some, withdrawn_at=now)


def clear_answers(session: Session, some: Iterable[Invitation]) -> None:
    """The meeting was moved: who said that they come may not be able to."""
    _set(session, some, answer=None, answered_at=None)


def _set(session: Session, some: Iterable[Invitation], **change: Any) -> None:
    ids = [one.id for one in some]
    session.execute(invitations.update().where(invitations.c.id.in_(ids)).values(**change))


def _invitation(session: Session, row: Row[Any]) -> Invitation:
    return Invitation(
        id=row.id,
        key=row.key,
        meeting_id=row.meeting_id,
        case_id=row.case_id,
        agency=row.agency,
        user_id=row.user_id,
        name=_open(session, row.name_sealed, "name", row.key),
        address=_open(session, row.address_sealed, "address", row.key),
        answer=row.answer,
        answered_at=row.answered_at,
        invited_at=row.invited_at,
        withdrawn_at=row.withdrawn_at,
    )


def _seal(session: Session, text: str, what: str, key: str) -> bytes | None:
    return session.house.seal(text, f"invitations.{what}|{key}") if text else None


def _open(session: Session, sealed: bytes | None, what: str, key: str) -> str:
    return session.house.open(sealed, f"invitations.{what}|{key}") if sealed else ""


_STANDS = invitations.c.withdrawn_at.is_(None)
_EVER_OF_MEETINGS = (
    select(invitations)
    .where(invitations.c.meeting_id.in_(bindparam("ids", expanding=True)))
    .order_by(invitations.c.id)
)
_OF_MEETINGS = _EVER_OF_MEETINGS.where(_STANDS)
_AGENCIES = select(invitations.c.agency).where(
    invitations.c.meeting_id == bindparam("meeting"),
    invitations.c.case_id.is_(None) | (invitations.c.case_id == bindparam("case")),
    _STANDS,
)
_BY_KEY = select(invitations).where(invitations.c.key == bindparam("given"))
