"""Panels to which people are invited, and what those invited get."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from icalendar import Calendar

from handlers.desks import Visit
from handlers.meetings.invitations import add_invited, invite
from mappa.case_facts import Contact
from mappa.cases import Custody, TeamMember
from mappa.contacts import AreaContact
from mappa.workbook.workbooks import MeetingRow
from storage.cases import StoredCase, get_case
from storage.contacts import add_contact
from storage.databases import Session
from storage.hearings import add_hearing
from storage.invitations import Invitation, list_invitations
from storage.meetings import StoredMeeting, add_meeting, get_meeting, set_meeting
from storage.people import get_person
from tests.build import NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.pressing import press
from tests.handlers.referring import outbox
from tests.handlers.workspaces import Json

T = TypeVar("T")
STARTS = datetime(2026, 7, 7, 9, tzinfo=UTC)  # a Tuesday, ten o'clock in London
PLACE = "Example House, room 2"
# Priya and Pete work with it, housing is outside this Slack, and the person is in prison.
TEAM_OF_TWO = (TeamMember("U0PRIYA", "owner"), TeamMember("U0PETE"))
HOUSING = Contact("housing", "Sam Example", "sam@housing.example")
PRISON = AreaContact("prison", "Gail Gaol", "gail@prison.example")


def visit(talk: Conversation, session: Session, user_id: str = "U0CORA") -> Visit:
    person = get_person(session, TEAM, user_id, talk.bot.desk.now())
    return talk.bot.desk.visit(person, "command")


def act(
    talk: Conversation,
    do: Callable[..., T],
    *given: Any,
    ref: str = "BED-M1",
    by: str = "U0CORA",
) -> T:
    """One of the functions that a meeting's own words call, in a transaction of its own."""

    def change(session: Session) -> T:
        meeting = get_meeting(session, "BED", ref, to_change=True)
        return do(session, visit(talk, session, by), meeting, *given)

    return talk.write(change)


def plan(talk: Conversation, *refs: str, **given: Any) -> StoredMeeting:
    """A meeting in three weeks that hears these cases; nobody is told yet."""

    def make(session: Session) -> StoredMeeting:
        row = MeetingRow("", 2, STARTS, PLACE, "planned", "BED", chair="U0CHAS")
        meeting = add_meeting(session, replace(row, **given))
        for ref in refs or ("BED-1042",):
            case = get_case(session, ref, to_change=True)
            add_hearing(session, meeting, case)
            add_invited(session, visit(talk, session), meeting, case)
        return meeting

    return talk.write(make)


def panel(talk: Conversation) -> list[str]:
    """The usual one, everybody invited: what who invites is told."""
    talk.write(lambda session: add_contact(session, "BED", PRISON, NOW))
    talk.open_case(
        "BED-1050",
        team=TEAM_OF_TWO,
        contacts=(HOUSING,),
        custody=(Custody(NOW.date()),),
        crn=None,
    )
    plan(talk, "BED-1050")
    return act(talk, invite)


def change(talk: Conversation, **given: Any) -> tuple[StoredMeeting, MeetingRow]:
    """The meeting as it becomes, and as it was."""

    def make(session: Session) -> tuple[StoredMeeting, MeetingRow]:
        meeting = get_meeting(session, "BED", "BED-M1", to_change=True)
        facts = replace(meeting.facts, version=meeting.facts.version + 1, **given)
        set_meeting(session, meeting, facts)
        return StoredMeeting(meeting.id, facts), meeting.facts

    return talk.write(make)


def invited(talk: Conversation, ref: str = "BED-M1") -> list[Invitation]:
    """The invitations that stand."""

    def read(session: Session) -> list[Invitation]:
        return list_invitations(session, [get_meeting(session, "BED", ref).id])

    return talk.read(read)


def answers(talk: Conversation, ref: str = "BED-M1") -> dict[str, str | None]:
    """By agency and name or Slack id."""
    return {f"{one.agency} {one.user_id or one.name}": one.answer for one in invited(talk, ref)}


def stored(talk: Conversation, ref: str = "BED-1050") -> StoredCase:
    return talk.read(lambda session: get_case(session, ref))


def letters(talk: Conversation, user_id: str = "U0PRIYA") -> list[str]:
    """What is on its way to somebody, without the files."""
    return [str(body["text"]) for body in outbox(talk, user_id) if not body.get("file")]


def entries(talk: Conversation, user_id: str = "U0PRIYA") -> list[Calendar]:
    """What is on its way for their calendar, read as a calendar reads it."""
    return [Calendar.from_ical(content) for _, content in files(talk, user_id)]


def files(talk: Conversation, user_id: str = "U0PRIYA") -> list[tuple[Json, str]]:
    """The files that are on their way to somebody, and what is in them."""
    found = [body["file"] for body in outbox(talk, user_id) if body.get("file")]
    return [(file, b64decode(file["content"]).decode()) for file in found]


def event(calendar: Calendar) -> dict[str, str]:
    """The entry, as it is written."""
    return {name: str(value.to_ical().decode()) for name, value in calendar.events[0].items()}


def answer(talk: Conversation, user_id: str, said: str) -> None:
    """The button of the invitation is pressed, wherever it stands by now."""
    key = next(one.key for one in invited(talk) if one.user_id == user_id)
    press(talk, user_id, f"answer_invitation.{said}", f"{key} {said}")


def everything(talk: Conversation) -> str:
    """All that is on its way to anybody, files as well."""
    written = [
        content
        for user_id in ("U0PRIYA", "U0PETE", "U0CORA")
        for _, content in files(talk, user_id)
    ]
    return str(outbox(talk)) + "".join(written)
