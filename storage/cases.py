"""Cases: brought in whole, read whole, and changed by the difference between two states."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from mappa.cases import CaseRecord
from mappa.errors import NotFound
from mappa.names import name_words as words_of
from storage.case_facts import add_facts, read_facts, set_facts
from storage.databases import Session, new_id
from storage.installations import next_number, reserve_numbers
from storage.keys import DataKey
from storage.tables import cases, data_keys, identifiers, name_words

IDENTIFIER_KINDS = ("crn", "pnc", "cro", "prison_number", "visor_ref")
FIRST_NUMBER = 1001
NO_SUCH_CASE = "No case {ref} that you may see."


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as it stands in the database: its row, its key, and what is held true of it."""

    id: int
    key: DataKey
    facts: CaseRecord


def get_case(session: Session, ref: str, *, to_change: bool = False) -> StoredCase:
    """The case with this reference, or NotFound; `to_change` keeps others from changing it."""
    row = session.execute(_TO_CHANGE if to_change else _TO_SEE, {"ref": ref}).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    return _stored(session, row)


def get_case_by_id(session: Session, case_id: int, *, to_change: bool = False) -> StoredCase:
    """The case of a row that points to it."""
    ref = session.execute(select(cases.c.ref).where(cases.c.id == case_id)).scalar_one()
    return get_case(session, ref, to_change=to_change)


def find_case(session: Session, area: str, kind: str, value: str) -> StoredCase | None:
    """The area's case that carries this identifier (canonical form), the oldest if several do.

    To be changed, or to be opened if there is none: nobody else opens one for this identifier
    before the transaction ends.
    """
    blind = session.blind.blind(kind, value)
    _lock_identifier(session, blind)
    query = (
        select(cases.c.ref)
        .join(identifiers, identifiers.c.case_id == cases.c.id)
        .where(cases.c.area == area, identifiers.c.kind == kind, identifiers.c.blind == blind)
        .order_by(cases.c.id)
    )
    ref = session.execute(query).scalar()
    return get_case(session, ref, to_change=True) if ref else None


def next_case_ref(session: Session, area: str) -> str:
    """A reference that no case has had: the area's code and the next number."""
    return f"{area}-{next_number(session, area, 'case', FIRST_NUMBER)}"


def add_case(session: Session, facts: CaseRecord, now: datetime) -> StoredCase:
    """Store one new case."""
    return add_cases(session, [facts], now)[0]


def add_cases(session: Session, all_facts: Iterable[CaseRecord], now: datetime) -> list[StoredCase]:
    """Store many new cases with a handful of statements; in the order in which they came."""
    stored = []
    for facts in all_facts:
        key_id = session.new_data_key(f"case {facts.ref}")
        row = _row(facts, session.data_key(key_id)) | {
            "ref": facts.ref,
            "data_key_id": key_id,
            "made_at": now,
        }
        made = session.execute(cases.insert().values(**row))
        stored.append(StoredCase(new_id(made), session.data_key(key_id), facts))
    add_facts(session, [(case.id, case.key, case.facts) for case in stored])
    _add_identifiers(session, stored)
    _add_name_words(session, stored)
    _reserve_refs(session, stored)
    return stored


def set_case(session: Session, case: StoredCase, facts: CaseRecord) -> StoredCase:
    """Make the stored case say what `facts` says, touching only the rows that differ."""
    if facts.ref != case.facts.ref:
        raise ValueError("a case keeps its reference")
    if _plain(facts) != _plain(case.facts):
        row = _row(facts, case.key)
        session.execute(cases.update().where(cases.c.id == case.id).values(**row))
    changed = StoredCase(case.id, case.key, facts)
    _set_identifiers(session, case.facts, changed)
    if facts.name != case.facts.name:
        session.execute(name_words.delete().where(name_words.c.case_id == case.id))
        _add_name_words(session, [changed])
    set_facts(session, case.id, case.key, case.facts, facts)
    return changed


def _lock_identifier(session: Session, blind: bytes) -> None:
    """What is not there yet has no row to lock; SQLite lets one writer in at a time anyway."""
    if session.connection.dialect.name == "postgresql":
        number = int.from_bytes(blind[:8], "big", signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))


def _plain(facts: CaseRecord) -> tuple[Any, ...]:
    return (
        facts.area,
        facts.name,
        facts.born_on,
        facts.lead_agency,
        facts.district,
        facts.rosh,
        facts.limited_access,
        facts.victim_concerns,
        facts.merged_into,
    )


def _row(facts: CaseRecord, key: DataKey) -> dict[str, Any]:
    born_on = facts.born_on.isoformat() if facts.born_on else ""
    return {
        "area": facts.area,
        "name_sealed": key.seal(facts.name, f"cases.name|{facts.ref}") if facts.name else None,
        "born_on_sealed": key.seal(born_on, f"cases.born_on|{facts.ref}") if born_on else None,
        "lead_agency": facts.lead_agency,
        "district": facts.district,
        "rosh": facts.rosh,
        "limited_access": facts.limited_access,
        "victim_concerns": facts.victim_concerns,
        "merged_into": facts.merged_into,
    }


def _set_identifiers(session: Session, before: CaseRecord, changed: StoredCase) -> None:
    kinds = [
        kind for kind in IDENTIFIER_KINDS if getattr(before, kind) != getattr(changed.facts, kind)
    ]
    if kinds:
        theirs = (identifiers.c.case_id == changed.id) & identifiers.c.kind.in_(kinds)
        session.execute(identifiers.delete().where(theirs))
        _add_identifiers(session, [changed], kinds)


def _add_identifiers(
    session: Session, stored: list[StoredCase], kinds: Iterable[str] = IDENTIFIER_KINDS
) -> None:
    rows = [
        {
            "case_id": case.id,
            "kind": kind,
            "value_sealed": case.key.seal(value, f"identifiers.{kind}|{case.facts.ref}"),
            "blind": session.blind.blind(kind, value),
        }
        for case in stored
        for kind in kinds
        if (value := getattr(case.facts, kind))
    ]
    if rows:
        session.execute(identifiers.insert(), rows)


def _add_name_words(session: Session, stored: list[StoredCase]) -> None:
    rows = [
        {"case_id": case.id, "blind": session.blind.blind("name", word)}
        for case in stored
        for word in words_of(case.facts.name)
    ]
    if rows:
        session.execute(name_words.insert(), rows)


def _reserve_refs(session: Session, stored: list[StoredCase]) -> None:
    """New cases are numbered after the highest reference of ours that came in."""
    highest: dict[str, int] = {}
    for case in stored:
        # A longer number is nothing that counting would come to.
        found = re.fullmatch("([A-Z]{3})-([0-9]{1,9})", case.facts.ref)
        if found:
            area, number = found[1], int(found[2])
            highest[area] = max(highest.get(area, 0), number)
    for area, last in sorted(highest.items()):
        reserve_numbers(session, area, "case", last)


def _stored(session: Session, row: Row[Any]) -> StoredCase:
    key = session.data_key(row.data_key_id, row.wrapped)
    born_on = row.born_on_sealed and key.open(row.born_on_sealed, f"cases.born_on|{row.ref}")
    facts = CaseRecord(
        ref=row.ref,
        area=row.area,
        name=key.open(row.name_sealed, f"cases.name|{row.ref}") if row.name_sealed else "",
        born_on=date.fromisoformat(born_on) if born_on and not key.erased else None,
        lead_agency=row.lead_agency,
        district=row.district,
        rosh=row.rosh,
        limited_access=row.limited_access,
        victim_concerns=row.victim_concerns,
        merged_into=row.merged_into,
        **read_facts(session, row.id, row.ref, row.area, key),
    )
    return StoredCase(row.id, key, facts)


_TO_SEE = (
    select(cases, data_keys.c.wrapped)
    .join(data_keys, data_keys.c.id == cases.c.data_key_id)
    .where(cases.c.ref == bindparam("ref"))
)
_TO_CHANGE = _TO_SEE.with_for_update(of=cases)
