"""What is due to be sent, and what became of it."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from mappa.cases import TeamMember
from mappa.policies import ReminderRules
from storage.cases import add_case
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.outgoing import LEASE
from storage.people import list_people
from storage.tables import outgoing, reminders
from tests.build import POLICY, case
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import PATIENCE, Json

LOOKED_UP_AFTER = LEASE * 7 / 6 + timedelta(seconds=1)
REPEAT = "This may be a repeat"
OWNER_ONLY = replace(POLICY, reminders={"licence_end": ReminderRules(("28 days",), ("owner",))})


def begin(talk: Conversation) -> Conversation:
    """The time is that of the practice workspace, by which messages are looked up in it."""
    talk.clock.at = datetime.now(UTC)
    talk.write(lambda session: session.execute(reminders.update().values(state="void")))
    return talk


def add_due(talk: Conversation, *refs: str, owner: str = "U0PRIYA", **given: Any) -> Conversation:
    """For each of the cases one reminder, of its owner's, is due now."""
    soon = talk.clock().date() + timedelta(days=20)

    def add(session: Session) -> None:
        people = list_people(session, "BED")
        for ref in refs or ("BED-1050",):
            team = (TeamMember(owner, "owner"),)
            facts = case(ref, dates={"licence_end": soon}, team=team, crn=None, **given)
            stored = add_case(session, facts, talk.clock())
            derive_reminders(session, [stored], people, OWNER_ONLY, talk.clock())

    talk.write(add)
    return talk


def said(talk: Conversation, channel: str = "D0PRIYA") -> list[Json]:
    return [m for m in talk.messages() if m["channel"] == channel and m.get("bot_id")]


def states(talk: Conversation) -> list[str]:
    return talk.read(lambda session: list(session.execute(select(outgoing.c.state)).scalars()))


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
