"""What a case is found by: its identifiers and the words of its name, kept as keyed hashes."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, or_, select

from mappa.cases import CaseRecord
from mappa.names import name_words as words_of
from storage.batches import insert_rows
from storage.databases import Session
from storage.keys import DataKey
from storage.tables import cases, identifiers, name_words

IDENTIFIER_KINDS = ("crn", "pnc", "cro", "prison_number", "visor_ref")
_Stored = Iterable[tuple[int, DataKey, CaseRecord]]


def add_identifiers(
    session: Session, stored: _Stored, kinds: Iterable[str] = IDENTIFIER_KINDS
) -> None:
    """Keep the identifiers of cases, sealed to be read and hashed to be found."""
    rows = [
        {
            "case_id": case_id,
            "kind": kind,
            "value_sealed": key.seal(value, f"identifiers.{kind}|{facts.ref}"),
            "blind": session.blind.blind(kind, value),
        }
        for case_id, key, facts in stored
        for kind in kinds
        if (value := getattr(facts, kind))
    ]
    insert_rows(session, identifiers, rows)


def set_identifiers(
    session: Session, case_id: int, key: DataKey, before: CaseRecord, after: CaseRecord
) -> None:
    """Keep the identifiers that have changed, and what they were no longer."""
    kinds = [kind for kind in IDENTIFIER_KINDS if getattr(before, kind) != getattr(after, kind)]
    if kinds:
        theirs = (identifiers.c.case_id == case_id) & identifiers.c.kind.in_(kinds)
        session.execute(identifiers.delete().where(theirs))
        add_identifiers(session, [(case_id, key, after)], kinds)


def add_name_words(session: Session, named: Iterable[tuple[int, str, date | None]]) -> None:
    """Make cases findable by every word of their names, and by the day of birth."""
    rows = [
        {"case_id": case_id, "blind": blind}
        for case_id, name, born_on in named
        for blind in name_blinds(session, name, born_on)
    ]
    insert_rows(session, name_words, rows)


def name_blinds(session: Session, name: str, born_on: date | None) -> list[bytes]:
    """What a case of this name and day of birth is found by."""
    found = [session.blind.blind("name", word) for word in words_of(name)]
    return found + ([session.blind.blind("born_on", born_on.isoformat())] if born_on else [])


def set_name_words(session: Session, case_id: int, name: str, born_on: date | None) -> None:
    """Make a case findable by its new name, and by the old one no longer."""
    session.execute(name_words.delete().where(name_words.c.case_id == case_id))
    add_name_words(session, [(case_id, name, born_on)])


def find_by_identifiers(session: Session, area: str, values: Mapping[str, str]) -> list[int]:
    """The area's cases that carry any of these identifiers (canonical form), the oldest first.

    Nobody else opens a case for one of them before the transaction ends.
    """
    blinds = {kind: session.blind.blind(kind, value) for kind, value in values.items()}
    _lock_identifiers(session, blinds.values())
    carries = [
        (identifiers.c.kind == kind) & (identifiers.c.blind == blind)
        for kind, blind in blinds.items()
    ]
    query = (
        select(cases.c.id)
        .distinct()
        .join(identifiers, identifiers.c.case_id == cases.c.id)
        .where(cases.c.area == area, or_(False, *carries))
        .order_by(cases.c.id)
    )
    return list(session.execute(query).scalars())


def find_by_name(
    session: Session, area: str, name: str, limit: int, *, after: int = 0
) -> list[int]:
    """The area's cases whose name has all of these words in it, whole and in any order.

    In the order of their numbers, from the one after `after` on, at most `limit`.
    """
    blinds = [session.blind.blind("name", word) for word in words_of(name)]
    if not blinds:
        return []
    words = name_words.c
    query = (
        select(words.case_id)
        .join(cases, cases.c.id == words.case_id)
        .where(words.blind.in_(blinds), words.case_id > after, cases.c.area == area)
        .group_by(words.case_id)
        .having(func.count() == len(blinds))  # a case has a word once
        .order_by(words.case_id)
        .limit(limit)
    )
    return list(session.execute(query).scalars())


def _lock_identifiers(session: Session, blinds: Iterable[bytes]) -> None:
    """What is not there yet has no row to lock; SQLite lets one writer in at a time anyway."""
    if session.connection.dialect.name == "postgresql":
        # In one order, so that two who look for the same person never wait for each other.
        for number in sorted(int.from_bytes(blind[:8], "big", signed=True) for blind in blinds):
            session.execute(select(func.pg_advisory_xact_lock(number)))
