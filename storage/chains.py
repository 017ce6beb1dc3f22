"""The chains of the record, one an area: how a row holds on to the one before it, and whether all
of them do."""

import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, RowMapping, bindparam, select, type_coerce, union
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType

from storage.databases import Session, is_busy
from storage.keys import DataKey
from storage.tables import cases, meetings, people, record_heads, records, trainings

START = bytes(32)  # what the first row of a chain follows
LOOKED_AT = 500  # rows of a chain at a time
NEWEST = 300  # rows of a chain that are looked at where all would take too long
BEFORE_ALL = -(2**31)  # no number is less
WATCHED = 5_000  # rows after which whoever waits is told
SIGNED_SINCE = "0005"  # the schema from which on the ends of the chains are signed
Watch = Callable[[str, int], None]  # hears of which area how many rows are verified

CHANGED = "it is not what was written: changed, or put in the place of another"
MISSING = "it is missing"
TOO_MANY = "it is one too many"
CUT_OFF = "it and what follows up to no. {last} were cut off"
GONE = "the whole chain of the area is gone"
NO_END = "the chain has no end that says how long it is: what came after it may have been cut off"
UNSIGNED = "the end of the chain is not as it was signed: what came after it may have been cut off"
DOUBTED = "what stood before it was cut off, or its end was changed, before it was written"
ANOTHER = "another row than this was the last when the chain was signed"
UNREADABLE = "it cannot be read"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row of a chain that is not what was written, and what is wrong with it."""

    area: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"{self.area} {self.number}: {self.what}"


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a chain holds: `rows` of them, the last with this hash; `broken` is where it ends."""

    area: str
    rows: int
    hash: bytes
    broken: Broken | None = None


def chain_hash(key: DataKey, last_hash: bytes, row: Mapping[str, Any] | RowMapping) -> bytes:
    """Over the hash before it and every column of the row, each with its length.

    Signed, so that whoever can write to the database but has no key cannot make a chain anew.
    """
    instant = row["recorded_at"].astimezone(UTC).isoformat(timespec="microseconds")
    values = (
        row["area"],
        row["number"],
        instant,
        row["person_id"],
        row["source"],
        row["action"],
        row["case_id"],
        row["before_sealed"],
        row["after_sealed"],
    )
    content = [last_hash]
    for part in map(str.encode, map(repr, values)):  # tells an empty column from every text
        content += (len(part).to_bytes(8, "big"), part)
    return key.sign(sha256(b"".join(content)).digest())


def head_seal(key: DataKey, area: str, number: int, last_hash: bytes) -> bytes:
    """The end of a chain, signed: without the key nobody can name an earlier row the last."""
    return key.sign(f"end of the record|{area}|{number}|".encode() + last_hash)


def is_signed(key: DataKey, head: Row[Any]) -> bool:
    """Whether the end of a chain is the one that was signed."""
    right = head_seal(key, head.area, head.number, head.hash)
    return head.seal is not None and hmac.compare_digest(right, head.seal)


def doubted(last_hash: bytes) -> bytes:
    """What a row follows that was written after an end that was not as it was signed: it is right,
    and yet shows for good that something before it was not."""
    return sha256(b"doubted" + last_hash).digest()


def sign_heads(session: Session) -> int:
    """Sign the ends that nobody has signed yet, of a record older than that; how many."""
    unsigned = session.execute(select(record_heads).where(record_heads.c.seal.is_(None))).all()
    for head in unsigned:
        seal = head_seal(session.house, head.area, head.number, head.hash)
        this = record_heads.update().where(record_heads.c.area == head.area)
        session.execute(this.values(seal=seal))
    return len(unsigned)


def list_recorded_areas(session: Session) -> list[str]:
    """Every area that has a chain, or anything that would have been put on one."""
    return sorted(map(str, session.execute(_AREAS).scalars()))


def find_broken_record(session: Session, area: str) -> Broken | None:
    """The first row of the chain that is not what was written, None if all are."""
    return verify_chain(session, area).broken


def verify_chain(session: Session, area: str, watch: Watch = lambda area, rows: None) -> Chain:
    """Every row of an area's chain, from the first to the last."""
    return _verified(session, Chain(area, 0, START), watch)


def verify_newest(session: Session, area: str) -> Broken | None:
    """The same of the newest rows only, which takes no time however long the chain is."""
    try:
        head = session.execute(_HEAD, {"of": area}).one_or_none()
        if head is None or head.number <= NEWEST:
            return find_broken_record(session, area)
        last = head.number
        start = find_hash(session, area, last - NEWEST)
    except _UNREADABLE as problem:
        return _unreadable(problem, Chain(area, 0, START))
    if start is None:
        return find_broken_record(session, area)
    return _verified(session, Chain(area, last - NEWEST, start), lambda area, rows: None).broken


def find_hash(session: Session, area: str, number: int) -> bytes | None:
    """The hash of one row, by which it can be known again."""
    found: bytes | None = session.execute(_HASH, {"of": area, "number": number}).scalar()
    return found


def _verified(session: Session, chain: Chain, watch: Watch) -> Chain:
    area, number, last, at_once = chain.area, chain.rows, chain.hash, LOOKED_AT
    while True:
        try:
            for row in _rows_after(session, area, number, at_once):
                if what := _fault(session.house, number + 1, last, row):
                    return Chain(area, number, last, Broken(area, _named(row, number), what))
                number, last = number + 1, row.hash
                if number % WATCHED == 0:
                    watch(area, number)
            return Chain(area, number, last, _fault_of_end(session, area, number, last))
        except _UNREADABLE as problem:
            here = Chain(area, number, last)
            if at_once == 1:
                return Chain(area, number, last, _unreadable(problem, here))
            at_once = 1  # row by row, to name the one that it is


def _rows_after(session: Session, area: str, number: int, at_once: int) -> Iterator[Row[Any]]:
    given = {"of": area, "after": number or BEFORE_ALL}
    with session.connection.execute(_ROWS, given, execution_options={"yield_per": at_once}) as rows:
        yield from rows


def _fault(house: DataKey, number: int, last: bytes, row: Row[Any]) -> str:
    """What is wrong with the row that stands where this number is to be; empty if nothing is."""
    if row.number != number:
        return MISSING if row.number > number else TOO_MANY
    values = row._mapping
    if isinstance(row.stored_at, str) and row.stored_at != f"{row.recorded_at:{_AS_STORED}}":
        return CHANGED
    if row.hash == chain_hash(house, last, values):
        return ""
    return DOUBTED if row.hash == chain_hash(house, doubted(last), values) else CHANGED


def _named(row: Row[Any], before: int) -> int:
    number: int = min(row.number, before + 1)
    return number


def _fault_of_end(session: Session, area: str, number: int, last: bytes) -> Broken | None:
    """Whether the chain ends with this row, as was signed when it was written."""
    head = session.execute(_HEAD, {"of": area}).one_or_none()
    if head is None and number == 0:
        return Broken(area, 1, GONE) if area in list_recorded_areas(session) else None
    if head is None:
        return Broken(area, number + 1, NO_END)
    if not is_signed(session.house, head):
        return Broken(area, number + 1, UNSIGNED)
    if head.number > number:
        return Broken(area, number + 1, CUT_OFF.format(last=head.number))
    if head.number < number:
        return Broken(area, head.number + 1, TOO_MANY)
    return None if head.hash == last else Broken(area, number, ANOTHER)


def _unreadable(problem: Exception, chain: Chain) -> Broken:
    """What stands where no number, time or hash can stand; that the database is busy is no sign."""
    if is_busy(problem):
        raise problem
    return Broken(chain.area, chain.rows + 1, UNREADABLE)


# SQLite has no type for an instant: there it is text, which several texts can stand for.
_STORED_AT = type_coerce(records.c.recorded_at, NullType()).label("stored_at")
_AS_STORED = "%Y-%m-%d %H:%M:%S.%f"
# SQLite keeps whatever it is given, in a column of any type.
_UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, DBAPIError)
_OF: Any = bindparam("of")
_ROWS = (
    select(records, _STORED_AT)
    .where(records.c.area == _OF, records.c.number > bindparam("after"))
    .order_by(records.c.number)
)
_HEAD = select(record_heads).where(record_heads.c.area == _OF)
_HASH = select(records.c.hash).where(records.c.area == _OF, records.c.number == bindparam("number"))
# Nothing comes into these without a row of its area's record.
_SPEAK_OF_AREAS = (cases, people, meetings, trainings)
_AREAS = union(*(select(table.c.area) for table in (record_heads, records, *_SPEAK_OF_AREAS)))
