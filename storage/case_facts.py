"""The facts of a case: written, read by one statement, and changed by what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, bindparam, select

from mappa.cases import CaseRecord
from storage.batches import insert_rows
from storage.databases import Session
from storage.fact_rows import ALL_FACTS, Facts
from storage.keys import DataKey
from storage.tables import identifiers
from storage.unions import CaseRows


def add_facts(session: Session, stored: Iterable[tuple[int, DataKey, CaseRecord]]) -> None:
    """Write all the facts of new cases, one statement a table."""
    stored = list(stored)
    for facts in ALL_FACTS:
        rows = [
            {"case_id": case_id} | facts.to_row(case, key, item)
            for case_id, key, case in stored
            for item in facts.items(case)
        ]
        insert_rows(session, facts.table, rows)


def read_facts(session: Session, case_id: int, ref: str, area: str, key: DataKey) -> dict[str, Any]:
    """The facts of one case, as the arguments of its CaseRecord."""
    return _as_arguments(ref, area, key, _ROWS.read(session, case_id))


def list_facts(
    session: Session, of: Iterable[tuple[int, str, str, DataKey]]
) -> dict[int, dict[str, Any]]:
    """The facts of some hundred cases by id (reference, area and key are given with it), read by
    one statement a table."""
    of = list(of)
    rows: dict[int, dict[str, list[Any]]] = {case_id: {} for case_id, *_ in of}
    for name, query in _OF_CASES.items():
        for row in session.execute(query, {"cases": list(rows)}):
            rows[row.case_id].setdefault(name, []).append(row)
    return {case_id: _as_arguments(ref, area, key, rows[case_id]) for case_id, ref, area, key in of}


def _as_arguments(
    ref: str, area: str, key: DataKey, rows: Mapping[str, list[Any]]
) -> dict[str, Any]:
    """What a CaseRecord is made of; the rows of each table in the order in which they came in."""
    found: dict[str, Any] = {}
    for facts in ALL_FACTS:
        own = rows.get(facts.table.name, ())
        ordered = sorted(own, key=attrgetter(facts.order_by)) if len(own) > 1 else own
        items = tuple(facts.from_row(ref, area, key, row) for row in ordered)
        found[_FIELDS.get(facts.table.name, facts.table.name)] = items
    dates = found.pop("case_dates")
    found["dates"] = {kind: on for kind, on, _ in dates}
    found["date_notes"] = {kind: note for kind, _, note in dates if note}
    for row in rows.get(identifiers.name, ()):
        found[row.kind] = key.open(row.value_sealed, f"identifiers.{row.kind}|{ref}")
    return found


def set_facts(
    session: Session, case_id: int, key: DataKey, before: CaseRecord, after: CaseRecord
) -> None:
    """Take out the rows of items that are gone, then put in the new ones."""
    for facts in ALL_FACTS:
        was, now = tuple(facts.items(before)), tuple(facts.items(after))
        if was == now:
            continue
        # Counted, because two may say the same: two orders of a kind on one day.
        old, new = Counter(was), Counter(now)
        if gone := old - new:
            _delete(session, facts, case_id, before, key, gone)
        for item in (new - old).elements():
            row = {"case_id": case_id} | facts.to_row(after, key, item)
            session.execute(facts.table.insert(), row)


def _delete(
    session: Session,
    facts: Facts,
    case_id: int,
    case: CaseRecord,
    key: DataKey,
    gone: Counter[Any],
) -> None:
    """The rows of these items go, and no other row that only looks like one of them."""
    for row in _rows(session, facts, case_id):
        item = facts.from_row(case.ref, case.area, key, row)
        if gone[item]:
            gone[item] -= 1
            session.execute(facts.table.delete().where(facts.table.c.id == row.id))
    if gone.total():
        raise LookupError(f"{case.ref} is not what it was read as: get it to_change")


def _rows(session: Session, facts: Facts, case_id: int) -> Iterable[Row[Any]]:
    return session.execute(_OF_CASE[facts.table.name], {"case": case_id}).all()


_FIELDS = {"case_contacts": "contacts"}  # where a table is not called like the field of a case
_ROWS = CaseRows([*(facts.table for facts in ALL_FACTS), identifiers])

# Built once: to build a statement takes longer than to run it.
_OF_CASES = {
    table.name: select(table)
    .where(table.c.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(table.c.id)
    for table in [*(facts.table for facts in ALL_FACTS), identifiers]
}
_OF_CASE = {
    facts.table.name: select(facts.table)
    .where(facts.table.c.case_id == bindparam("case"))
    .order_by(facts.table.c[facts.order_by], facts.table.c.id)
    for facts in ALL_FACTS
}
