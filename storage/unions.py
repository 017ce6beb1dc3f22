"""The rows of many tables that belong to one case, read by one statement.

To send a statement costs more than to find the few rows of a case, so one for each table would take
most of the time of a change.
"""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import (
    Column,
    CompoundSelect,
    Date,
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

# Columns of one type share slots: a union needs the same columns of every table.
_TYPES: tuple[TypeEngine[Any], ...] = (Date(), Integer(), String(), LargeBinary())
_NOT_READ = ("case_id",)


class CaseRows:
    """Reads all rows of a case from these tables, all of which have an `id` and a `case_id`."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = tuple(tables)
        self._columns = [_by_type(table) for table in self._tables]
        self._widths = [max(len(own[n]) for own in self._columns) for n in range(len(_TYPES))]
        self._names = [self._slots(own) for own in self._columns]
        self._query = self._union()

    def read(self, session: Session, case_id: int) -> dict[str, list[Any]]:
        """The rows by the name of their table, in the order in which they were stored."""
        found: dict[str, list[Any]] = {table.name: [] for table in self._tables}
        for found_row in session.execute(self._query, {"case": case_id}):
            number, values = found_row[0], found_row[1:]
            row = SimpleNamespace(**{name: values[at] for at, name in self._names[number]})
            found[self._tables[number].name].append(row)
        for rows in found.values():
            rows.sort(key=lambda row: row.id)
        return found

    def _slots(self, own: Sequence[Sequence[Column[Any]]]) -> list[tuple[int, str]]:
        """Where in a row of the union each column of a table stands."""
        starts = [sum(self._widths[:n]) for n in range(len(_TYPES))]
        return [
            (start + n, column.name)
            for start, columns in zip(starts, own, strict=True)
            for n, column in enumerate(columns)
        ]

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


def _by_type(table: Table) -> list[list[Column[Any]]]:
    read = [column for column in table.c if column.name not in _NOT_READ]
    own = [[column for column in read if isinstance(column.type, type(kind))] for kind in _TYPES]
    if sum(map(len, own)) != len(read):
        raise TypeError(f"{table.name} has a column of a type that a union cannot carry")
    return own
