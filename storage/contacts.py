"""People of agencies outside this Slack: area by area, sealed with the key of the house."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from mappa.contacts import AreaContact
from mappa.errors import NotFound
from storage.batches import take_ids
from storage.databases import Session
from storage.tables import contacts


def add_contact(session: Session, area: str, contact: AreaContact, now: datetime) -> int:
    """Keep a contact; the number by which it is removed."""
    (number,) = take_ids(session, contacts, 1)
    address = contact.address and session.house.seal(contact.address, _where("address", number))
    row = {
        "id": number,
        "area": area,
        "agency": contact.agency,
        "name_sealed": session.house.seal(contact.name, _where("name", number)),
        "address_sealed": address or None,
        "added_at": now,
    }
    session.execute(contacts.insert().values(**row))
    return number


def list_contacts(session: Session, area: str, agency: str | None) -> list[tuple[int, AreaContact]]:
    """The contacts of an area or of one of its agencies, each with its number."""
    query = (
        select(contacts)
        .where(contacts.c.area == area, contacts.c.removed_at.is_(None))
        .order_by(contacts.c.agency, contacts.c.id)
    )
    if agency:
        query = query.where(contacts.c.agency == agency)
    return [(row.id, _contact(session, row)) for row in session.execute(query)]


def set_contact_removed(session: Session, area: str, number: int, now: datetime) -> AreaContact:
    """The contact is one no more; what it was, or NotFound also for another area's."""
    found = dict(list_contacts(session, area, None)).get(number)
    here = (contacts.c.id == number) & contacts.c.removed_at.is_(None)
    removed = contacts.update().where(here).values(removed_at=now)
    if found is None or not session.execute(removed).rowcount:
        raise NotFound(f"There is no contact {number} here; nothing was changed. See: contacts")
    return found


def _contact(session: Session, row: Row[Any]) -> AreaContact:
    def opened(column: str, sealed: bytes | None) -> str:
        before = f"contacts.{column}|{row.area}"
        return session.house.open_either(sealed, _where(column, row.id), before) if sealed else ""

    name, address = opened("name", row.name_sealed), opened("address", row.address_sealed)
    return AreaContact(row.agency, name, address)


def _where(column: str, number: int) -> str:
    return f"contacts.{column}|{number}"
