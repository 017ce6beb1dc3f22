"""People who may use the bot."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from mappa.cases import CaseRecord
from mappa.clocks import london_day
from mappa.errors import NotAllowed, NotFound, RuleBroken
from mappa.people import Deputy, Person
from storage.databases import Session, insert_new
from storage.tables import cases, deputies, glass, heard, meetings, people
from storage.visibility import drawn_for

STRANGER = (
    "You are not registered to use this bot. "
    "Ask the MAPPA co-ordinator of your area to have you registered."
)


def add_person(session: Session, person: Person, now: datetime) -> Person:
    """Register somebody, or give a registered person a new role, agency, area and grants.

    A case's team names people by their user id, which Slack gives once in the world; should it
    ever come from a second workspace, nobody may become somebody else by it.
    """
    others = (people.c.user_id == person.user_id) & (people.c.team_id != person.team_id)
    if session.execute(select(people.c.id).where(others, people.c.removed_at.is_(None))).first():
        raise RuleBroken(
            f"slack-id: {person.user_id} is registered from another workspace already. Remove "
            "that registration first. Example: people remove --slack-id U012AB3CD --team-id T0ABC",
            "slack-id",
        )
    values: dict[str, Any] = {
        "area": person.area,
        "name_sealed": session.house.seal(person.name, _where(person.team_id, person.user_id)),
        "agency": person.agency,
        "role": person.role,
        "grants": ",".join(sorted(person.grants)),
        "removed_at": None,
    }
    who = {"team_id": person.team_id, "user_id": person.user_id, "added_at": now}
    if not insert_new(session.connection, people, values | who):
        them = _is(person.team_id, person.user_id)
        back = them & people.c.removed_at.is_not(None)
        session.execute(people.update().where(back).values(added_at=now))
        session.execute(people.update().where(them).values(**values))
    return get_person(session, person.team_id, person.user_id, now)


def remove_person(session: Session, team_id: str, user_id: str, now: datetime) -> None:
    """End somebody's access at once; what they did stays on the record under their name."""
    active = _is(team_id, user_id) & people.c.removed_at.is_(None)
    if session.execute(people.update().where(active).values(removed_at=now)).rowcount == 0:
        raise NotFound(f"Nobody is registered with the Slack id {user_id}.")


def get_person(session: Session, team_id: str, user_id: str, now: datetime) -> Person:
    """Who is asking, as whose deputy today; a stranger is refused in words that tell nothing."""
    given = {"team": team_id, "user": user_id, "today": london_day(now)}
    rows = session.execute(_ACTIVE, given).all()
    if not rows:
        raise NotAllowed(STRANGER)
    others = frozenset(row.stands_in_for for row in rows if row.stands_in_for)
    return _with_reach(session, replace(_person(session, rows[0]), stands_in_for=others), now)


def was_ever_registered(session: Session, team_id: str, user_id: str) -> bool:
    """Whether somebody is registered, or was and has been removed."""
    them = select(people.c.id).where(_is(team_id, user_id))
    return session.execute(them).first() is not None


def list_people(session: Session, area: str) -> list[Person]:
    """Everybody registered in an area, in the order in which they were added."""
    query = (
        select(people)
        .where(people.c.area == area, people.c.removed_at.is_(None))
        .order_by(people.c.id)
    )
    return [_person(session, row) for row in session.execute(query)]


def list_registered(session: Session, area: str) -> list[tuple[Person, datetime]]:
    """The same with since when each is registered, who came back since then."""
    rows = session.execute(_OF_AREA, {"area": area})
    return [(_person(session, row), row.added_at) for row in rows]


def hold_people(session: Session, area: str) -> None:
    """Whoever else is about to change who is registered in an area waits, until this is over."""
    admins = select(people.c.id).where(
        people.c.area == area, people.c.role == "admin", people.c.removed_at.is_(None)
    )
    # Rows that point to them can still be added meanwhile.
    session.execute(admins.order_by(people.c.id).with_for_update(key_share=True))


def find_person(session: Session, team_id: str, user_id: str, now: datetime) -> Person | None:
    """Somebody who is registered, in whatever area."""
    try:
        return get_person(session, team_id, user_id, now)
    except NotAllowed:
        return None


def list_areas(session: Session) -> list[str]:
    """The areas in which anybody is registered, and so can be told of anything."""
    query = select(people.c.area).where(people.c.removed_at.is_(None)).distinct()
    return sorted(session.execute(query).scalars())


def list_people_of_case(session: Session, case: CaseRecord) -> list[Person]:
    """Those of an area whom a case concerns: its co-ordinators, who is on the team, owns a request
    or speaks for an agency, and whoever is or was to be their deputy."""
    users = {member.user_id for member in case.team}
    users |= {request.owner for request in case.requests if request.owner}
    users |= {contact.user_id for contact in case.contacts if contact.user_id}
    given = {"area": case.area, "users": sorted(users)}
    return [_person(session, row) for row in session.execute(_CONCERNED, given)]


def find_users(session: Session, area: str, user_ids: Iterable[str]) -> list[Person]:
    """Those of an area with these Slack ids, and whoever is or was to be their deputy."""
    given = {"area": area, "users": sorted(user_ids)}
    return [_person(session, row) for row in session.execute(_THEY, given)]


def find_people(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    """Registered people by the id of their row; those who have left are missing."""
    query = select(people).where(people.c.id.in_(list(ids)), people.c.removed_at.is_(None))
    return {row.id: _person(session, row) for row in session.execute(query)}


def find_anybody(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    """The same with those who have left: what they did stays under their name."""
    query = select(people).where(people.c.id.in_(list(ids)))
    return {row.id: _person(session, row) for row in session.execute(query)}


def as_now(session: Session, person: Person, now: datetime) -> Person:
    """The person with whom they stand in for today, and with the cases that a chair hears, that
    were drawn for an auditor, or that they broke the glass for."""
    given = {"user": person.user_id, "today": london_day(now)}
    others = session.execute(_STANDS_IN_FOR, given).scalars()
    return _with_reach(session, replace(person, stands_in_for=frozenset(others)), now)


def _with_reach(session: Session, person: Person, now: datetime) -> Person:
    """With the cases that are theirs for a time, which are looked up for each role apart."""
    if person.role == "auditor":
        query = select(cases.c.ref).where(cases.c.id.in_(drawn_for(person.area)))
        return replace(person, drawn=frozenset(session.execute(query).scalars()))
    if person.role == "practitioner":
        opened = session.execute(_OPENED, {"person": person.id, "now": now}).scalars()
        person = replace(person, opened=frozenset(opened))
    return with_chaired(session, person)


def with_chaired(session: Session, person: Person) -> Person:
    """A chair with the cases of the meetings that they chair, and who stands in for one with those
    of the planned ones; anybody else as they are."""
    refs: set[str] = set()
    if person.role == "chair":
        refs |= set(session.execute(_CHAIRED, {"user": person.user_id}).scalars())
    if person.role in ("chair", "practitioner") and person.stands_in_for:
        given = {"users": sorted(person.stands_in_for)}
        refs |= set(session.execute(_CHAIRED_IN_THEIR_PLACE, given).scalars())
    return replace(person, hears=frozenset(refs)) if refs else person


def list_deputies(session: Session, area: str) -> list[Deputy]:
    """Everybody's deputies in an area, past ones left out only where they were called off."""
    rows = session.execute(_DEPUTIES, {"area": area})
    return [Deputy(row.user_id, row.deputy_user_id, row.from_on, row.until_on) for row in rows]


def set_dm_channel(session: Session, person_id: int, channel: str) -> None:
    """Remember the channel of somebody's direct messages: history is read by it."""
    session.execute(people.update().where(people.c.id == person_id).values(dm_channel=channel))


def _is(team_id: str, user_id: str) -> Any:
    return (people.c.team_id == team_id) & (people.c.user_id == user_id)


def _where(team_id: str, user_id: str) -> str:
    return f"people.name|{team_id}|{user_id}"


def _person(session: Session, row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        team_id=row.team_id,
        user_id=row.user_id,
        name=session.house.open(row.name_sealed, _where(row.team_id, row.user_id)),
        agency=row.agency,
        role=row.role,
        area=row.area,
        grants=frozenset(row.grants.split(",")) - {""},
        dm_channel=row.dm_channel,
        digest=row.digest,
        quiet=(row.quiet_from, row.quiet_until) if row.quiet_from and row.quiet_until else None,
    )


_TODAY: Any = bindparam("today")
_STANDING_IN = (
    (deputies.c.from_on <= _TODAY)
    & (deputies.c.until_on >= _TODAY)
    & deputies.c.removed_at.is_(None)
)
_ACTIVE = (
    select(people, deputies.c.user_id.label("stands_in_for"))
    .outerjoin(deputies, (deputies.c.deputy_user_id == people.c.user_id) & _STANDING_IN)
    .where(
        people.c.team_id == bindparam("team"),
        people.c.user_id == bindparam("user"),
        people.c.removed_at.is_(None),
    )
)
_STANDS_IN_FOR = select(deputies.c.user_id).where(
    deputies.c.deputy_user_id == bindparam("user"), _STANDING_IN
)
_DEPUTIES = select(deputies).where(
    deputies.c.area == bindparam("area"), deputies.c.removed_at.is_(None)
)
_CHAIRED = (
    select(cases.c.ref)
    .join(heard, heard.c.case_id == cases.c.id)
    .join(meetings, meetings.c.id == heard.c.meeting_id)
    .where(meetings.c.chair == bindparam("user"), meetings.c.status != "cancelled")
)
_OPENED = (
    select(cases.c.ref)
    .join(glass, glass.c.case_id == cases.c.id)
    .where(
        glass.c.person_id == bindparam("person"),
        glass.c.opened_at <= bindparam("now"),
        glass.c.until > bindparam("now"),
    )
)
_USERS: Any = bindparam("users", expanding=True)
_CHAIRED_IN_THEIR_PLACE = (
    select(cases.c.ref)
    .join(heard, heard.c.case_id == cases.c.id)
    .join(meetings, meetings.c.id == heard.c.meeting_id)
    .join(people, people.c.user_id == meetings.c.chair)
    .where(
        meetings.c.chair.in_(_USERS),
        meetings.c.status == "planned",
        people.c.role == "chair",
        people.c.removed_at.is_(None),
    )
)
_OR_DEPUTY = people.c.user_id.in_(_USERS) | people.c.user_id.in_(
    select(deputies.c.deputy_user_id).where(deputies.c.user_id.in_(_USERS))
)
_OF_AREA = (
    select(people)
    .where(people.c.area == bindparam("area"), people.c.removed_at.is_(None))
    .order_by(people.c.id)
)
_CONCERNED = _OF_AREA.where((people.c.role == "co-ordinator") | _OR_DEPUTY)
_THEY = _OF_AREA.where(_OR_DEPUTY)
