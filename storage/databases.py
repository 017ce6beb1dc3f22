"""The database: opened once, used in short transactions, read-only or writing from the start."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Executable,
    create_engine,
    event,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
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
        self._opened: dict[int, DataKey] = {}

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        return self.connection.execute(statement, parameters)

    def new_data_key(self, purpose: str) -> int:
        """Make and store a data key; the id of its row."""
        wrapped, key = self.keys.new_data_key()
        made = self.execute(data_keys.insert().values(purpose=purpose, wrapped=wrapped))
        key_id = new_id(made)
        self._opened[key_id] = key
        return key_id

    def data_key(self, key_id: int, wrapped: bytes | None = None) -> DataKey:
        """The data key of a row, unwrapped once in this transaction."""
        if key_id not in self._opened:
            if wrapped is None:
                query = select(data_keys.c.wrapped).where(data_keys.c.id == key_id)
                wrapped = self.execute(query).scalar_one()
            self._opened[key_id] = self.keys.unwrap(wrapped)
        return self._opened[key_id]


def new_id(made: CursorResult[Any]) -> int:
    """The id of the one row that an insert has made."""
    key = made.inserted_primary_key
    if key is None:
        raise LookupError("nothing was inserted")
    return int(key[0])


class Database:
    """Opens transactions. The schema must be there already (storage.migrations)."""

    def __init__(self, engine: Engine, keys: KeyRing) -> None:
        self.engine = engine
        self._writer = engine.execution_options(writes=True)
        self._reader = engine if self.is_sqlite else _one_state(engine)
        self._keys = keys
        self._house, self._blind = self._own_keys()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One writing transaction: committed at the end, rolled back by any exception."""
        with self._writer.begin() as connection:
            yield Session(connection, self._keys, self._house, self._blind)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that sees a single state of the database and changes nothing."""
        with self._reader.begin() as connection:
            yield Session(connection, self._keys, self._house, self._blind)

    def close(self) -> None:
        self.engine.dispose()

    def _own_keys(self) -> tuple[DataKey, DataKey]:
        """The two keys that belong to the database as a whole, made when it is first opened."""
        query = select(data_keys.c.purpose, data_keys.c.wrapped).where(
            data_keys.c.purpose.in_(["house", "blind"])
        )
        with self._writer.begin() as connection:
            wrapped = {row.purpose: row.wrapped for row in connection.execute(query)}
            for purpose in ("house", "blind"):
                if purpose not in wrapped:
                    wrapped[purpose], _ = self._keys.new_data_key()
                    row = {"purpose": purpose, "wrapped": wrapped[purpose]}
                    connection.execute(data_keys.insert(), row)
        return self._keys.unwrap(wrapped["house"]), self._keys.unwrap(wrapped["blind"])


def make_engine(url: str) -> Engine:
    """An engine for a DATABASE_URL; says in one sentence what is wrong with it."""
    try:
        parsed = make_url(url)
    except ArgumentError as problem:
        raise SettingWrong(f"DATABASE_URL is not a database URL. {_EXAMPLES}") from problem
    if parsed.drivername == "sqlite":
        return _sqlite_engine(url)
    if parsed.drivername == "postgresql+psycopg":
        return create_engine(
            url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
        )
    raise SettingWrong(
        f"DATABASE_URL begins with {parsed.drivername}, which is not supported. {_EXAMPLES}"
    )


def reachable(engine: Engine) -> None:
    """Connect once, so that a wrong address or password is one line and not a traceback."""
    try:
        engine.connect().close()
    except SQLAlchemyError as problem:
        first_line = str(getattr(problem, "orig", problem)).splitlines()[0]
        raise SettingWrong(f"The database cannot be opened: {first_line}") from problem


_EXAMPLES = "Examples: sqlite:///var/mappa.db or postgresql+psycopg://user:password@host/mappa"


def _one_state(engine: Engine) -> Engine:
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
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
