"""The record of who did what, chained by hash: a row that is changed or taken out shows."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from heapq import merge
from itertools import groupby
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Row, Select, bindparam, func, select

from mappa.people import Person
from storage.chains import LOOKED_AT as LOOKED_AT
from storage.chains import START as START
from storage.chains import chain_hash as chain_hash
from storage.chains import doubted, head_seal, is_signed
from storage.chains import find_broken_record as find_broken_record
from storage.databases import Session, insert_new
from storage.keys import DataKey
from storage.tables import record_heads, records

SEEN = "case seen"  # somebody looked at the case
REFUSED = "refused"  # somebody was not let do what they wanted
SLOW_WRITER = timedelta(minutes=1)  # rows can be this much out of the order of time


@dataclass(frozen=True, slots=True)
class Entry:
    """What is put on the record; `before` and `after` are sealed, with the case's key if any."""

    action: str
    source: str
    before: Any = None
    after: Any = None


def add_record(
    session: Session,
    entry: Entry,
    *,
    area: str,
    now: datetime,
    person: Person | None = None,
    case: tuple[int, DataKey] | None = None,
) -> int:
    """Put one entry on the area's record; its number there.

    `case` is the id of the case and its data key.
    """
    number, last_hash = _lock_end(session, area)
    case_id, key = case or (None, session.house)
    key = session.house if key.erased else key  # what is done to a case after it was erased
    row: dict[str, Any] = {
        "area": area,
        "number": number + 1,
        "recorded_at": now,
        "person_id": person.id if person else None,
        "source": entry.source,
        "action": entry.action,
        "case_id": case_id,
        "before_sealed": _seal(key, entry.before, f"records.before|{area}|{number + 1}"),
        "after_sealed": _seal(key, entry.after, f"records.after|{area}|{number + 1}"),
    }
    row["hash"] = chain_hash(session.house, last_hash, row)
    session.execute(records.insert(), row)
    seal = head_seal(session.house, area, number + 1, row["hash"])
    session.execute(_MOVE_HEAD, {"of": area, "to": number + 1, "new": row["hash"], "signed": seal})
    return number + 1


def list_history(
    session: Session,
    case_id: int,
    key: DataKey,
    *,
    since: datetime | None = None,
    seen: bool | None = None,
) -> list[dict[str, Any]]:
    """What is on the record about a case, newest first, opened with its key.

    `seen`: only when somebody looked at it, or only what was done to it. A case that moved has rows
    in the chains of several areas: each stays in its own order, and time decides between them.
    """
    given: dict[str, Any] = {"case": case_id}
    given |= {} if since is None else {"since": since}
    rows = session.execute(_of_case(since is not None, seen), given)
    return newest_first([[_opened(session, key, row) for row in rows]])


@cache
def _of_case(since: bool, seen: bool | None) -> Select[Any]:
    """Built once: to build a statement takes longer than to run it."""
    query = select(records).where(records.c.case_id == bindparam("case"))
    if since:
        query = query.where(records.c.recorded_at >= bindparam("since"))
    if seen is not None:
        query = query.where(_LOOKED if seen else ~_LOOKED & (records.c.action != REFUSED))
    return query.order_by(records.c.area, records.c.number.desc())


def newest_first(histories: Iterable[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Histories, each by area and the newest first, as one."""
    chains = [
        list(rows)
        for history in histories
        for _, rows in groupby(history, key=lambda row: row["area"])
    ]
    return list(merge(*chains, key=lambda row: row["recorded_at"], reverse=True))


def count_seen(session: Session, case_ids: Iterable[int]) -> int:
    """How often somebody looked at any of these cases."""
    of_cases = records.c.case_id.in_(list(case_ids))
    return int(session.execute(select(func.count()).where(of_cases, _LOOKED)).scalar_one())


def list_acts(
    session: Session, area: str, person_id: int, since: datetime
) -> Iterator[tuple[int, str, datetime]]:
    """What somebody has done to cases of an area, newest first: case, action, and when.

    The chain is read from its end in pieces, so that it takes no index of its own.
    """
    query = select(record_heads.c.number).where(record_heads.c.area == area)
    last = session.execute(query).scalar() or 0
    while last > 0:
        given = {"of": area, "last": last, "first": last - LOOKED_AT}
        rows = session.execute(_PIECE, given).all()
        for row in rows:
            theirs = row.person_id == person_id and row.case_id and row.action != REFUSED
            if theirs and row.recorded_at >= since:
                yield row.case_id, row.action, row.recorded_at
        if not rows or rows[-1].recorded_at < since - SLOW_WRITER:
            return
        last -= LOOKED_AT


def list_acts_of(session: Session, area: str, actions: Iterable[str]) -> list[dict[str, Any]]:
    """All entries of an area of these kinds, which belong to no case, opened, the oldest first."""
    query = select(records).where(
        records.c.area == area, records.c.action.in_(list(actions)), records.c.case_id.is_(None)
    )
    rows = session.execute(query.order_by(records.c.number))
    return [_opened(session, session.house, row) for row in rows]


def _opened(session: Session, key: DataKey, row: Row[Any]) -> dict[str, Any]:
    place = f"{row.area}|{row.number}"
    return row._asdict() | {
        "before": _open(session, key, row.before_sealed, f"records.before|{place}"),
        "after": _open(session, key, row.after_sealed, f"records.after|{place}"),
    }


def hold_record(session: Session, area: str) -> None:
    """Whoever else is about to write in this area waits until this transaction is over."""
    _lock_end(session, area)


def _lock_end(session: Session, area: str) -> tuple[int, bytes]:
    """The number of the last row, and the hash that the next one follows."""
    head = session.execute(_HEAD, {"of": area}).one_or_none()
    if head is None:
        _begin_chain(session, area)
        head = session.execute(_HEAD, {"of": area}).one()
    return head.number, head.hash if is_signed(session.house, head) else doubted(head.hash)


def _begin_chain(session: Session, area: str) -> None:
    """A new chain; where there are rows its end was taken away, and the next row is to show it."""
    query = select(records.c.number, records.c.hash).where(records.c.area == area)
    last = session.execute(query.order_by(records.c.number.desc()).limit(1)).first()
    head = {"area": area, "number": 0, "hash": START, "seal": None}
    if last:
        head |= last._mapping
    else:
        head["seal"] = head_seal(session.house, area, 0, START)
    insert_new(session.connection, record_heads, head)


def _seal(key: DataKey, value: Any, where: str) -> bytes | None:
    return None if value is None else key.seal(json.dumps(value, sort_keys=True), where)


def _open(session: Session, key: DataKey, sealed: bytes | None, where: str) -> Any:
    """Of an erased case only what was said since then; the rest went with its key."""
    if sealed is None:
        return None
    try:
        return json.loads((session.house if key.erased else key).open(sealed, where))
    except InvalidTag:
        if key.erased:
            return None
        raise


_LOOKED = records.c.action.like("% seen")  # "case seen", "transfer seen"
_PIECE = (
    select(*records.c["number", "recorded_at", "person_id", "action", "case_id"])
    .where(
        records.c.area == bindparam("of"),
        records.c.number <= bindparam("last"),
        records.c.number > bindparam("first"),
    )
    .order_by(records.c.number.desc())
)
_OF_AREA = record_heads.c.area == bindparam("of")
_HEAD = select(record_heads).where(_OF_AREA).with_for_update()
_MOVE_HEAD = (
    record_heads.update()
    .where(_OF_AREA)
    .values(number=bindparam("to"), hash=bindparam("new"), seal=bindparam("signed"))
)
