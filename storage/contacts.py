"""People of agencies outside this Slack: area by area, sealed with the key of the house."""

from datetime import datetime

from sqlalchemy import select

from mappa.contacts import AreaContact
from mappa.errors import NotFound
from storage.databases import Session, new_id
from storage.tables import contacts


def add_contact(session: Session, area: str, contact: AreaContact, now: datetime) -> int:
    """Keep a contact; the number by which it is removed."""
    row = {
        "area": area,
        "agency": contact.agency,
        "name_sealed": session.house.seal(contact.name, _where(area, "name")),
        "address_sealed": session.house.seal(contact.address, _where(area, "address"))
        if contact.address
        else None,
        "added_at": now,
    }
    return new_id(session.execute(contacts.insert().values(**row)))


def list_contacts(session: Session, area: str, agency: str | None) -> list[tuple[int, AreaContact]]:
    """The contacts of an area or of one of its agencies, each with its number."""
    query = (
        select(contacts)
        .where(contacts.c.area == area, contacts.c.removed_at.is_(None))
        .order_by(contacts.c.agency, contacts.c.id)
    )
    if agency:
        query = query.where(contacts.c.agency == agency)
    return [
        (
            row.id,
            AreaContact(
                row.agency,
                session.house.open(row.name_sealed, _where(area, "name")),
                session.house.open(row.address_sealed, _where(area, "address"))
                if row.address_sealed
                else "",
            ),
        )
        for row in session.execute(query)
    ]


def set_contact_removed(session: Session, area: str, number: int, now: datetime) -> AreaContact:
    """The contact is one no more; what it was, or NotFound also for another area's."""
    found = dict(list_contacts(session, area, None)).get(number)
    here = (contacts.c.id == number) & contacts.c.removed_at.is_(None)
    removed = contacts.update().where(here).values(removed_at=now)
    if found is None or not session.execute(removed).rowcount:
        raise NotFound(f"There is no contact {number} here; nothing was changed. See: contacts")
    return found


def _where(area: str, column: str) -> str:
    return f"contacts.{column}|{area}"
