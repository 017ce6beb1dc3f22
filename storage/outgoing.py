"""The outbox: what is to be sent, who is sending it, and whether it has arrived."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, select

from mappa.people import Person
from storage.databases import Session
from storage.tables import (
    kept_file,
    open_outgoing,
    outgoing,
    reminders,
    sent_files,
    unsent_reminder,
)

# Slack posts within 30 s of a request or never: only after that does a look-up tell the truth.
LEASE = timedelta(seconds=30)
LONGEST_PROBLEM = 100  # characters: what a server says may be of any length


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; neither name nor title may name anybody.

    At the moment of sending the person must be allowed `needs`, must have all of `grants` and must
    see all of `refs`.
    """

    name: str  # without its ending, and without the key that is put between
    ending: str
    title: str
    content: bytes
    needs: str
    refs: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    alt: str = ""  # of a picture: what it shows, for who cannot see it


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be seen: plain `text` with all of the content, and blocks that show it well."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way; `message` is None for reminders, worded when they are sent."""

    id: int
    key: str
    area: str
    method: str
    person_id: int
    channel: str | None
    ts: str | None
    thread_ts: str | None
    message: Message | None
    attempts: int
    attempted_at: datetime | None


def add_outgoing(
    session: Session,
    message: Message,
    to: Person,
    now: datetime,
    *,
    method: str = "post",
    channel: str | None = None,
    ts: str | None = None,
    thread_ts: str | None = None,
) -> None:
    """Put a message in the outbox. Without a channel it goes to the person's direct messages."""
    key = token_hex(16)
    body = {"text": message.text, "blocks": list(message.blocks), **_file_body(message.file)}
    session.execute(
        outgoing.insert().values(
            key=key,
            area=to.area,
            method="file" if message.file else method,
            person_id=to.id,
            channel=channel,
            ts=ts,
            thread_ts=thread_ts,
            body_sealed=session.house.seal(json.dumps(body), f"outgoing.body|{key}"),
            urgency=0,
            state="waiting",
            next_at=now,
            made_at=now,
        )
    )


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether a tick has work: asked first, so that an idle tick never takes the write lock."""
    return bool(session.execute(_ANYTHING_DUE, {"now": now}).scalar())


def claim_outgoing(
    session: Session, now: datetime, limit: int, lease: timedelta = LEASE
) -> list[Outgoing]:
    """Take messages to send, most urgent first: nobody else gets them until the lease runs out."""
    query = (
        select(outgoing)
        .where(open_outgoing, outgoing.c.next_at <= now)
        .order_by(outgoing.c.urgency, outgoing.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.execute(query).all()
    if rows:
        claim = outgoing.update().where(outgoing.c.id == bindparam("row"))
        session.execute(
            claim.values(state="sending", next_at=now + lease), [{"row": row.id} for row in rows]
        )
    return [_outgoing(session, row) for row in rows]


def mark_attempt(
    session: Session, sending: Outgoing, now: datetime, lease: timedelta = LEASE
) -> bool:
    """Note that the call is about to be made; False when the claim was lost to somebody else."""
    claimed = (
        (outgoing.c.id == sending.id)
        & (outgoing.c.state == "sending")
        & (outgoing.c.attempts == sending.attempts)
    )
    change = {
        "attempted_at": now,
        "attempts": sending.attempts + 1,
        "next_at": now + _settled(lease),
    }
    return session.execute(outgoing.update().where(claimed).values(**change)).rowcount == 1


def mark_arrived(session: Session, sending: Outgoing, ts: str | None, now: datetime) -> None:
    """Slack has it. The text is dropped: it need not be kept in two places."""
    change = {"state": "sent", "sent_at": now, "ts": ts, "body_sealed": None, "problem": None}
    session.execute(outgoing.update().where(outgoing.c.id == sending.id).values(**change))


def mark_refused(session: Session, sending: Outgoing, next_at: datetime, problem: str) -> None:
    """Slack said no for now: it certainly was not posted, and is tried again later."""
    change = {
        "state": "waiting",
        "next_at": next_at,
        "attempted_at": None,
        "problem": problem[:LONGEST_PROBLEM],
    }
    session.execute(outgoing.update().where(_still_mine(sending)).values(**change))


def mark_doubtful(
    session: Session, sending: Outgoing, now: datetime, wait: timedelta, problem: str
) -> None:
    """It is not known whether it arrived: after `wait` it is looked up, before it is sent again."""
    change = {"next_at": now + _settled(wait), "problem": problem[:LONGEST_PROBLEM]}
    session.execute(outgoing.update().where(_still_mine(sending)).values(**change))


def mark_over(session: Session, sending: Outgoing, state: str, problem: str) -> bool:
    """It will never be sent: `state` is void (no longer wanted) or failed (Slack will not).

    False, and nothing is changed, when somebody else has taken it over.
    """
    change = {"state": state, "problem": problem[:LONGEST_PROBLEM], "body_sealed": None}
    over = outgoing.update().where(_still_mine(sending)).values(**change)
    return session.execute(over).rowcount == 1


def count_unsent(session: Session) -> int:
    """How many messages are still on their way."""
    query = select(func.count()).where(open_outgoing)
    return int(session.execute(query).scalar_one())


def _settled(lease: timedelta) -> timedelta:
    """Slack's time and a sixth of it on top, for the request's way there and for our clock."""
    return lease * 7 / 6


def _still_mine(sending: Outgoing) -> ColumnElement[bool]:
    """Whoever was so slow that the lease ran out may not undo what the next one has begun."""
    return (
        (outgoing.c.id == sending.id)
        & (outgoing.c.state == "sending")
        & (outgoing.c.attempts <= sending.attempts + 1)
    )


def _outgoing(session: Session, row: Row[Any]) -> Outgoing:
    message = None
    if row.body_sealed:
        body = json.loads(session.house.open(row.body_sealed, f"outgoing.body|{row.key}"))
        message = Message(body["text"], tuple(body["blocks"]), _file(body.get("file")))
    return Outgoing(
        id=row.id,
        key=row.key,
        area=row.area,
        method=row.method,
        person_id=row.person_id,
        channel=row.channel,
        ts=row.ts,
        thread_ts=row.thread_ts,
        message=message,
        attempts=row.attempts,
        attempted_at=row.attempted_at,
    )


def _file_body(file: Attachment | None) -> dict[str, Any]:
    if file is None:
        return {}
    return {"file": asdict(file) | {"content": b64encode(file.content).decode()}}


def _file(kept: dict[str, Any] | None) -> Attachment | None:
    if kept is None:
        return None
    return Attachment(**kept | {"content": b64decode(kept["content"]), "refs": tuple(kept["refs"])})


# Asked every few seconds, so it is built once.
_ANYTHING_DUE = select(
    exists().where(
        unsent_reminder, reminders.c.state != "due", reminders.c.due_at <= bindparam("now")
    )
    | exists().where(open_outgoing, outgoing.c.next_at <= bindparam("now"))
    | exists().where(kept_file, sent_files.c.delete_at <= bindparam("now"))
)
