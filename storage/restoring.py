"""Brings a backup back into an empty database of either kind: all of it, or nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, select, text

from mappa.errors import SettingWrong
from storage.backups import (
    COUNTS,
    MARK,
    TAKEN_AT,
    Backup,
    Watch,
    count_rows,
    require_whole,
    rows_of,
)
from storage.batches import insert_rows, much_memory
from storage.chains import (
    SIGNED_SINCE,
    Broken,
    find_broken_record,
    list_recorded_areas,
    sign_heads,
)
from storage.databases import Session, make_engine, reachable, to_read
from storage.installations import PRACTICE, set_note
from storage.keys import DataKey, KeyRing
from storage.migrations import HEAD, make_room, schema_of, upgrade
from storage.outgoing import LEASE
from storage.records import Entry, add_record
from storage.reminders import WAITING
from storage.repeats import RESTORED_AT
from storage.tables import (
    counters,
    data_keys,
    installation,
    metadata,
    open_outgoing,
    outgoing,
    record_heads,
    reminders,
)

NOT_OURS = "{} is no backup made with mappa-bot backup."
SKIPPED = 1_000  # numbers that may have been given after the backup was taken


@dataclass(frozen=True, slots=True)
class Source:
    """A backup that was found whole, and the rows in it."""

    backup: Backup
    connection: Connection
    practice: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and where the record was broken already when it was backed up."""

    backup: Backup
    areas: tuple[str, ...]
    broken: dict[str, Broken]
    to_look_up: int
    to_catch_up: int


@contextmanager
def opened_backup(path: Path) -> Iterator[Source]:
    """A backup, checked; one of an older schema is read from a copy that has this version's."""
    backup = _check(path)
    with TemporaryDirectory(prefix="mappa-restore-") as folder:
        if backup.schema < HEAD:
            copy = Path(folder) / "copy.db"
            copyfile(path, copy)
            with closing(sqlite3.connect(copy)) as file:
                file.execute(f"DROP TABLE {COUNTS}")  # what is left is a database like any other
            upgrade(f"sqlite:///{copy}")
            path = copy
        engine = _reading(path)
        try:
            with engine.connect() as connection:
                kind = select(installation.c.value).where(installation.c.name == "kind")
                yield Source(backup, connection, connection.execute(kind).scalar() == PRACTICE)
        finally:
            engine.dispose()


def restore(url: str, source: Source, keys: KeyRing, now: datetime, watch: Watch) -> Restored:
    """Fill the empty database with it; anything that is wrong leaves the database empty."""
    house, blind = _own_keys(source.connection, keys)
    _require_empty(url)
    upgrade(url)
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            session = Session(connection, keys, house, blind)
            _keep_others_out(session)
            with much_memory(session):
                _fill(session, source, watch)
            if source.backup.schema < SIGNED_SINCE:  # the keys were found to be those of its rows
                sign_heads(session)
            return _settle(session, source.backup, now)
    finally:
        engine.dispose()


def _check(path: Path) -> Backup:
    """What the file says that it holds, which must be what it does hold."""
    try:
        path.open("rb").close()
    except OSError as problem:
        raise SettingWrong(f"{path} cannot be read ({problem.strerror}).") from problem
    try:
        with closing(_open(path)) as file:
            if file.execute("PRAGMA application_id").fetchone() != (MARK,):
                raise SettingWrong(NOT_OURS.format(path))
            schema = str(file.execute("SELECT version_num FROM alembic_version").fetchone()[0])
            if schema > HEAD:
                raise SettingWrong(
                    f"{path} has schema {schema}, newer than this version's {HEAD}: "
                    "restore it with the newer version of the bot."
                )
            require_whole(file)
            counts = dict(file.execute(f"SELECT name, rows FROM {COUNTS}"))  # noqa: S608
            for name, rows in counts.items():
                if name not in metadata.tables:
                    raise SettingWrong(NOT_OURS.format(path))
                # Names of our own tables only.
                counted = file.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608
                if counted != (rows,):
                    raise SettingWrong(f"{path} is damaged: rows of {name} are missing.")
            note = "SELECT value FROM installation WHERE name = ?"
            taken_at = datetime.fromisoformat(file.execute(note, (TAKEN_AT,)).fetchone()[0])
    except (sqlite3.Error, TypeError, ValueError, OverflowError) as problem:
        raise SettingWrong(f"{NOT_OURS.format(path)} Or it is damaged.") from problem
    return Backup(counts, schema, taken_at.astimezone(UTC))


def _open(path: Path) -> sqlite3.Connection:
    """To be read only, and without anything made beside it."""
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _reading(path: Path) -> Engine:
    return create_engine(
        "sqlite://", creator=lambda: _open(path), poolclass=NullPool, hide_parameters=True
    )


def _own_keys(connection: Connection, keys: KeyRing) -> tuple[DataKey, DataKey]:
    """The keys of the whole, when every key in the backup opens: half of it would be of no use."""
    try:
        found = {
            row.purpose: keys.unwrap(row.wrapped) for row in connection.execute(select(data_keys))
        }
    except SettingWrong as problem:
        raise SettingWrong(
            "MAPPA_KEYS does not hold the keys with which this backup was sealed. Nothing was "
            "written: give all of those that were in use when it was made, newest first."
        ) from problem
    return found["house"], found["blind"]


def _require_empty(url: str) -> None:
    """Refuse a database that holds anything, before it is touched in any way."""
    make_room(url)
    engine = make_engine(url)
    try:
        reachable(engine)
        with to_read(engine).connect() as connection:
            if schema_of(connection) is not None:
                _refuse_if_filled(connection)
    finally:
        engine.dispose()


def _refuse_if_filled(connection: Connection) -> None:
    """The keys that are made when an empty database is first opened do not count."""
    there = set(inspect(connection).get_table_names()) - {data_keys.name}
    for table in metadata.sorted_tables:
        # Names of our own tables only.
        anything = f"SELECT EXISTS (SELECT 1 FROM {table.name})"  # noqa: S608
        if table.name in there and connection.exec_driver_sql(anything).scalar():
            raise SettingWrong(
                "A backup is restored into an empty database only, and the one that DATABASE_URL "
                "names is in use. Nothing was changed: name a new one."
            )


def _keep_others_out(session: Session) -> None:
    """A bot that is started at this moment waits, and then finds all of it."""
    if session.connection.dialect.name == "postgresql":
        session.execute(text("LOCK TABLE data_keys, installation, people, cases IN EXCLUSIVE MODE"))
    _refuse_if_filled(session.connection)
    session.execute(data_keys.delete())


def _fill(session: Session, source: Source, watch: Watch) -> None:
    into = session.connection
    for table in metadata.sorted_tables:
        done = 0
        for rows in rows_of(source.connection, table, list(table.c.keys())):
            insert_rows(session, table, rows)
            watch(table.name, done := done + len(rows))
        if not done == count_rows(source.connection, table) == count_rows(into, table):
            raise SettingWrong(f"Not every row of {table.name} came over; nothing was written.")
        if "id" in table.c and into.dialect.name == "postgresql":
            given = {"table": table.name, "skipped": SKIPPED}
            # Names of our own tables only.
            session.execute(text(_NEXT_NUMBER.format(table.name)), given)


def _settle(session: Session, backup: Backup, now: datetime) -> Restored:
    """What was sent, numbered and told after the backup was taken is not known here any more."""
    set_note(session, TAKEN_AT, backup.taken_at.isoformat())
    set_note(session, RESTORED_AT, now.isoformat())
    session.execute(counters.update().values(last=counters.c.last + SKIPPED))
    to_look_up, to_catch_up = _doubt_what_was_sent(session, backup.taken_at, now)
    areas = tuple(
        session.execute(select(record_heads.c.area).order_by(record_heads.c.area)).scalars()
    )
    verified = {area: find_broken_record(session, area) for area in list_recorded_areas(session)}
    broken = {area: found for area, found in verified.items() if found is not None}
    entry = Entry(
        "backup restored", "command line", after={"taken_at": backup.taken_at.isoformat()}
    )
    for area in areas:
        add_record(session, entry, area=area, now=now)
    return Restored(backup, areas, broken, to_look_up, to_catch_up)


def _doubt_what_was_sent(session: Session, taken_at: datetime, now: datetime) -> tuple[int, int]:
    """Messages are looked up in Slack before they are sent, not before Slack has settled; what
    fell due since goes out together, marked as what may be a repeat. How many of each."""
    after = now + LEASE * 7 / 6
    session.execute(
        outgoing.update()
        .where(open_outgoing, outgoing.c.attempted_at.is_(None))
        .values(attempted_at=taken_at)
    )
    waits = open_outgoing & (outgoing.c.next_at < after)
    to_look_up = session.execute(outgoing.update().where(open_outgoing).values(state="waiting"))
    session.execute(outgoing.update().where(waits).values(next_at=after))
    fell_due = reminders.c.state.in_(WAITING) & (reminders.c.due_at <= now)
    to_catch_up = session.execute(reminders.update().where(fell_due).values(late=True))
    return to_look_up.rowcount, to_catch_up.rowcount


_NEXT_NUMBER = (
    "SELECT setval(pg_get_serial_sequence(:table, 'id'), "
    "coalesce((SELECT max(id) FROM {}), 0) + :skipped)"
)
