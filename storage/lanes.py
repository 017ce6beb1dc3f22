"""Lanes: Slack takes one message a second in a channel, whichever process posts it.

A lane is a channel, or "@" and the number of the person in whose direct messages something ends.
When it is free again stands in the database, so that several processes keep to it together, and
in the time that everybody goes by, so that nobody needs to sleep.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, bindparam, case, cast, func, literal, or_, select

from mappa.people import Person
from storage.databases import Session, insert_new
from storage.tables import lanes, open_outgoing, outgoing
from storage.tables.base import one_of

PACE = timedelta(seconds=1)  # between two messages of one lane
LONGEST = timedelta(hours=2)  # what is taken for longer was taken by a clock that was wrong


def lane_of(person: Person, channel: str | None, method: str) -> str | None:
    """The lane of a message; a change to one that is there already needs none."""
    if method == "update":
        return None
    # Direct messages with the bot are one person's only, however their channel is called.
    if not channel or channel.startswith("D") or channel == person.dm_channel:
        return f"@{person.id}"
    return channel


def put_in_lanes(session: Session) -> None:
    """Give a lane to messages that were put in the outbox without one."""
    session.execute(_PUT_IN_LANES)


def make_lanes(session: Session, now: datetime) -> None:
    """Note the lanes that are used for the first time. A claim would do it too; but of two at once
    one would have to wait for the other."""
    put_in_lanes(session)
    for name in session.execute(_NEW).scalars().all():
        insert_new(session.connection, lanes, {"name": name, "free_at": now})


def list_heads(session: Session, now: datetime, limit: int) -> list[tuple[int, str]]:
    """Of each free lane the message that is first in it, by number and lane; most urgent first.

    It reads a few entries of the index for each lane, however many messages wait in it.
    """
    rows = session.execute(_HEADS, {"now": now, "far": now + LONGEST, "most": limit})
    return [(row.id, row.lane) for row in rows]


def reserve_lanes(session: Session, names: Iterable[str], now: datetime) -> frozenset[str]:
    """Take those that are still free for the time of one message; nobody waits for another."""
    wanted = sorted(set(names))
    known = set(session.execute(_KNOWN, {"names": wanted}).scalars())
    for name in wanted:
        if name not in known:
            insert_new(session.connection, lanes, {"name": name, "free_at": now})
    given = {"names": wanted, "now": now, "far": now + LONGEST}
    free = sorted(session.execute(_FREE, given).scalars())
    if free:
        session.execute(_RESERVE, {"names": free, "until": now + PACE})
    return frozenset(free)


def renew_lane(session: Session, name: str, reserved: datetime, now: datetime) -> bool:
    """The message goes out only now: the next one a second later. False: the lane was lost to
    somebody else, because whoever reserved it was too slow."""
    given = {"lane": name, "reserved": reserved, "now": now, "until": now + PACE}
    given["far"] = now + LONGEST
    return session.execute(_RENEW, given).rowcount == 1


def release_lane(session: Session, name: str, reserved: datetime, now: datetime) -> None:
    """Nothing was posted: the next message need not wait."""
    session.execute(_RELEASE, {"lane": name, "reserved": reserved, "now": now})


def hold_lane(session: Session, name: str, until: datetime) -> None:
    """Slack said how long it takes no more here."""
    session.execute(_HOLD, {"lane": name, "until": until})


def next_free_at(session: Session, now: datetime) -> datetime | None:
    """When the first lane is free in which something waits that is due; None: there is none."""
    found: datetime | None = session.execute(_NEXT_FREE, {"now": now}).scalar()
    return found


def _heads() -> Any:
    """Of each free lane the first message that is due."""
    used = _used_lanes()
    waiting = outgoing.alias("waiting")
    head = (
        select(waiting.c.id)
        .where(
            one_of(waiting.c.state, "waiting", "sending"),
            waiting.c.lane == used.c.lane,
            waiting.c.next_at <= _NOW,
        )
        .order_by(waiting.c.urgency, waiting.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(outgoing.c.id, used.c.lane)
        .select_from(used)
        .outerjoin(lanes, lanes.c.name == used.c.lane)
        .join(outgoing, outgoing.c.id == head)
        .where(or_(lanes.c.free_at.is_(None), _IS_FREE))
        .order_by(outgoing.c.urgency, outgoing.c.id)
        .limit(bindparam("most"))
    )


def _used_lanes() -> Any:
    """The names of the lanes in which anything waits, each found by one step into the index."""
    first = select(func.min(outgoing.c.lane)).where(open_outgoing).scalar_subquery()
    used = select(first.label("lane")).cte("used", recursive=True)
    after = select(func.min(outgoing.c.lane)).where(open_outgoing, outgoing.c.lane > used.c.lane)
    return used.union_all(select(after.scalar_subquery()).where(used.c.lane.is_not(None)))


def _new_lanes() -> Any:
    used = _used_lanes()
    known = select(lanes.c.name).where(lanes.c.name == used.c.lane).exists()
    return select(used.c.lane).where(used.c.lane.is_not(None), ~known).order_by(used.c.lane)


# Built once: to build a statement takes longer than to run it.
_NOW: Any = bindparam("now")
_NAMES: Any = bindparam("names", expanding=True)
_UNTIL: Any = bindparam("until")
_IS_FREE = or_(lanes.c.free_at <= _NOW, lanes.c.free_at > bindparam("far"))
_THIS = lanes.c.name == bindparam("lane")
_OURS = lanes.c.free_at == bindparam("reserved")
_HEADS = _heads()
_NEW = _new_lanes()
_KNOWN = select(lanes.c.name).where(lanes.c.name.in_(_NAMES))
_FREE = _KNOWN.where(_IS_FREE).with_for_update(skip_locked=True)
_RESERVE = lanes.update().where(lanes.c.name.in_(_NAMES)).values(free_at=_UNTIL)
_RENEW = lanes.update().where(_THIS, or_(_OURS, _IS_FREE)).values(free_at=_UNTIL)
_RELEASE = lanes.update().where(_THIS, _OURS).values(free_at=_NOW)
_HOLD = lanes.update().where(_THIS, lanes.c.free_at < _UNTIL).values(free_at=_UNTIL)
_NEXT_FREE = select(func.min(lanes.c.free_at)).where(
    lanes.c.free_at > _NOW,
    select(outgoing.c.id)
    .where(open_outgoing, outgoing.c.lane == lanes.c.name, outgoing.c.next_at <= _NOW)
    .exists(),
)
_WITHOUT_LANE = (
    select(outgoing.c.id)
    .where(open_outgoing, outgoing.c.lane.is_(None), outgoing.c.method != "update")
    .with_for_update(skip_locked=True)
)
_DIRECT = literal("@").concat(cast(outgoing.c.person_id, String))
_PUT_IN_LANES = (
    outgoing.update()
    .where(outgoing.c.id.in_(_WITHOUT_LANE))
    .values(
        lane=case(
            (outgoing.c.channel.startswith("D"), _DIRECT),
            else_=func.coalesce(outgoing.c.channel, _DIRECT),
        )
    )
)
