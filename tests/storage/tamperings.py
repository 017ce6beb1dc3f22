"""Ways in which somebody who can write to the database, but has no key, may tamper with the
record; each says which rows are then the first that are broken, by area."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import Table, select, text

from storage.chains import START, chain_hash
from storage.databases import Session
from storage.keys import DataKey
from storage.records import Entry, add_record
from storage.tables import record_heads, records
from tests.build import NOW

Broken = dict[str, int]
Row = dict[str, Any]


@dataclass
class Tamperer:
    """One who tampers, with the chains as they are before; `heads` are their ends as they were."""

    session: Session
    random: Random
    heads: dict[str, list[Row]]
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for area in self.heads:
            query = select(records).where(records.c.area == area).order_by(records.c.number)
            self.rows[area] = [row._asdict() for row in self.session.execute(query)]

    def chain(self) -> tuple[str, int]:
        """An area, and how many rows its chain has."""
        area = self.random.choice(sorted(self.rows))
        return area, len(self.rows[area])

    def row(self) -> tuple[str, int]:
        area, length = self.chain()
        return area, self.random.randint(1, length)

    def change(self, area: str, number: int, /, **values: Any) -> None:
        this = (records.c.area == area) & (records.c.number == number)
        assert self.session.execute(records.update().where(this).values(**values)).rowcount == 1

    def change_head(self, area: str, /, **values: Any) -> None:
        this = record_heads.c.area == area
        self.session.execute(record_heads.update().where(this).values(**values))

    def remove(self, table: Table, area: str, first: int = 0, last: int = 10**6) -> None:
        this = table.c.area == area
        if table is records:
            this &= records.c.number.between(first, last)
        self.session.execute(table.delete().where(this))

    def put(self, area: str, rows: list[Row]) -> None:
        """These instead of all rows of the area."""
        self.remove(records, area)
        self.session.execute(records.insert(), rows)

    def flipped(self, value: bytes | None) -> bytes:
        """One bit of it is another."""
        if not value:
            return b"\x01"
        at, bit = self.random.randrange(len(value)), 1 << self.random.randrange(8)
        return value[:at] + bytes([value[at] ^ bit]) + value[at + 1 :]


def change_a_column(by: Tamperer) -> Broken:
    area, number = by.row()
    row = by.rows[area][number - 1]
    column = by.random.choice([name for name in row if name not in ("area", "number")])
    was = row[column]
    if column == "recorded_at":
        value: Any = was + timedelta(microseconds=by.random.choice([-1, 1, 60_000_000]))
    elif column in ("person_id", "case_id"):
        value = by.random.choice([one for one in (None, 1, 2) if one != was])
    elif column in ("source", "action"):
        value = by.random.choice([f"{was} ", was[:-1], was.upper(), ""])
    elif was is not None and column != "hash" and by.random.random() < 0.3:
        value = None
    else:
        value = by.flipped(was)
    by.change(area, number, **{column: value})
    return {area: number}


def take_rows_out(by: Tamperer) -> Broken:
    area, number = by.row()
    by.remove(records, area, number, number + by.random.choice([0, 0, 1, 5]))
    return {area: number}


def take_out_and_number_anew(by: Tamperer) -> Broken:
    area, number = by.row()
    rows = [row for row in by.rows[area] if row["number"] != number]
    by.put(area, [row | {"number": n} for n, row in enumerate(rows, start=1)])
    return {area: number}


def put_a_copy_in(by: Tamperer) -> Broken:
    area, number = by.row()
    rows = by.rows[area]
    rows = [*rows[:number], by.random.choice(rows[:number]), *rows[number:]]
    by.put(area, [row | {"number": n} for n, row in enumerate(rows, start=1)])
    return {area: number + 1}


def put_one_before_or_after(by: Tamperer) -> Broken:
    area, length = by.chain()
    number = by.random.choice([-3, 0, length + 1, length + 4])
    row = by.random.choice(by.rows[area]) | {"number": number}
    by.session.execute(records.insert(), row)
    return {area: min(number, length + 1)}


def swap_two(by: Tamperer) -> Broken:
    area, length = by.chain()
    one, other = sorted(by.random.sample(range(1, length + 1), 2))
    for number, to in ((one, 10**5), (other, one), (10**5, other)):
        by.change(area, number, number=to)
    return {area: one}


def leave_a_gap(by: Tamperer) -> Broken:
    area, number = by.row()
    for moved in range(len(by.rows[area]), number - 1, -1):
        by.change(area, moved, number=moved + 1)
    return {area: number}


def move_to_another_area(by: Tamperer) -> Broken:
    area, number = by.row()
    (other,) = by.rows.keys() - {area}
    last = len(by.rows[other])
    by.change(area, number, area=other, number=last + 1)
    return {area: number, other: last + 1}


def cut_off_and_set_the_end_back(by: Tamperer) -> Broken:
    area, number = by.row()
    by.remove(records, area, number)
    before = by.rows[area][number - 2]["hash"] if number > 1 else START
    by.change_head(area, number=number - 1, hash=before)
    return {area: number}


def cut_off_and_wait_for_others_to_write_on(by: Tamperer) -> Broken:
    broken = cut_off_and_set_the_end_back(by)
    for area in broken:
        for _ in range(by.random.randint(1, 3)):
            add_record(by.session, Entry("case seen", "command"), area=area, now=NOW)
    return broken


def set_the_end_back_to_what_it_was(by: Tamperer) -> Broken:
    area, _ = by.chain()
    head = by.random.choice(by.heads[area][:-1])
    by.change_head(area, **head)
    return {area: head["number"] + 1}


def change_the_end(by: Tamperer) -> Broken:
    area, length = by.chain()
    head = by.heads[area][-1]
    column = by.random.choice(["number", "hash", "seal", "no seal"])
    if column == "number":
        by.change_head(area, number=length + by.random.choice([-2, -1, 1, 100]))
    elif column == "no seal":
        by.change_head(area, seal=None)
    else:
        by.change_head(area, **{column: by.flipped(head[column])})
    return {area: length + 1}


def give_it_the_end_of_another(by: Tamperer) -> Broken:
    area, length = by.chain()
    (other,) = by.rows.keys() - {area}
    head = by.heads[other][-1]
    by.change_head(area, **(head if by.random.random() < 0.5 else {"seal": head["seal"]}))
    return {area: length + 1}


def take_the_end_away(by: Tamperer) -> Broken:
    area, length = by.chain()
    by.remove(record_heads, area)
    if by.random.random() < 0.5:
        return {area: length + 1}
    add_record(by.session, Entry("case seen", "command"), area=area, now=NOW)
    return {area: length + 1}


def take_the_chain_away(by: Tamperer) -> Broken:
    area, _ = by.chain()
    by.remove(records, area)
    if by.random.random() < 0.7:
        by.remove(record_heads, area)
    return {area: 1}


def give_the_chain_to_another_area(by: Tamperer) -> Broken:
    area, _ = by.chain()
    for table in (records, record_heads):
        by.session.execute(table.update().where(table.c.area == area).values(area="NOR"))
    return {area: 1, "NOR": 1}


def make_it_anew_without_the_key(by: Tamperer) -> Broken:
    area, number = by.row()
    forger, rows = DataKey(bytes(32)), [dict(row) for row in by.rows[area]]
    last = rows[number - 2]["hash"] if number > 1 else START
    rows[number - 1]["action"] = "case audited"
    for row in rows[number - 1 :]:
        row["hash"] = last = chain_hash(forger, last, row)
    by.put(area, rows)
    by.change_head(area, hash=last)
    return {area: number}


def store_what_cannot_be_read(by: Tamperer) -> Broken:
    """SQLite keeps anything in any column; another database refuses it."""
    area, number = by.row()
    column, value = by.random.choice(_UNREADABLE)
    if by.session.connection.dialect.name != "sqlite":
        column, value = "source", "'x'"
    change = f"UPDATE records SET {column} = {value} WHERE area = :area AND number = :number"  # noqa: S608
    by.session.execute(text(change), {"area": area, "number": number})
    return {area: number}


def do_several(by: Tamperer) -> Broken:
    """Changes of single columns, of which the first is named."""
    found: Broken = {}
    for _ in range(by.random.randint(2, 4)):
        area, number = by.row()
        by.change(area, number, action="case audited")
        found[area] = min(found.get(area, number), number)
    return found


_UNREADABLE = [
    ("recorded_at", "'some day'"), ("recorded_at", "7"), ("hash", "'text'"), ("hash", "X''"),
    ("before_sealed", "'text'"), ("action", "X'FF00'"), ("action", "CAST(X'FF' AS TEXT)"),
    ("recorded_at", "replace(recorded_at, ' ', 'T')"), ("recorded_at", "recorded_at || 'Z'"),
]  # fmt: skip
WAYS: tuple[Callable[[Tamperer], Broken], ...] = (
    change_a_column, change_a_column, take_rows_out, take_out_and_number_anew, put_a_copy_in,
    put_one_before_or_after, swap_two, leave_a_gap, move_to_another_area,
    cut_off_and_set_the_end_back, cut_off_and_wait_for_others_to_write_on,
    set_the_end_back_to_what_it_was, change_the_end, give_it_the_end_of_another,
    take_the_end_away, take_the_chain_away, give_the_chain_to_another_area,
    make_it_anew_without_the_key, store_what_cannot_be_read, do_several,
)  # fmt: skip
