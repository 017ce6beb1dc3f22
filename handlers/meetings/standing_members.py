"""The words `meetings standing`: who is invited to every panel of the area."""

from dataclasses import asdict

from handlers.desks import Reply, Visit
from handlers.meetings.panels import may_be_told
from handlers.views.meetings import standing_members as views
from mappa.access import require
from mappa.errors import NotFound, RuleBroken
from mappa.meetings.standing import ADD, Addition, Listing, Removal, is_member, read_standing
from mappa.workbook.workbooks import StandingMemberRow
from storage.databases import Session
from storage.people import list_people
from storage.records import Entry, add_record
from storage.standing_members import (
    StandingMember,
    add_standing_member,
    list_standing_members,
    remove_standing_member,
)

MAY_NOT = (
    "Standing members are kept by the co-ordinator of your area; nothing was changed. Ask the "
    "co-ordinator."
)


def standing(session: Session, visit: Visit, typed: str) -> Reply:
    """List, add or remove; `typed` is what follows the word. What changes goes on the record."""
    require(visit.person, "plan meetings", MAY_NOT)
    asked = read_standing(typed)
    members = list_standing_members(session, visit.person.area)
    names = {one.user_id: one.name for one in list_people(session, visit.person.area)}
    if isinstance(asked, Listing):
        return views.members(members, names, asked.page, visit.desk.command)
    if isinstance(asked, Addition):
        return _add(session, visit, asked, members, names)
    return _remove(session, visit, asked, members, names)


def _add(
    session: Session,
    visit: Visit,
    asked: Addition,
    members: list[StandingMember],
    names: dict[str, str],
) -> Reply:
    row = _row(session, visit, asked)
    if is_member((member.facts for member in members), row):
        return views.nothing_new(row, names)
    add_standing_member(session, row, visit.now)
    _record(session, visit, Entry("standing member added", visit.source, after=asdict(row)))
    return views.added(row, names, visit.desk.command)


def _row(session: Session, visit: Visit, asked: Addition) -> StandingMemberRow:
    area, agency = visit.person.area, asked.agency
    if asked.user_id:
        people = {one.user_id: one for one in list_people(session, area)}
        person = people.get(asked.user_id)
        if person is None:
            raise RuleBroken(
                "name: that person is not registered in this area. Have them registered first, or "
                f"give a name, an agency and an address. Example: {ADD}",
                "name",
            )
        if not may_be_told(person):
            raise RuleBroken(
                "name: that person's role takes no part in panels. Name somebody of an agency. "
                f"Example: {ADD}",
                "name",
            )
        agency = agency or person.agency
    return StandingMemberRow(area, agency, asked.level, asked.user_id, asked.name, asked.address)


def _remove(
    session: Session,
    visit: Visit,
    asked: Removal,
    members: list[StandingMember],
    names: dict[str, str],
) -> Reply:
    found = next((member for member in members if member.id == asked.number), None)
    if found is None:
        raise NotFound(
            f"There is no standing member {asked.number} here; nothing was changed. "
            "See: meetings standing"
        )
    remove_standing_member(session, found, visit.now)
    entry = Entry("standing member removed", visit.source, before=asdict(found.facts))
    _record(session, visit, entry)
    return views.removed(found.facts, names)


def _record(session: Session, visit: Visit, entry: Entry) -> None:
    add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
