"""Many rows at once: numbers taken ahead, and one prepared statement for all rows of a table."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Date, Dialect, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from storage.columns import Instant
from storage.databases import Session

AT_ONCE = 500  # rows or cases that are held in memory together; databases limit an IN as well
MUCH_MEMORY = 64 * 1024  # kilobytes
COPIED = 50  # PostgreSQL: from so many rows on, COPY is several times as fast as INSERT
T = TypeVar("T")


def in_batches(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The items, so many at a time."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


@contextmanager
def much_memory(session: Session) -> Iterator[None]:
    """While very many rows are written: SQLite then need not read back what it has just written."""
    if session.connection.dialect.name != "sqlite":
        yield
        return
    usual = session.connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    session.connection.exec_driver_sql(f"PRAGMA cache_size=-{MUCH_MEMORY}")
    try:
        yield
    finally:
        session.connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


def take_ids(session: Session, table: Table, count: int) -> Sequence[int]:
    """Numbers for so many new rows, in order, that nobody else is given.

    SQLite lets one writer in at a time and numbers after the highest; PostgreSQL's sequence goes on
    after what was taken from it.
    """
    if session.connection.dialect.name == "sqlite":
        highest = session.execute(select(func.max(table.c.id))).scalar() or 0
        return range(highest + 1, highest + 1 + count)
    given = {"table": table.name, "count": count}
    return sorted(session.execute(_TAKE, given).scalars())


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns in the same order."""
    if not rows:
        return
    dialect = session.connection.dialect
    prepared = _prepare(table, tuple(rows[0]), dialect)
    values = map(prepared.to_values, rows)
    if dialect.name == "sqlite" or len(rows) < COPIED:
        session.connection.exec_driver_sql(prepared.insert, list(values))
    else:
        _copy(session, prepared.copy, values)


def insert_missing(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same, leaving out those that are there already or that somebody else inserts meanwhile.
    Whoever gives theirs in the same order does not block others."""
    if rows:
        prepared = _prepare(table, tuple(rows[0]), session.connection.dialect)
        statement = f"{prepared.insert} ON CONFLICT DO NOTHING"
        session.connection.exec_driver_sql(statement, [prepared.to_values(row) for row in rows])


class _Prepared:
    """The statements of a table and some of its columns, and how a row becomes their values."""

    def __init__(self, table: Table, columns: tuple[str, ...], dialect: Dialect) -> None:
        quote = dialect.identifier_preparer.quote
        into = f"{quote(table.name)} ({', '.join(map(quote, columns))})"
        mark = "?" if dialect.name == "sqlite" else "%s"
        # Names of our own tables and columns only.
        self.insert = f"INSERT INTO {into} VALUES ({', '.join([mark] * len(columns))})"  # noqa: S608
        self.copy = f"COPY {into} FROM STDIN"
        self._bound = [
            (at, bind)
            for at, name in enumerate(columns)
            if (bind := _binding(table.c[name].type, dialect))
        ]

    def to_values(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        values = list(row.values())
        for at, bind in self._bound:
            if values[at] is not None:
                values[at] = bind(values[at])
        return tuple(values)


@lru_cache(maxsize=200)  # many more than there are tables
def _prepare(table: Table, columns: tuple[str, ...], dialect: Dialect) -> _Prepared:
    return _Prepared(table, columns, dialect)


def _binding(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """How a value is given to the driver, where it does not take it as it is."""
    if isinstance(kind, Date):
        # The same text that SQLAlchemy makes, at a fraction of the time.
        return (lambda day: day.isoformat()) if dialect.name == "sqlite" else None
    if kind.python_type is bytes:
        return None
    bound: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if bound and isinstance(kind, Instant):
        return lru_cache(maxsize=4_096)(bound)  # of many rows most share their instants
    return bound


def _copy(session: Session, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    driver: Any = session.connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except session.connection.dialect.loaded_dbapi.Error as problem:
        raise _as_sqlalchemy_says_it(session, statement, problem) from problem


def _as_sqlalchemy_says_it(session: Session, statement: str, problem: Exception) -> Exception:
    dialect = session.connection.dialect
    return DBAPIError.instance(
        statement, None, problem, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
    )


_TAKE = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
