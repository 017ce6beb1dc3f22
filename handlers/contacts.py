"""The word `contacts`: the area's people of other agencies, read by who works with cases."""

from dataclasses import asdict

from handlers.desks import Reply, Visit
from handlers.views import contacts as views
from mappa.access import require
from mappa.contacts import AreaContact, Listing, read_contacts
from storage.contacts import add_contact, list_contacts, set_contact_removed
from storage.databases import Session
from storage.records import Entry, add_record

MAY_NOT_CHANGE = (
    "Only a co-ordinator changes the area's contacts; nothing was changed. Ask the co-ordinator."
)


def show_contacts(session: Session, visit: Visit, typed: str) -> Reply:
    """List, add or remove: what changes goes on the record."""
    asked = read_contacts(typed)
    area = visit.person.area
    if isinstance(asked, Listing):
        found = list_contacts(session, area, asked.agency)
        return views.contacts(found, asked, visit.desk.command)
    require(visit.person, "tidy cases", MAY_NOT_CHANGE)
    if isinstance(asked, AreaContact):
        number = add_contact(session, area, asked, visit.now)
        _record(session, visit, Entry("contact added", visit.source, after=asdict(asked)))
        return views.added(number, asked, visit.desk.command)
    removed = set_contact_removed(session, area, asked.number, visit.now)
    _record(session, visit, Entry("contact removed", visit.source, before=asdict(removed)))
    return views.removed(asked.number, removed)


def _record(session: Session, visit: Visit, entry: Entry) -> None:
    add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
