"""The outbox: what is to be sent, who is sending it, and whether it has arrived."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Row, bindparam, exists, func, select

from mappa.people import Person
from storage.databases import Session
from storage.lanes import PACE, lane_of, list_heads, put_in_lanes, reserve_lanes
from storage.messages import Attachment as Attachment
from storage.messages import Body, open_body, seal_body
from storage.messages import Message as Message
from storage.tables import (
    kept_file,
    open_outgoing,
    outgoing,
    people,
    reminders,
    sent_files,
    unsent_reminder,
    waits_to_escalate,
)

# Slack posts within 30 s of a request or never: only after that does a look-up tell the truth.
LEASE = timedelta(seconds=30)
FILE_CALLS = 2  # times as long: a file takes several calls, of which only the last posts it
NOTHING = Body(None)  # of reminders, which are worded when they are sent
LONGEST_PROBLEM = 100  # characters: what a server says may be of any length


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
    dm_channel: str | None = None  # of the person's direct messages, where it is known
    lane: str | None = None
    reserved: datetime | None = None  # until when the lane was taken for it
    is_report: bool = False  # itself says that something could not be delivered
    is_readable: bool = True  # not: its text was sealed otherwise than it should be


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
    is_report: bool = False,
) -> None:
    """Put a message in the outbox. Without a channel it goes to the person's direct messages.

    `is_report`: it says that another could not be delivered, and if it cannot, nobody is told.
    """
    key = token_hex(16)
    session.execute(
        outgoing.insert().values(
            key=key,
            area=to.area,
            method="file" if message.file else method,
            person_id=to.id,
            channel=channel,
            ts=ts,
            thread_ts=thread_ts,
            body_sealed=seal_body(session, Body(message, is_report), key),
            urgency=0,
            state="waiting",
            next_at=now,
            made_at=now,
            lane=lane_of(to, channel, method),
        )
    )


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether a tick has work: asked first, so that an idle tick never takes the write lock."""
    return bool(session.execute(_ANYTHING_DUE, {"now": now}).scalar())


def claim_outgoing(
    session: Session,
    now: datetime,
    limit: int,
    lease: timedelta = LEASE,
    *,
    only_updates: bool = False,
) -> list[Outgoing]:
    """Take messages to send, most urgent first: nobody else gets them until the lease runs out.

    Of each lane that is free one, and the lane is taken with it for a second; updates have none.
    """
    put_in_lanes(session)
    ids = list(session.execute(_UPDATES, {"now": now, "most": limit}).scalars())
    room = 0 if only_updates else limit - len(ids)
    heads = list_heads(session, now, room) if room else []
    free = reserve_lanes(session, [lane for _, lane in heads], now) if heads else frozenset()
    ids += [id for id, lane in heads if lane in free]
    rows = session.execute(_CLAIMABLE, {"ids": ids, "now": now}).all() if ids else []
    if rows:
        session.execute(_CLAIM, [{"row": row.id, "until": now + lease} for row in rows])
    return [_outgoing(session, row, now + PACE) for row in rows]


def mark_attempt(
    session: Session, sending: Outgoing, now: datetime, lease: timedelta = LEASE
) -> bool:
    """Note that the call is about to be made; False when the claim was lost to somebody else."""
    times = FILE_CALLS if sending.method == "file" else 1
    given = {
        "row": sending.id,
        "before": sending.attempts,
        "now": now,
        "until": now + _settled(lease) * times,
    }
    return session.execute(_ATTEMPT, given).rowcount == 1


def mark_arrived(session: Session, sending: Outgoing, ts: str | None, now: datetime) -> None:
    """Slack has it. The text is dropped: it need not be kept in two places."""
    session.execute(_ARRIVED, {"row": sending.id, "stamp": ts, "now": now})


def mark_put_back(session: Session, sending: Outgoing, now: datetime) -> None:
    """No call was made: it waits again, in the place that it had."""
    change = {"state": "waiting", "next_at": now}
    unused = _still_mine(sending) & (outgoing.c.attempts == sending.attempts)
    session.execute(outgoing.update().where(unused).values(**change))


def is_superseded(session: Session, sending: Outgoing) -> bool:
    """Whether a later update of the same message is there: this one would take it back."""
    if sending.method != "update":
        return False
    later = (
        (outgoing.c.id > sending.id)
        & (outgoing.c.method == "update")
        & (outgoing.c.channel == sending.channel)
        & (outgoing.c.ts == sending.ts)
    )
    return bool(session.execute(select(exists().where(later))).scalar())


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


def _outgoing(session: Session, row: Row[Any], reserved: datetime) -> Outgoing:
    body, is_readable = NOTHING, True
    if row.body_sealed:
        try:
            body = open_body(session, row.body_sealed, row.key)
        except InvalidTag:  # one that cannot be read must not keep back the rest
            is_readable = False
    return Outgoing(
        id=row.id,
        key=row.key,
        area=row.area,
        method=row.method,
        person_id=row.person_id,
        channel=row.channel,
        ts=row.ts,
        thread_ts=row.thread_ts,
        message=body.message,
        attempts=row.attempts,
        attempted_at=row.attempted_at,
        dm_channel=row.dm_channel,
        lane=row.lane,
        reserved=reserved if row.lane else None,
        is_report=body.is_report,
        is_readable=is_readable,
    )


_THIS = outgoing.c.id == bindparam("row")
_MINE = _THIS & (outgoing.c.state == "sending") & (outgoing.c.attempts == bindparam("before"))
# Built once: to build a statement takes longer than to run it.
_NOW: Any = bindparam("now")
_ANYTHING_DUE = select(
    exists().where(unsent_reminder, reminders.c.state != "due", reminders.c.due_at <= _NOW)
    | exists().where(open_outgoing, outgoing.c.next_at <= _NOW)
    | exists().where(waits_to_escalate, reminders.c.escalate_at <= _NOW)
    | exists().where(kept_file, sent_files.c.delete_at <= _NOW)
)
_UPDATES = (
    select(outgoing.c.id)
    .where(open_outgoing, outgoing.c.lane.is_(None), outgoing.c.next_at <= _NOW)
    .order_by(outgoing.c.urgency, outgoing.c.id)
    .limit(bindparam("most"))
)
# Meanwhile somebody else may have taken them: then they are no longer to be had.
_CLAIMABLE = (
    select(outgoing, people.c.dm_channel)
    .join(people, people.c.id == outgoing.c.person_id)
    .where(
        outgoing.c.id.in_(bindparam("ids", expanding=True)),
        open_outgoing,
        outgoing.c.next_at <= _NOW,
    )
    .order_by(outgoing.c.urgency, outgoing.c.id)
    .with_for_update(skip_locked=True, of=outgoing)
)
_CLAIM = (
    outgoing.update()
    .where(outgoing.c.id == bindparam("row"))
    .values(state="sending", next_at=bindparam("until"))
)
_ATTEMPT = (
    outgoing.update()
    .where(_MINE)
    .values(
        # The first whose outcome is not known: whatever came of it since then is looked for.
        attempted_at=func.coalesce(outgoing.c.attempted_at, _NOW),
        attempts=outgoing.c.attempts + 1,
        next_at=bindparam("until"),
    )
)
_ARRIVED = (
    outgoing.update()
    .where(_THIS)
    .values(state="sent", sent_at=_NOW, ts=bindparam("stamp"), body_sealed=None, problem=None)
)
