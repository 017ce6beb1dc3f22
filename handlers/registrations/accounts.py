"""Accounts of Slack: looked up before somebody is registered, heard of when they change."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.askers import delivery_key
from handlers.desks import Desk
from handlers.registrations.homes import clear_homes
from handlers.registrations.telling import tell_keepers, tell_removed
from handlers.views import registrations as views
from mappa.errors import AlreadyDone, NotAllowed, RuleBroken
from mappa.people import Person
from mappa.registrations import ADD_EXAMPLE
from storage.databases import Session
from storage.deliveries import once
from storage.installations import get_note, set_note
from storage.people import find_person
from storage.registrations import By, remove_people

NOT_ASKED = (
    "person: Slack could not be asked about that account, so nobody was registered. "
    "Try again in a minute. Example: {example}"
)
NOBODY = (
    "person: Slack knows no such account in this workspace, so nobody was registered. "
    "Example: {example}"
)
REASONS = {
    "outside": "it belongs to another organisation",
    "bot": "it is an app's",
    "deleted": "it is deactivated",
}
NOT_REGISTERED = "person: that account cannot be registered: {why}. Example: {example}"
A_GUEST = (
    "guest: that account is a guest's, so nobody was registered. If a guest is meant, say so. "
    "Example: {example} guest yes"
)
NO_GUEST = (
    "guest: that account is no guest's, so nobody was registered. Leave that out. "
    "Example: {example}"
)


@dataclass(frozen=True, slots=True)
class Account:
    """What Slack says of an account."""

    team_id: str
    user_id: str
    is_outside: bool = False
    is_bot: bool = False
    is_deleted: bool = False
    is_guest: bool = False


def look_up(client: WebClient, user_id: str) -> Account:
    """Ask Slack; where it cannot be asked, nobody is registered."""
    try:
        told = client.users_info(user=user_id).get("user")
    except SlackApiError as problem:
        unknown = problem.response.get("error") in ("user_not_found", "user_not_visible")
        raise _refused(NOBODY if unknown else NOT_ASKED) from None
    except (OSError, HTTPException, SlackClientError):
        raise _refused(NOT_ASKED) from None
    account = read_account(told)
    if account is None or account.user_id != user_id:
        raise _refused(NOT_ASKED)
    return account


def require_fit(account: Account, team_id: str, *, as_guest: bool) -> None:
    """Refuse whoever is not to be registered: of another team, an app, deactivated, a guest of whom
    it was not said."""
    is_outside = account.is_outside or account.team_id != team_id
    faults = {"outside": is_outside, "bot": account.is_bot, "deleted": account.is_deleted}
    for fault, is_so in faults.items():
        if is_so:
            raise NotAllowed(NOT_REGISTERED.format(why=REASONS[fault], example=ADD_EXAMPLE))
    if account.is_guest != as_guest:
        raise _refused(A_GUEST if account.is_guest else NO_GUEST, "guest")


def read_account(told: Any) -> Account | None:
    """What is certain of a user as Slack describes them, None where that is not enough.

    What is not said counts as unsafe where it decides about access.
    """
    if not isinstance(told, Mapping) or not told.get("id") or not told.get("team_id"):
        return None
    is_app = told.get("is_bot") is not False or told["id"] == "USLACKBOT"
    return Account(
        team_id=str(told["team_id"]),
        user_id=str(told["id"]),
        is_outside=bool(told.get("is_stranger")),
        is_bot=is_app or bool(told.get("is_workflow_bot")),
        is_deleted=told.get("deleted") is not False,
        is_guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
    )


def note_guest(session: Session, user_id: str, *, is_guest: bool) -> None:
    """Remember that an account is known to be a guest's, or is none any more."""
    if is_guest != is_known_guest(session, user_id):
        set_note(session, f"guest {user_id}", "yes" if is_guest else "no")


def is_known_guest(session: Session, user_id: str) -> bool:
    return get_note(session, f"guest {user_id}") == "yes"


def hear_account(event: Mapping[str, Any], body: Mapping[str, Any], desk: Desk) -> None:
    """Slack tells of every change to every account: a status, a picture, and sometimes its end."""
    account = read_account(event.get("user"))
    # Only what Slack sends about the bot's own installation; and they are who they are by team and
    # id together, so that nobody of another team can end somebody's access here.
    if account is None or body.get("team_id") != desk.team_id:
        return
    with desk.db.read() as session:
        if not _matters(session, desk, account):
            return
    try:
        with desk.db.write() as session:
            once(session, delivery_key(body), desk.now())
            gone = _take_note(session, desk, account)
    except AlreadyDone:
        return
    clear_homes(desk, gone)
    desk.nudge()


def _matters(session: Session, desk: Desk, account: Account) -> bool:
    person = find_person(session, account.team_id, account.user_id, desk.now())
    known = is_known_guest(session, account.user_id)
    return person is not None and (account.is_deleted or account.is_guest != known)


def _take_note(session: Session, desk: Desk, account: Account) -> list[Person]:
    """Whose access ended by it."""
    now = desk.now()
    person = find_person(session, account.team_id, account.user_id, now)
    if person is None:
        return []
    if account.is_deleted:
        by = By("slack", because=views.DEACTIVATED)
        left = remove_people(session, [person], by, desk.policy, now)
        message = views.deactivated(person)
        tell_removed(session, [person], message, left, now, practice=desk.practice)
        return [person]
    note_guest(session, account.user_id, is_guest=account.is_guest)
    if account.is_guest:
        message = views.became_guest(person, desk.command)
        tell_keepers(session, person.area, message, now, practice=desk.practice, but=[person])
    return []


def _refused(sentence: str, field: str = "person") -> RuleBroken:
    return RuleBroken(sentence.format(example=ADD_EXAMPLE), field)
