"""What the tests of referrals have in common: making some, choosing shortcuts, what was told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import select

from mappa.cases import CaseRecord
from storage.cases import get_case
from storage.databases import Session
from storage.people import add_person
from storage.referrals import StoredReferral, find_referral
from storage.tables import outgoing, people
from tests.build import NOW, person
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Json, whole_text

NEW = "refer X320741 category 2 level 2 because high risk on release"


def facts(talk: Conversation, ref: str) -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)


def referral(talk: Conversation, ref: str = "BED-R1") -> StoredReferral:
    found = talk.read(lambda session: find_referral(session, ref))
    assert found is not None
    return found


def give(talk: Conversation, user_id: str, *grants: str) -> None:
    """Somebody gets these grants and no other."""
    granted = replace(talk.people[user_id], grants=frozenset(grants))
    talk.write(lambda session: add_person(session, granted, NOW))


def register(talk: Conversation, user_id: str, role: str, *grants: str, area: str = "BED") -> None:
    one = person(user_id, role, grants=frozenset(grants), area=area)
    talk.write(lambda session: add_person(session, one, NOW))


def outbox(talk: Conversation, user_id: str = "") -> list[Json]:
    """What is on its way to somebody, or to anybody, in the order in which it was put there."""

    def read(session: Session) -> list[Json]:
        query = select(outgoing, people.c.user_id).join(people, people.c.id == outgoing.c.person_id)
        rows = session.execute(query.order_by(outgoing.c.id)).all()
        bodies = [
            json.loads(session.house.open(row.body_sealed, f"outgoing.body|{row.key}"))
            for row in rows
            if row.body_sealed and row.state != "sent" and user_id in ("", row.user_id)
        ]
        return [body | {"text": whole_text(body)} for body in bodies]

    return talk.read(read)


def told(talk: Conversation, user_id: str) -> list[str]:
    """What somebody is told in direct messages."""
    return [str(message["text"]) for message in outbox(talk, user_id)]


def message_with(talk: Conversation, user_id: str, action_id: str) -> Json:
    """The last direct message to somebody that has this button."""
    talk.send()
    channel = f"D{user_id[1:]}"
    found = [m for m in talk.messages() if m["channel"] == channel and action_id in str(m)]
    return found[-1]


def open_form(talk: Conversation, user_id: str, typed: str) -> Json:
    """The form that a command opens."""
    talk.command(user_id, typed)
    return the_form(talk, user_id)


def the_form(talk: Conversation, user_id: str) -> Json:
    talk.settle()
    form = talk.form(user_id)
    assert form is not None
    return form


def choose(talk: Conversation, user_id: str, callback_id: str, message: Json | None = None) -> None:
    """A shortcut, on a message where it is one of those."""
    place = {"channel": message["channel"], "ts": message["ts"]} if message else None
    talk._do("shortcut", user=user_id, callback_id=callback_id, place=place)
    talk.settle()


def shown(form: Json) -> str:
    """What stands above the fields of a form, or in a window."""
    texts = [b["text"]["text"] for b in form["blocks"] if b["type"] == "section"]
    return "\n".join(texts)


@contextmanager
def nothing_changes(talk: Conversation) -> Iterator[None]:
    before = talk.dump()
    yield
    assert talk.dump() == before


def refer_both(talk: Conversation) -> Conversation:
    """BED-R1: Pete has referred somebody new, BED-1043; BED-R2: Priya her own case."""
    talk.typed("U0PETE", NEW)
    talk.typed("U0PRIYA", "refer BED-1042 level 3 threshold senior because risk has risen")
    return talk
