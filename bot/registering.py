"""`mappa-bot people`: who may use the bot; and the first admins, from the settings."""

import argparse
from datetime import UTC, datetime

from bot.openings import open_database
from bot.settings import Settings
from handlers.desks import Desk
from mappa.agencies import AGENCIES, read_agency
from mappa.areas import AREAS
from mappa.choices import read_choice
from mappa.errors import NotAllowed, RuleBroken, SettingWrong
from mappa.people import GRANTS, ROLES, Person
from mappa.policies import load_policy
from storage.databases import Session
from storage.installations import get_note
from storage.people import add_person, get_person, list_people, remove_person
from storage.records import Entry, add_record
from storage.reminders import derive_area_reminders


def people(settings: Settings, typed: argparse.Namespace) -> int:
    """One of add, list and remove."""
    db = open_database(settings)
    area = typed.area or settings.area
    now = datetime.now(UTC)
    with db.write() as session:
        if typed.what == "list":
            for person in list_people(session, area):
                print(_line(person))
            return 0
        team_id = typed.team_id or _team_id(session)
        if typed.what == "add":
            person = add_person(session, _read_person(typed, team_id, area), now)
            entry = Entry("person registered", "command line", after=_line(person))
            print(f"Registered: {_line(person)}")
        else:
            person = get_person_or_say(session, team_id, typed.slack_id)
            remove_person(session, team_id, typed.slack_id, now)
            entry = Entry("person removed", "command line", before=_line(person))
            print(f"Removed: {_line(person)}")
        add_record(session, entry, area=person.area, now=now)
        policy = load_policy(settings.mappa_policy or None)
        derive_area_reminders(session, person.area, policy, now)
    db.close()
    return 0


def get_person_or_say(session: Session, team_id: str, user_id: str) -> Person:
    """The registered person, or a sentence for whoever administers."""
    try:
        return get_person(session, team_id, user_id)
    except NotAllowed as problem:
        raise RuleBroken(f"Nobody is registered with the Slack id {user_id}.") from problem


def register_admins(session: Session, settings: Settings, desk: Desk) -> None:
    """MAPPA_ADMINS, unless they are registered already as whatever they are by now."""
    for user_id in settings.mappa_admins:
        try:
            get_person(session, desk.team_id, user_id)
        except NotAllowed:
            admin = Person(0, desk.team_id, user_id, user_id, "other", "admin", settings.area)
            add_person(session, admin, desk.now())


def _read_person(typed: argparse.Namespace, team_id: str, area: str) -> Person:
    if typed.role.lower().replace(" ", "-") == "coordinator":
        typed.role = "co-ordinator"
    return Person(
        id=0,
        team_id=team_id,
        user_id=typed.slack_id,
        name=typed.name,
        agency=read_agency(typed.agency),
        role=read_choice(typed.role, ROLES, "role"),
        area=area,
        grants=frozenset(read_choice(grant, GRANTS, "grant") for grant in typed.grant),
    )


def _team_id(session: Session) -> str:
    known = get_note(session, "team_id")
    if known is None:
        raise SettingWrong(
            "The workspace is not known yet: start the bot once, or give --team-id T..."
        )
    return known


def _line(person: Person) -> str:
    also = "".join(f", {GRANTS[grant]}" for grant in sorted(person.grants))
    return (
        f"{person.user_id} {person.name}, {AGENCIES[person.agency]}, {ROLES[person.role]}, "
        f"{AREAS[person.area]}{also}"
    )
