"""Cases: brought in whole, read whole, and changed by the difference between two states."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from mappa.cases import CaseRecord
from mappa.errors import NotFound
from storage.batches import in_batches, insert_rows, take_ids
from storage.case_facts import add_facts, list_facts, read_facts, set_facts
from storage.databases import Session
from storage.identifiers import (
    add_identifiers,
    add_name_words,
    set_identifiers,
    set_name_words,
)
from storage.installations import next_number
from storage.keys import DataKey
from storage.quick_reads import QuickRead
from storage.references import reserve_refs
from storage.tables import cases, data_keys

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
    row = (_TO_CHANGE if to_change else _TO_SEE).one(session, {"ref": ref})
    if row is None:
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    return _stored(session, row)


def get_case_by_id(session: Session, case_id: int, *, to_change: bool = False) -> StoredCase:
    """The case of a row that points to it."""
    ref = session.execute(select(cases.c.ref).where(cases.c.id == case_id)).scalar_one()
    return get_case(session, ref, to_change=to_change)


def seek_case(session: Session, *, to_change: bool = False) -> None:
    """Ask the database what reading a case asks, and find none: so that what is refused takes the
    same way, and tells by its time neither that there is such a case nor that there is none."""
    (_TO_CHANGE if to_change else _TO_SEE).one(session, {"ref": ""})
    read_facts(session, 0, "", "", session.house)


def seek_case_by_id(session: Session, *, to_change: bool = False) -> None:
    """The same of a row that points to a case."""
    session.execute(select(cases.c.ref).where(cases.c.id == 0))
    seek_case(session, to_change=to_change)


def list_cases(
    session: Session,
    *,
    ids: Iterable[int] = (),
    refs: Iterable[str] = (),
    to_change: bool = False,
) -> Iterator[StoredCase]:
    """The cases with these ids or references, in the order of their ids; what is not there is left
    out. A few statements for five hundred of them, so for many this is the way; nothing of those
    that have been handed out is kept."""
    # Locked in one order, whoever asks for whichever of them.
    if refs := list(refs):
        ids = find_case_ids(session, refs).values()
    for some in in_batches(sorted(set(ids))):
        query = _MANY_TO_CHANGE if to_change else _MANY
        rows = session.execute(query, {"ids": some}).all()
        keys = {row.id: session.keys.unwrap(row.wrapped) for row in rows}
        facts = list_facts(session, [(row.id, row.ref, row.area, keys[row.id]) for row in rows])
        yield from (_made(row, keys[row.id], facts[row.id]) for row in rows)


def find_case_ids(session: Session, refs: Iterable[str]) -> dict[str, int]:
    """The ids of those of these cases that there are, by reference."""
    return {
        row.ref: row.id
        for some in in_batches(refs)
        for row in session.execute(_IDS, {"refs": some})
    }


def get_made_at(session: Session, case_id: int) -> datetime:
    """When the case was first stored, by whatever way it came."""
    made: datetime = session.execute(
        select(cases.c.made_at).where(cases.c.id == case_id)
    ).scalar_one()
    return made


def next_case_ref(session: Session, area: str) -> str:
    """A reference that no case has had: the area's code and the next number."""
    return f"{area}-{next_number(session, area, 'case', FIRST_NUMBER)}"


def add_case(session: Session, facts: CaseRecord, now: datetime) -> StoredCase:
    """Store one new case."""
    return add_cases(session, [facts], now)[0]


def add_cases(session: Session, all_facts: Iterable[CaseRecord], now: datetime) -> list[StoredCase]:
    """Store many new cases with a handful of statements; in the order in which they came."""
    stored = add_unnumbered(session, all_facts, now)
    reserve_refs(session, "case", (case.facts.ref for case in stored))
    return stored


def add_unnumbered(
    session: Session, all_facts: Iterable[CaseRecord], now: datetime
) -> list[StoredCase]:
    """The same, without going on counting after their references: that is left to the caller."""
    stored = _with_keys(session, list(all_facts))
    rows = [
        {"id": case.id, "ref": case.facts.ref, "data_key_id": key_id, "made_at": now}
        | _row(case.facts, case.key)
        for key_id, case in stored
    ]
    insert_rows(session, cases, rows)
    made = [case for _, case in stored]
    whole = [(case.id, case.key, case.facts) for case in made]
    add_facts(session, whole)
    add_identifiers(session, whole)
    add_name_words(session, ((case.id, case.facts.name, case.facts.born_on) for case in made))
    return made


def _with_keys(session: Session, facts: list[CaseRecord]) -> list[tuple[int, StoredCase]]:
    """Each with its number and a data key of its own, and the number of that key's row."""
    case_ids = take_ids(session, cases, len(facts))
    key_ids = take_ids(session, data_keys, len(facts))
    stored, rows = [], []
    for case_id, key_id, one in zip(case_ids, key_ids, facts, strict=True):
        # Of one that was erased elsewhere comes what is left of it: nothing to be sealed.
        wrapped, key = (None, DataKey(None)) if one.erased_on else session.keys.new_data_key()
        rows.append({"id": key_id, "purpose": f"case {one.ref}", "wrapped": wrapped})
        stored.append((key_id, StoredCase(case_id, key, one)))
    insert_rows(session, data_keys, rows)
    return stored


def set_case(session: Session, case: StoredCase, facts: CaseRecord) -> StoredCase:
    """Make the stored case say what `facts` says, touching only the rows that differ."""
    if facts.ref != case.facts.ref:
        raise ValueError("a case keeps its reference")
    if _plain(facts) != _plain(case.facts):
        session.execute(_SET, {"of": case.id} | _row(facts, case.key))
    changed = StoredCase(case.id, case.key, facts)
    set_identifiers(session, case.id, case.key, case.facts, facts)
    if (facts.name, facts.born_on) != (case.facts.name, case.facts.born_on):
        set_name_words(session, case.id, facts.name, facts.born_on)
    set_facts(session, case.id, case.key, case.facts, facts)
    return changed


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
        facts.kept_until,
        facts.erased_on,
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
        "kept_until": facts.kept_until,
        "erased_on": facts.erased_on,
    }


def _stored(session: Session, row: Any) -> StoredCase:
    key = session.keys.unwrap(row.wrapped)
    return _made(row, key, read_facts(session, row.id, row.ref, row.area, key))


def _made(row: Any, key: DataKey, facts: Mapping[str, Any]) -> StoredCase:
    born_on = row.born_on_sealed and key.open(row.born_on_sealed, f"cases.born_on|{row.ref}")
    record = CaseRecord(
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
        kept_until=row.kept_until,
        erased_on=row.erased_on,
        **facts,
    )
    return StoredCase(row.id, key, record)


_WITH_KEY = select(cases, data_keys.c.wrapped).join(
    data_keys, data_keys.c.id == cases.c.data_key_id
)
_THIS = _WITH_KEY.where(cases.c.ref == bindparam("ref"))
_SET = cases.update().where(cases.c.id == bindparam("of"))
_TO_SEE, _TO_CHANGE = QuickRead(_THIS), QuickRead(_THIS.with_for_update(of=cases))
_IDS = select(cases.c.ref, cases.c.id).where(cases.c.ref.in_(bindparam("refs", expanding=True)))
_MANY = _WITH_KEY.where(cases.c.id.in_(bindparam("ids", expanding=True))).order_by(cases.c.id)
_MANY_TO_CHANGE = _MANY.with_for_update(of=cases)
