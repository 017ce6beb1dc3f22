"""The outbox: what is to be sent, who is sending it, and whether it has arrived."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, select

from mappa.people import Person
from storage.databases import Session
from storage.lanes import PACE, lane_of, list_heads, put_in_lanes, reserve_lanes
from storage.messages import Attachment as Attachment
from storage.messages import Body, seal_body
from storage.messages import Message as Message
from storage.outgoing_rows import Outgoing as Outgoing
from storage.outgoing_rows import read_outgoing
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
LONGEST_PROBLEM = 100  # characters: what a server says may be of any length


def add_outgoing(
    session: Session,
    message: Message,
    to: Person,
    now: datetime,
    *,
    about: Iterable[str],
    method: str = "post",
    channel: str | None = None,
    ts: str | None = None,
    thread_ts: str | None = None,
    needs: str = "",
    grants: Iterable[str] = (),
    is_report: bool = False,
    is_answer: bool = False,
    is_offer: bool = False,
) -> None:
    """Put a message in the outbox. Without a channel it goes to the person's direct messages.

    `about`: the references of every case that it says something of. Who gets it must see them all
    when it is sent (`is_offer`: be offered them), and be allowed `needs` with all of `grants`.
    `is_answer`: they asked for it, and hear so where it is withheld; else the co-ordinators do.
    `is_report`: it says that another could not be delivered, and if it cannot, nobody is told.
    """
    key = token_hex(16)
    body = Body(message, is_report, is_answer, is_offer, needs, tuple(sorted(grants)))
    refs = {*about, *(message.file.refs if message.file else ())}
    session.execute(
        outgoing.insert().values(
            key=key,
            area=to.area,
            method="file" if message.file else method,
            person_id=to.id,
            channel=channel,
            ts=ts,
            thread_ts=thread_ts,
            body_sealed=seal_body(session, body, key),
            about=",".join(sorted(refs)) or None,
            urgency=0,
            state="waiting",
            next_at=now,
            made_at=now,
            lane=lane_of(to, channel, method),
        )
    )


def look_for_work(session: Session, now: datetime) -> tuple[bool, bool]:
    """Whether a tick has work, and whether somebody has a file of ours whose time is not over:
    asked first and at once, so that an idle tick never takes the write lock."""
    found = session.execute(_WORK, {"now": now}).one()
    return bool(found.due), bool(found.files)


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether a tick has work."""
    return look_for_work(session, now)[0]


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
    return [read_outgoing(session, row, now + PACE) for row in rows]


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
    """Slack has it. The text is dropped: it need not be kept in two places. Of a file what must
    hold of whoever has it is kept, until it is taken back."""
    kept = _seal_demands(session, sending)
    session.execute(_ARRIVED, {"row": sending.id, "stamp": ts, "now": now, "kept": kept})


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


def _seal_demands(session: Session, sending: Outgoing) -> bytes | None:
    """What storage.entitlements goes by, without the content and without a word of the message."""
    if sending.message is None or sending.message.file is None:
        return None
    file = replace(sending.message.file, title="", content=b"", alt="", refs=())
    kept = Body(
        Message("", (), file),
        is_offer=sending.is_offer,
        needs=sending.needs,
        grants=sending.grants,
    )
    return seal_body(session, kept, sending.key)


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


_THIS = outgoing.c.id == bindparam("row")
_MINE = _THIS & (outgoing.c.state == "sending") & (outgoing.c.attempts == bindparam("before"))
# Built once: to build a statement takes longer than to run it.
_NOW: Any = bindparam("now")
_WORK = select(
    (
        exists().where(unsent_reminder, reminders.c.state != "due", reminders.c.due_at <= _NOW)
        | exists().where(open_outgoing, outgoing.c.next_at <= _NOW)
        | exists().where(waits_to_escalate, reminders.c.escalate_at <= _NOW)
        | exists().where(kept_file, sent_files.c.delete_at <= _NOW)
    ).label("due"),
    exists().where(kept_file, sent_files.c.delete_at > _NOW).label("files"),
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
    .values(
        state="sent",
        sent_at=_NOW,
        ts=bindparam("stamp"),
        body_sealed=bindparam("kept"),
        problem=None,
    )
)
