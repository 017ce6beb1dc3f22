"""People who may use the bot."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from mappa.cases import CaseRecord
from mappa.errors import NotAllowed, NotFound, RuleBroken
from mappa.people import Person
from storage.databases import Session, insert_new
from storage.tables import people

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
        session.execute(people.update().where(them).values(**values))
    return get_person(session, person.team_id, person.user_id)


def remove_person(session: Session, team_id: str, user_id: str, now: datetime) -> None:
    """End somebody's access at once; what they did stays on the record under their name."""
    active = _is(team_id, user_id) & people.c.removed_at.is_(None)
    if session.execute(people.update().where(active).values(removed_at=now)).rowcount == 0:
        raise NotFound(f"Nobody is registered with the Slack id {user_id}.")


def get_person(session: Session, team_id: str, user_id: str) -> Person:
    """Who is asking; a stranger to us is refused with a sentence that tells nothing."""
    row = session.execute(_ACTIVE, {"team": team_id, "user": user_id}).one_or_none()
    if row is None:
        raise NotAllowed(STRANGER)
    return _person(session, row)


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


def list_people_of_case(session: Session, case: CaseRecord) -> list[Person]:
    """Those of an area whom a case concerns: its co-ordinators, and who is on the team."""
    given = {"area": case.area, "users": [member.user_id for member in case.team]}
    return [_person(session, row) for row in session.execute(_CONCERNED, given)]


def find_people(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    """Registered people by the id of their row; those who have left are missing."""
    query = select(people).where(people.c.id.in_(list(ids)), people.c.removed_at.is_(None))
    return {row.id: _person(session, row) for row in session.execute(query)}


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
    )


_ACTIVE = select(people).where(
    people.c.team_id == bindparam("team"),
    people.c.user_id == bindparam("user"),
    people.c.removed_at.is_(None),
)
_CONCERNED = (
    select(people)
    .where(
        people.c.area == bindparam("area"),
        people.c.removed_at.is_(None),
        (people.c.role == "co-ordinator")
        | people.c.user_id.in_(bindparam("users", expanding=True)),
    )
    .order_by(people.c.id)
)
