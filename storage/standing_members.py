"""Who is invited to every panel of an area."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import select

from mappa.workbook.workbooks import StandingMemberRow
from storage.databases import Session
from storage.tables import standing_members


@dataclass(frozen=True, slots=True)
class StandingMember:
    """A standing member as stored; `facts.level` None: of both levels."""

    id: int
    facts: StandingMemberRow


def add_standing_member(session: Session, row: StandingMemberRow, now: datetime) -> None:
    """They are invited to every panel from now on."""
    key = token_hex(16)
    house = session.house
    session.execute(
        standing_members.insert().values(
            key=key,
            area=row.area,
            level=row.level,
            agency=row.agency,
            user_id=row.slack_id or None,
            name_sealed=house.seal(row.name, _where("name", key)) if row.name else None,
            address_sealed=house.seal(row.address, _where("address", key)) if row.address else None,
            added_at=now,
        )
    )


def list_standing_members(session: Session, area: str | None) -> list[StandingMember]:
    """Those of an area, or all, in the order in which they were added."""
    query = (
        select(standing_members)
        .where(standing_members.c.removed_at.is_(None))
        .order_by(standing_members.c.id)
    )
    if area:
        query = query.where(standing_members.c.area == area)
    found = []
    for row in session.execute(query):
        name, address = (
            session.house.open(sealed, _where(what, row.key)) if sealed else ""
            for what, sealed in (("name", row.name_sealed), ("address", row.address_sealed))
        )
        facts = StandingMemberRow(row.area, row.agency, row.level, row.user_id or "", name, address)
        found.append(StandingMember(row.id, facts))
    return found


def remove_standing_member(session: Session, member: StandingMember, now: datetime) -> None:
    """They are invited no more; meetings to which they were invited already stay as they are."""
    one = standing_members.c.id == member.id
    session.execute(standing_members.update().where(one).values(removed_at=now))


def _where(what: str, key: str) -> str:
    return f"standing_members.{what}|{key}"
