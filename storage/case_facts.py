"""The dated facts of a case, one table each: how they are written, read and compared."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, bindparam, select

from mappa.cases import CaseRecord, Custody, Event, Order, Spell, TeamMember
from storage.databases import Session
from storage.keys import DataKey
from storage.tables import case_dates, custody, events, orders, spells, team

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """One kind of fact: its table, its items in a case, and the way between item and row."""

    table: Table
    items: Callable[[CaseRecord], Iterable[Any]]
    to_row: Callable[[CaseRecord, DataKey, Any], Values]
    from_row: Callable[[str, DataKey, Row[Any]], Any]
    order_by: str


def add_facts(session: Session, stored: Iterable[tuple[int, DataKey, CaseRecord]]) -> None:
    """Write all the facts of new cases, one statement a table."""
    stored = list(stored)
    for facts in ALL_FACTS:
        rows = [
            {"case_id": case_id} | facts.to_row(case, key, item)
            for case_id, key, case in stored
            for item in facts.items(case)
        ]
        if rows:
            session.execute(facts.table.insert(), rows)


def read_facts(session: Session, case_id: int, ref: str, key: DataKey) -> dict[str, Any]:
    """The facts of one case, as the arguments of its CaseRecord."""
    found: dict[str, Any] = {}
    for facts in ALL_FACTS:
        rows = _rows(session, facts, case_id)
        found[facts.table.name] = tuple(facts.from_row(ref, key, row) for row in rows)
    found["dates"] = dict(found.pop("case_dates"))
    return found


def set_facts(
    session: Session, case_id: int, key: DataKey, before: CaseRecord, after: CaseRecord
) -> None:
    """Take out the rows of items that are gone, then put in the new ones."""
    for facts in ALL_FACTS:
        # Counted, because two may say the same: two orders of a kind on one day.
        old, new = Counter(facts.items(before)), Counter(facts.items(after))
        if gone := old - new:
            _delete(session, facts, case_id, before.ref, key, gone)
        for item in (new - old).elements():
            row = {"case_id": case_id} | facts.to_row(after, key, item)
            session.execute(facts.table.insert(), row)


def _delete(
    session: Session, facts: Facts, case_id: int, ref: str, key: DataKey, gone: Counter[Any]
) -> None:
    """The rows of these items go, and no other row that only looks like one of them."""
    for row in _rows(session, facts, case_id):
        item = facts.from_row(ref, key, row)
        if gone[item]:
            gone[item] -= 1
            session.execute(facts.table.delete().where(facts.table.c.id == row.id))
    if gone.total():
        raise LookupError(f"{ref} is not what it was read as: get it to_change")


def _rows(session: Session, facts: Facts, case_id: int) -> Iterable[Row[Any]]:
    return session.execute(_OF_CASE[facts.table.name], {"case": case_id}).all()


def _seal(key: DataKey, text: str, where: str) -> bytes | None:
    return key.seal(text, where) if text else None


def _open(key: DataKey, sealed: bytes | None, where: str) -> str:
    return key.open(sealed, where) if sealed else ""


def _spell_row(case: CaseRecord, key: DataKey, spell: Spell) -> Values:
    return {
        "area": case.area,
        "category": spell.category,
        "level": spell.level,
        "started_on": spell.started_on,
        "ended_on": spell.ended_on,
        "threshold": spell.threshold,
        "reason_sealed": _seal(key, spell.reason, f"spells|{case.ref}|{spell.started_on}"),
    }


def _spell(ref: str, key: DataKey, row: Row[Any]) -> Spell:
    reason = _open(key, row.reason_sealed, f"spells|{ref}|{row.started_on}")
    return Spell(row.category, row.level, row.started_on, row.ended_on, row.threshold, reason)


def _event_row(case: CaseRecord, key: DataKey, event: Event) -> Values:
    sealed = _seal(key, event.note, f"events|{case.ref}|{event.kind}|{event.on}")
    return {"kind": event.kind, "on": event.on, "note_sealed": sealed}


def _event(ref: str, key: DataKey, row: Row[Any]) -> Event:
    where = f"events|{ref}|{row.kind}|{row.on}"
    return Event(row.kind, row.on, _open(key, row.note_sealed, where))


ALL_FACTS = (
    Facts(spells, lambda case: case.spells, _spell_row, _spell, "started_on"),
    Facts(
        custody,
        lambda case: case.custody,
        lambda case, key, stay: {"from_on": stay.from_on, "to_on": stay.to_on, "why": stay.why},
        lambda ref, key, row: Custody(row.from_on, row.to_on, row.why),
        "from_on",
    ),
    Facts(
        case_dates,
        lambda case: case.dates.items(),
        lambda case, key, item: {"kind": item[0], "on": item[1]},
        lambda ref, key, row: (row.kind, row.on),
        "kind",
    ),
    Facts(
        orders,
        lambda case: case.orders,
        lambda case, key, order: {
            "kind": order.kind,
            "imposed_on": order.imposed_on,
            "ends_on": order.ends_on,
        },
        lambda ref, key, row: Order(row.kind, row.imposed_on, row.ends_on),
        "imposed_on",
    ),
    Facts(events, lambda case: case.events, _event_row, _event, "on"),
    Facts(
        team,
        lambda case: case.team,
        lambda case, key, member: {"user_id": member.user_id, "part": member.part},
        lambda ref, key, row: TeamMember(row.user_id, row.part),
        "user_id",
    ),
)

# Built once: to build a statement takes longer than to run it.
_OF_CASE = {
    facts.table.name: select(facts.table)
    .where(facts.table.c.case_id == bindparam("case"))
    .order_by(facts.table.c[facts.order_by], facts.table.c.id)
    for facts in ALL_FACTS
}
