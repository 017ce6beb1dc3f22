"""`mappa-bot people`: who may use the bot; and the first admins, from the settings."""

import argparse
import re
from contextlib import closing
from datetime import UTC, datetime

from bot.openings import open_database
from bot.settings import Settings
from mappa.agencies import read_agency
from mappa.choices import harmless
from mappa.errors import RuleBroken, SettingWrong
from mappa.people import Person
from mappa.policies import Policy, load_policy
from mappa.registrations import line_of, read_grants, read_name, read_role
from storage.databases import Session
from storage.installations import get_note, is_practice
from storage.leaving import NOTHING_LEFT, Left
from storage.people import add_person, find_person, list_people, was_ever_registered
from storage.records import Entry, add_record
from storage.registers import REGISTERED, said_of
from storage.registrations import By, Registered, register_person, remove_people

USER, TEAM = "[UW][A-Z0-9]{2,19}", "[TE][A-Z0-9]{2,19}"
OPERATOR = By("command line")


def people(settings: Settings, typed: argparse.Namespace) -> int:
    """One of add, list and remove."""
    area = typed.area or settings.area
    with closing(open_database(settings)) as db:
        if typed.what == "list":
            with db.read() as session:
                lines = [line_of(person) for person in list_people(session, area)]
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
    done = register_person(session, wanted, OPERATOR, policy, now)
    if done.before:
        _tell_left(session, done.before, done.left, now)
    return "\n".join([f"Registered: {line_of(done.after)}", *_tell_regained(session, done, now)])


def _remove(
    session: Session, typed: argparse.Namespace, area: str, policy: Policy, now: datetime
) -> str:
    """End somebody's access, in whatever area they are; what to say about it."""
    team_id, user_id = _team_id(session, typed), _slack_id(typed.slack_id, "slack-id", USER)
    person = find_person(session, team_id, user_id, now)
    if person is None:
        raise RuleBroken(f"Nobody is registered with the Slack id {user_id}.")
    left = remove_people(session, [person], OPERATOR, policy, now)
    _tell_left(session, person, left, now)
    return f"Removed: {line_of(person)}"


def _tell_left(session: Session, person: Person, left: Left, now: datetime) -> None:
    """The co-ordinators hear what they have to see to; the bot sends it when it runs."""
    if left != NOTHING_LEFT:
        from handlers.registrations.telling import tell_left  # only now: it brings Slack with it

        tell_left(session, [person], left, now, practice=is_practice(session))


def _tell_regained(session: Session, done: Registered, now: datetime) -> list[str]:
    """The same of the cases that somebody works with by it; what to say about it here."""
    if not done.regained:
        return []
    from handlers.registrations.telling import tell_regained
    from handlers.views.registrations import regained

    tell_regained(session, done, now, practice=is_practice(session))
    return regained(done)


def register_admins(session: Session, settings: Settings, team_id: str, now: datetime) -> None:
    """The first admins, MAPPA_ADMINS; who was registered once stays what he or she was made since,
    also removed."""
    for user_id in settings.mappa_admins:
        if not was_ever_registered(session, team_id, user_id):
            admin = Person(0, team_id, user_id, user_id, "other", "admin", settings.area)
            admin = add_person(session, admin, now)
            entry = Entry(REGISTERED, "settings", after=said_of(admin))
            add_record(session, entry, area=admin.area, now=now)


def _read_person(typed: argparse.Namespace, team_id: str, area: str) -> Person:
    return Person(
        id=0,
        team_id=team_id,
        user_id=_slack_id(typed.slack_id, "slack-id", USER),
        name=read_name(typed.name, "--name 'Ann Example'"),
        agency=read_agency(typed.agency),
        role=read_role(typed.role),
        area=area,
        grants=read_grants(typed.grant),
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
