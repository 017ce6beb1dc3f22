"""The values of cells by their text: what is the same is read once, and kept once."""

from datetime import date
from typing import Any

from mappa.errors import RuleBroken
from mappa.workbook.cells import LONGEST_TEXT
from mappa.workbook.gathering import BAD
from mappa.workbook.plans import VALUE, Column
from mappa.workbook.workbooks import BadCell

MOST_VALUES, MOST_TEXTS = 200_000, 10_000
LONGEST_KEPT = 100


class Memo(dict[str, Any]):
    """`memo[text]` is the value of a cell; RuleBroken says what is wrong with it."""

    def __init__(self, column: Column, today: date, read: dict[str, Any]) -> None:
        super().__init__()
        self._kind, self._needed, self._today = column.kind, column.needs == VALUE, today
        self._found = read  # by other columns that are read in the same way
        self._most = MOST_VALUES if column.kind.shared else MOST_TEXTS
        if not self._needed:
            self[""] = column.kind.empty

    def __missing__(self, text: str) -> Any:
        value = self._read(text)
        if len(text) <= LONGEST_KEPT and len(self) < self._most:
            self[text] = value
        return value

    def _read(self, text: str) -> Any:
        if isinstance(text, BadCell):
            raise RuleBroken(text.reason)
        typed = text if self._kind.verbatim else text.strip()
        if not typed:
            if self._needed:
                raise RuleBroken(f"A value is missing. Example: {self._kind.example}")
            return self._kind.empty
        if len(typed) > LONGEST_TEXT:
            raise RuleBroken(
                f"The text has {len(typed):,} characters, at most {LONGEST_TEXT:,} fit. Shorten it."
            )
        found = self._found.get(typed) if self._kind.shared else None
        if found is None:
            found = self._kind.read(typed, self._today)
            if self._kind.shared and len(self._found) < self._most:
                self._found[typed] = found
        return found


class _Absent(Memo):
    """A column that is not there: whatever the cell, the same value."""

    def __missing__(self, text: str) -> Any:
        return BAD if self._column.needs else self._column.kind.empty

    def __init__(self, column: Column) -> None:
        dict.__init__(self)
        self._column = column


class Memos:
    """One for each kind of cell, so that columns of the same kind share their values."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._found: dict[tuple[int, bool], Memo] = {}
        self._read: dict[Any, dict[str, Any]] = {}

    def of(self, column: Column, is_there: bool) -> Memo:
        """The memo of a column."""
        if not is_there:
            return _Absent(column)
        key = id(column.kind), column.needs == VALUE
        if key not in self._found:
            read = self._read.setdefault(column.kind.read, {})
            self._found[key] = Memo(column, self._today, read)
        return self._found[key]
