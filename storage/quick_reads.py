"""Statements that every command runs, given straight to the driver.

For a statement that finds a few rows, SQLAlchemy's way to the driver and back takes several times
as long as the database does. What is read this way is compiled once, by SQLAlchemy; the values and
the errors are those that it would give.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.exc import DBAPIError

from storage.databases import Session

Row = Any  # a named tuple, its names those of the columns


class QuickRead:
    """A select with plain parameters (no lists), and each row by the names of its columns."""

    def __init__(self, statement: Any) -> None:
        self._statement: Select[Any] = statement
        self._make = row_maker([column.name for column in statement.selected_columns])
        self._compiled = lru_cache(maxsize=64)(self._compile)

    def rows(self, session: Session, parameters: Mapping[str, Any]) -> list[Row]:
        """All rows."""
        compiled = self._compiled(session.connection.dialect)
        found = compiled.run(session, parameters)
        convert = compiled.converters
        if not convert:
            return [self._make(row) for row in found]
        return [self._make(_converted(row, convert)) for row in found]

    def one(self, session: Session, parameters: Mapping[str, Any]) -> Row | None:
        """The only row, if there is one."""
        rows = self.rows(session, parameters)
        if len(rows) > 1:
            raise LookupError("one row was expected")
        return rows[0] if rows else None

    def _compile(self, dialect: Dialect) -> "Compiled":
        return Compiled(self._statement, dialect)


class Compiled:
    """A statement as a driver takes it."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self._text = str(compiled)
        self._order: list[str] | None = compiled.positiontup
        self._defaults = dict(compiled.params)
        self._bind = {
            name: bind
            for name, parameter in compiled.binds.items()
            if (bind := parameter.type.dialect_impl(dialect).bind_processor(dialect))
        }
        self.converters = [
            (at, convert)
            for at, column in enumerate(statement.selected_columns)
            if (convert := converter(column.type, dialect))
        ]

    def run(self, session: Session, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows as the driver gives them."""
        given = self._defaults | dict(parameters)
        for name, bind in self._bind.items():
            given[name] = bind(given[name])
        dialect = session.connection.dialect
        cursor: Any = session.connection.connection.cursor()
        try:
            cursor.execute(
                self._text, [given[name] for name in self._order] if self._order else given
            )
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found
        except dialect.loaded_dbapi.Error as problem:
            raise DBAPIError.instance(
                self._text, None, problem, dialect.loaded_dbapi.Error, dialect=dialect
            ) from problem
        finally:
            cursor.close()


def row_maker(names: list[str]) -> Callable[[Iterable[Any]], Row]:
    """What makes a row with these names out of its values."""
    made: Any = namedtuple("Row", names)  # type: ignore[misc]
    make: Callable[[Iterable[Any]], Row] = made._make
    return make


def converter(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value of this type out of what the driver gives, where that is another one."""
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found


def _converted(row: tuple[Any, ...], convert: list[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    values = list(row)
    for at, make in convert:
        values[at] = make(values[at])
    return values
