"""Erases a case: its data key is destroyed, and with it all that it sealed, wherever that is kept.

What stays are its dates and figures, which are counted as before, and the record, whose chain
hashes what is sealed and so still verifies.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Table, func, or_, select

from mappa.clocks import london_day
from storage.cases import StoredCase, list_cases
from storage.databases import Database, Session
from storage.keys import DataKey
from storage.merges import list_merged
from storage.messages import open_body
from storage.tables import (
    actions,
    case_contacts,
    cases,
    data_keys,
    glass,
    identifiers,
    invitations,
    merges,
    metadata,
    name_words,
    notes,
    open_outgoing,
    outgoing,
    records,
    reminders,
    requests,
    team,
    unsent_reminder,
)

# Rows in which nothing is left once nobody is named: they go. All other rows stay without what is
# sealed in them. The record stays byte for byte: its chain is made of what is sealed.
GO = (identifiers, name_words, notes, team, case_contacts)
STAY = (records,)


@dataclass(frozen=True, slots=True)
class Held:
    """How much is kept of a case that goes with its key: texts that are sealed by table, and notes,
    identifiers and members of its team."""

    sealed: Counter[str]
    rows: Counter[str]


def list_whole(session: Session, case: StoredCase, *, to_change: bool = False) -> list[StoredCase]:
    """The case and those that went into it: they are one person, and go together."""
    ids = {case.id, *(one.id for one in list_merged(session, case.id))}
    return list(list_cases(session, ids=ids, to_change=to_change))


def count_held(session: Session, whole: Iterable[StoredCase]) -> Held:
    """How much there is to be erased."""
    ids = [case.id for case in whole]
    sealed: Counter[str] = Counter()
    for table in _of_cases():
        for column in _sealed(table):
            query = select(func.count(column)).where(_theirs(table, ids))
            sealed[table.name] += session.execute(query).scalar_one()
    rows = {
        table.name: session.execute(
            select(func.count()).select_from(table).where(_theirs(table, ids))
        ).scalar_one()
        for table in GO
    }
    return Held(+sealed, +Counter(rows))


def erase_cases(session: Session, whole: Sequence[StoredCase], now: datetime) -> int:
    """Erase cases that were read `to_change`; how many messages on their way were stopped.

    Nothing brings back what was sealed. `now` is the instant at which it is gone.
    """
    ids = [case.id for case in whole]
    _overwrite(session, "ON")
    keys = select(cases.c.data_key_id).where(cases.c.id.in_(ids))
    session.execute(data_keys.update().where(data_keys.c.id.in_(keys)).values(wrapped=None))
    for table in _of_cases():
        if table in GO:
            session.execute(table.delete().where(_theirs(table, ids)))
        elif columns := _sealed(table):
            empty = {column.name: None if column.nullable else b"" for column in columns}
            session.execute(table.update().where(_theirs(table, ids)).values(**empty))
    gone = {"erased_on": london_day(now), "kept_until": None}
    session.execute(cases.update().where(cases.c.id.in_(ids)).values(**gone))
    _overwrite(session, "OFF")
    _forget_people(session, ids, now)
    _stop_reminders(session, ids)
    return _stop_messages(session, [case.facts.ref for case in whole])


def without_key(case: StoredCase) -> StoredCase:
    """The case once its key is gone: what is put on the record then is not sealed with it."""
    return StoredCase(case.id, DataKey(None), case.facts)


def wipe_traces(db: Database) -> None:
    """After the erasure: the destroyed keys also go from where the database keeps what was."""
    connection = db.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        if db.is_sqlite:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        driver.rollback()
        driver.autocommit = True
        try:
            driver.execute("VACUUM data_keys")
        finally:
            driver.autocommit = False
    finally:
        connection.close()


def _overwrite(session: Session, how: str) -> None:
    """SQLite: what goes is overwritten with zeros, not left in the file until it is used again."""
    if session.connection.dialect.name == "sqlite":
        session.connection.exec_driver_sql(f"PRAGMA secure_delete={how}")


def _of_cases() -> list[Table]:
    """Every table whose rows belong to a case, and the cases themselves."""
    return [
        table
        for table in metadata.sorted_tables
        if table not in STAY and (table in (cases, merges) or "case_id" in table.c)
    ]


def _sealed(table: Table) -> list[Any]:
    return [column for column in table.c if column.name.endswith("_sealed")]


def _theirs(table: Table, ids: list[int]) -> ColumnElement[bool]:
    if table is cases:
        return cases.c.id.in_(ids)
    if table is merges:  # what was merged by mistake stands in the other case's row as well
        return or_(merges.c.from_case_id.in_(ids), merges.c.into_case_id.in_(ids))
    return table.c.case_id.in_(ids)


def _forget_people(session: Session, ids: list[int], now: datetime) -> None:
    """Who worked with the case or came for it is not kept with it; who did what is on the
    record."""
    owned = requests.update().where(requests.c.case_id.in_(ids))
    session.execute(owned.values(owner=None))
    session.execute(actions.update().where(actions.c.case_id.in_(ids)).values(user_id=None))
    invited = invitations.update().where(invitations.c.case_id.in_(ids))
    session.execute(invited.values(user_id=None))
    withdrawn = invited.where(invitations.c.withdrawn_at.is_(None))
    session.execute(withdrawn.values(withdrawn_at=now))
    seen = glass.update().where(glass.c.case_id.in_(ids), glass.c.until > now)
    session.execute(seen.values(until=now))


def _stop_reminders(session: Session, ids: list[int]) -> None:
    theirs = reminders.c.case_id.in_(ids)
    session.execute(reminders.update().where(theirs, unsent_reminder).values(state="void"))
    session.execute(reminders.update().where(theirs).values(escalate_at=None))


def _stop_messages(session: Session, refs: Sequence[str]) -> int:
    """What is on its way and names one of them is not sent: it may say more than that."""
    names = re.compile(rf"(?<![A-Z0-9-])({'|'.join(map(re.escape, refs))})(?![A-Z0-9-])")
    query = select(*outgoing.c["id", "key", "body_sealed", "about"]).where(
        open_outgoing, outgoing.c.body_sealed.is_not(None)
    )
    ids = [
        row.id
        for row in session.execute(query)
        if _says(session, row, names) or names.search(row.about or "")
    ]
    stopped = outgoing.update().where(outgoing.c.id.in_(ids), open_outgoing)
    change = {"state": "void", "body_sealed": None, "problem": "case erased"}
    return session.execute(stopped.values(**change)).rowcount if ids else 0


def _says(session: Session, row: Any, names: re.Pattern[str]) -> bool:
    try:
        message = open_body(session, row.body_sealed, row.key).message
    except InvalidTag:  # it is never sent, and nobody can read it
        return False
    if message is None:
        return False
    in_file = message.file.refs if message.file else ()
    return any(names.search(one) for one in (message.text, str(message.blocks), *in_file))
