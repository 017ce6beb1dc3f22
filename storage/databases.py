"""The database: opened once, used in short transactions, read-only or writing from the start."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from functools import cache
from sqlite3 import SQLITE_BUSY, SQLITE_LOCKED
from threading import Lock
from typing import Any

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Executable,
    Table,
    create_engine,
    event,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from mappa.errors import SettingWrong
from storage.keys import DataKey, KeyRing
from storage.tables import data_keys

BUSY_SECONDS = 10


class Session:
    """One transaction: what every function of this package takes first."""

    def __init__(self, connection: Connection, keys: KeyRing, house: DataKey, blind: DataKey):
        self.connection = connection
        self.keys = keys
        self.house = house  # seals what belongs to no case
        self.blind = blind  # makes identifiers findable without being readable

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        return self.connection.execute(statement, parameters)


def is_busy(problem: BaseException) -> bool:
    """Whether somebody else held what was needed for longer than could be waited for, or two waited
    for each other: nothing was saved, and the same done again will be."""
    told = problem.orig if isinstance(problem, DBAPIError) else None
    of_sqlite = getattr(told, "sqlite_errorcode", None)
    if of_sqlite is not None:
        return of_sqlite & 0xFF in (SQLITE_BUSY, SQLITE_LOCKED)
    return getattr(told, "sqlstate", None) in _GIVEN_UP


# Of PostgreSQL: lock not available, deadlock detected, serialization failure.
_GIVEN_UP = frozenset({"55P03", "40P01", "40001"})


def new_id(made: CursorResult[Any]) -> int:
    """The id of the one row that an insert has made."""
    key = made.inserted_primary_key
    if key is None:
        raise LookupError("nothing was inserted")
    return int(key[0])


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row, unless one with its key is there: of two writers at once, one gets True."""
    new = _insert_into(table, connection.dialect.name)
    # Without the option PostgreSQL's driver has forgotten the number by the time it is asked for.
    made = connection.execute(new, row, execution_options={"preserve_rowcount": True})
    return made.rowcount == 1


@cache
def _insert_into(table: Table, dialect: str) -> Executable:
    """Made once; and only the dialect in use is imported, which the start of the bot waits for."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert(table).on_conflict_do_nothing()


class Database:
    """Opens transactions. The schema must be there already (storage.migrations)."""

    def __init__(self, engine: Engine, keys: KeyRing) -> None:
        self.engine = self._writer = engine
        self._reader = to_read(engine)
        self._patience: float = BUSY_SECONDS
        self._turns = Lock() if self.is_sqlite else None
        self._keys = keys
        self._house, self._blind = self._own_keys()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One writing transaction: committed at the end, rolled back by any exception."""
        with self._turn() as writer, writer.begin() as connection:
            yield Session(connection, self._keys, self._house, self._blind)

    @contextmanager
    def _turn(self) -> Iterator[Engine]:
        """SQLite lets one write at a time, and who waits looks now and then whether it is free:
        whoever writes often would be the first again and again. Here who waits is told."""
        if self._turns is None:
            yield self._writer
        elif self._turns.acquire(timeout=self._patience):
            try:
                yield self._writer
            finally:
                self._turns.release()
        else:
            yield self._writer.execution_options(patience=0)  # it says itself that it is locked

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that sees a single state of the database and changes nothing."""
        with self._reader.begin() as connection:
            yield Session(connection, self._keys, self._house, self._blind)

    def within(self, seconds: float) -> "Database":
        """The same for somebody who cannot wait longer for others to finish: it raises then."""
        hurried = copy(self)
        hurried._patience = seconds
        hurried._writer = self.engine.execution_options(patience=seconds)
        hurried._reader = self._reader.execution_options(patience=seconds)
        return hurried

    def close(self) -> None:
        self.engine.dispose()

    def _own_keys(self) -> tuple[DataKey, DataKey]:
        """The two keys that belong to the database as a whole, made when it is first opened."""
        query = select(data_keys.c.purpose, data_keys.c.wrapped).where(
            data_keys.c.purpose.in_(["house", "blind"])
        )
        with self.engine.begin() as connection:
            found = {row.purpose: row.wrapped for row in connection.execute(query)}
            if len(found) < 2:
                for purpose in ("house", "blind"):
                    row = {"purpose": purpose, "wrapped": self._keys.new_data_key()[0]}
                    insert_new(connection, data_keys, row)
                # Somebody else may have opened it at the same moment: theirs are as good as ours.
                found = {row.purpose: row.wrapped for row in connection.execute(query)}
        return self._keys.unwrap(found["house"]), self._keys.unwrap(found["blind"])


def make_engine(url: str) -> Engine:
    """An engine for a DATABASE_URL; says in one sentence what is wrong with it."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as problem:  # ValueError: a port that is no number
        raise SettingWrong(f"DATABASE_URL is not a database URL. {_EXAMPLES}") from problem
    if parsed.drivername == "sqlite":
        path = parsed.database or ""
        if not path or path.startswith((":", "file:")) or parsed.query:
            raise SettingWrong(f"DATABASE_URL names no file that would last. {_EXAMPLES}")
        return _sqlite_engine(url)
    if parsed.drivername == "postgresql+psycopg":
        engine = create_engine(
            url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
        )
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    raise SettingWrong(
        f"DATABASE_URL begins with {parsed.drivername}, which is not supported. {_EXAMPLES}"
    )


def reachable(engine: Engine) -> None:
    """Connect once, so that a wrong address or password is one line and not a traceback."""
    try:
        engine.connect().close()
    except SQLAlchemyError as problem:
        lines = str(getattr(problem, "orig", problem)).splitlines() or ["no reason was given"]
        raise SettingWrong(f"The database cannot be opened: {lines[0]}") from problem


_EXAMPLES = "Examples: sqlite:///var/mappa.db or postgresql+psycopg://user:password@host/mappa"


def to_read(engine: Engine) -> Engine:
    """The same engine, whose transactions see a single state and cannot change anything."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(reads=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS}, pool_size=20, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late: a read followed by a write loses updates.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    reads, patience = options.get("reads", False), options.get("patience", BUSY_SECONDS)
    pooled = connection.connection
    # Only when it changes: the pragma makes SQLite prepare all its statements anew.
    if pooled.info.get("reads", False) != reads:
        pooled.cursor().execute(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        pooled.info["reads"] = reads
    if pooled.info.get("patience", BUSY_SECONDS) != patience:
        pooled.cursor().execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
        pooled.info["patience"] = patience
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    patience = connection.get_execution_options().get("patience")
    if patience is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
