"""The rows of many tables that belong to one case, read by one statement.

To send a statement costs more than to find the few rows of a case, so one for each table would take
most of the time of a change.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import (
    Column,
    CompoundSelect,
    Date,
    Dialect,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from storage.databases import Session
from storage.quick_reads import Compiled, converter, row_maker

# Columns of one type share slots: a union needs the same columns of every table.
_TYPES: tuple[TypeEngine[Any], ...] = (Date(), Integer(), String(), LargeBinary())
_NOT_READ = ("case_id",)
_Read = Callable[[Sequence[Any]], Any]


class CaseRows:
    """Reads all rows of a case from these tables, all of which have an `id` and a `case_id`."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = tuple(tables)
        self._columns = [_by_type(table) for table in self._tables]
        self._widths = [max(len(own[n]) for own in self._columns) for n in range(len(_TYPES))]
        self._query = self._union()
        self._readers = lru_cache(maxsize=64)(self._make_readers)

    def read(self, session: Session, case_id: int) -> dict[str, list[Any]]:
        """The rows by the name of their table, in the order in which they were stored."""
        compiled, readers = self._readers(session.connection.dialect)
        found: dict[str, list[Any]] = {}
        for row in compiled.run(session, {"case": case_id}):
            name, read = readers[row[0]]
            found.setdefault(name, []).append(read(row))
        for rows in found.values():
            if len(rows) > 1:
                rows.sort(key=_BY_ID)
        return found

    def _make_readers(self, dialect: Dialect) -> tuple[Compiled, list[tuple[str, _Read]]]:
        """The statement for a database, and what makes the rows of each table out of its rows."""
        as_day = converter(Date(), dialect)
        starts = [sum(self._widths[:n]) + 1 for n in range(len(_TYPES))]
        readers = []
        for table, own in zip(self._tables, self._columns, strict=True):
            places = [
                (start + n, column.name, isinstance(column.type, Date))
                for start, columns in zip(starts, own, strict=True)
                for n, column in enumerate(columns)
            ]
            readers.append((table.name, _reader(places, as_day)))
        return Compiled(self._query, dialect), readers

    def _union(self) -> CompoundSelect[Any]:
        case_id: Any = bindparam("case")
        selects = []
        for number, (table, own) in enumerate(zip(self._tables, self._columns, strict=True)):
            columns: list[Any] = [literal_column(str(number)).label("number")]
            for kind, width, mine in zip(_TYPES, self._widths, own, strict=True):
                empty = [cast(null(), kind)] * (width - len(mine))
                columns += [
                    column.label(f"{type(kind).__name__}{n}")
                    for n, column in enumerate([*mine, *empty])
                ]
            selects.append(select(*columns).where(table.c.case_id == case_id))
        return union_all(*selects)


def _reader(places: list[tuple[int, str, bool]], as_day: Callable[[Any], Any] | None) -> _Read:
    """From a row of the union to a row of one table, with the names of its columns."""
    make = row_maker([name for _, name, _ in places])
    take = itemgetter(*[at for at, _, _ in places])
    if as_day is None:
        return lambda row: make(take(row))
    days = [n for n, (_, _, is_day) in enumerate(places) if is_day]

    def read(row: Sequence[Any]) -> Any:
        values = list(take(row))
        for at in days:
            values[at] = as_day(values[at])
        return make(values)

    return read


def _by_type(table: Table) -> list[list[Column[Any]]]:
    read = [column for column in table.c if column.name not in _NOT_READ]
    own = [[column for column in read if isinstance(column.type, type(kind))] for kind in _TYPES]
    if sum(map(len, own)) != len(read):
        raise TypeError(f"{table.name} has a column of a type that a union cannot carry")
    return own


_BY_ID = attrgetter("id")
