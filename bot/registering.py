"""`mappa-bot people`: who may use the bot; and the first admins, from the settings."""

import argparse
import re
from contextlib import closing
from datetime import UTC, datetime

from bot.openings import open_database
from bot.settings import Settings
from mappa.agencies import AGENCIES, read_agency
from mappa.areas import AREAS
from mappa.choices import harmless, read_choice
from mappa.errors import NotAllowed, RuleBroken, SettingWrong
from mappa.people import GRANTS, ROLES, Person
from mappa.policies import Policy, load_policy
from storage.databases import Session
from storage.deriving import derive_area_reminders
from storage.installations import get_note
from storage.people import (
    add_person,
    get_person,
    list_people,
    remove_person,
    was_ever_registered,
)
from storage.records import Entry, add_record

USER, TEAM = "[UW][A-Z0-9]{2,19}", "[TE][A-Z0-9]{2,19}"
LONGEST_NAME = 100


def people(settings: Settings, typed: argparse.Namespace) -> int:
    """One of add, list and remove."""
    area = typed.area or settings.area
    with closing(open_database(settings)) as db:
        if typed.what == "list":
            with db.read() as session:
                lines = [_line(person) for person in list_people(session, area)]
        else:
            policy = load_policy(settings.mappa_policy or None)
            change = _add if typed.what == "add" else _remove
            with db.write() as session:
                lines = [change(session, typed, area, policy, datetime.now(UTC))]
    for line in lines:  # only now: what is said to be saved is saved
        print(line)
    return 0


def _add(
    session: Session, typed: argparse.Namespace, area: str, policy: Policy, now: datetime
) -> str:
    """Register somebody, or change how they are registered; what to say about it."""
    wanted = _read_person(typed, _team_id(session, typed), area)
    known = _find_person(session, wanted.team_id, wanted.user_id, now)
    person = add_person(session, wanted, now)
    # Cases before the record: in this order every update takes its locks.
    for of_area in sorted({area, known.area if known else area}):
        derive_area_reminders(session, of_area, policy, now)
    before = _line(known) if known else None
    entry = Entry("person registered", "command line", before, _line(person))
    add_record(session, entry, area=area, now=now)
    return f"Registered: {_line(person)}"


def _remove(
    session: Session, typed: argparse.Namespace, area: str, policy: Policy, now: datetime
) -> str:
    """End somebody's access, in whatever area they are; what to say about it."""
    team_id, user_id = _team_id(session, typed), _slack_id(typed.slack_id, "slack-id", USER)
    person = _find_person(session, team_id, user_id, now)
    if person is None:
        raise RuleBroken(f"Nobody is registered with the Slack id {user_id}.")
    remove_person(session, team_id, user_id, now)
    derive_area_reminders(session, person.area, policy, now)
    entry = Entry("person removed", "command line", before=_line(person))
    add_record(session, entry, area=person.area, now=now)
    return f"Removed: {_line(person)}"


def _find_person(session: Session, team_id: str, user_id: str, now: datetime) -> Person | None:
    try:
        return get_person(session, team_id, user_id, now)
    except NotAllowed:
        return None


def register_admins(session: Session, settings: Settings, team_id: str, now: datetime) -> None:
    """The first admins, MAPPA_ADMINS; who was registered once stays what he or she was made since,
    also removed."""
    for user_id in settings.mappa_admins:
        if not was_ever_registered(session, team_id, user_id):
            admin = Person(0, team_id, user_id, user_id, "other", "admin", settings.area)
            add_person(session, admin, now)
            entry = Entry("person registered", "settings", after=_line(admin))
            add_record(session, entry, area=admin.area, now=now)


def _read_person(typed: argparse.Namespace, team_id: str, area: str) -> Person:
    name = " ".join(typed.name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise RuleBroken(f"name: 1 to {LONGEST_NAME} characters. Example: --name 'Ann Example'")
    role = "co-ordinator" if typed.role.strip().lower() == "coordinator" else typed.role
    return Person(
        id=0,
        team_id=team_id,
        user_id=_slack_id(typed.slack_id, "slack-id", USER),
        name=name,
        agency=read_agency(typed.agency),
        role=read_choice(role, ROLES, "role"),
        area=area,
        grants=frozenset(read_choice(grant, GRANTS, "grant") for grant in typed.grant),
    )


def _slack_id(typed: str, option: str, pattern: str) -> str:
    found = typed.strip().upper()
    if not re.fullmatch(pattern, found):
        example = "U012AB3CD" if pattern == USER else "T012AB3CD"
        raise RuleBroken(
            f"{option}: {harmless(typed)} is not a Slack id. Example: --{option} {example}"
        )
    return found


def _team_id(session: Session, typed: argparse.Namespace) -> str:
    if typed.team_id is not None:
        return _slack_id(typed.team_id, "team-id", TEAM)
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
