"""The header of a sheet: which column stands where, and what is wrong with it."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from mappa.workbook.faults import Faults
from mappa.workbook.plans import Plan
from mappa.workbook.workbooks import BadCell


def folded(name: str) -> str:
    """Names of sheets and columns go in any case, with spaces or hyphens."""
    return re.sub(r"[\s_-]+", "_", name.strip()).casefold()


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that may be meant, or all that there are."""
    names = list(names)
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else f" Known are {', '.join(names)}."


class Heading:
    """The places of the columns that are there; faults are noted as of row 1."""

    def __init__(self, header: Sequence[str], plan: Plan, faults: Faults) -> None:
        self._plan, self._faults = plan, faults
        while header and not header[-1].strip():
            header = header[:-1]
        self.places: dict[str, int] = {}
        self.width = len(header)
        faults.row = 1
        if not header:
            faults.add(
                "", "", f"The header is missing: the first row names the columns, {self._names}."
            )
        elif not self._has_other_separators(header):
            self._place(header)
        faults.places = self.places

    @property
    def _names(self) -> str:
        return ", ".join(column.name for column in self._plan.columns)

    def _has_other_separators(self, header: Sequence[str]) -> bool:
        """A file whose columns are not separated by commas would be a fault in every row."""
        first = header[0]
        for char, name in ((";", "semicolons"), ("\t", "tabs")):
            if folded(first.partition(char)[0]) in self._names and char in first:
                reason = (
                    f"The columns are separated by {name}. Save the file with commas between them."
                )
                self._faults.add("", first, reason)
                return True
        return False

    def _place(self, header: Sequence[str]) -> None:
        names = [column.name for column in self._plan.columns]
        meant = set()  # what a name that is not known may stand for is not missed as well
        for place, typed in enumerate(header):
            name = folded(typed)
            if isinstance(typed, BadCell):
                self._faults.add(f"column {place + 1}", typed.shown, typed.reason)
            elif not name:
                self._faults.add(f"column {place + 1}", "", "This column has no name.")
            elif name not in names:
                meant.update(get_close_matches(name, names, n=1, cutoff=0.6))
                reason = f"There is no column of this name.{nearest(name, names)}"
                self._faults.add(typed.strip(), typed, reason)
            elif name in self.places:
                self._faults.add(name, typed, "This column is there twice.")
            else:
                self.places[name] = place
        for column in self._plan.columns:
            if column.needs and column.name not in {*self.places, *meant}:
                self._faults.add(column.name, "", "This column is missing.")

    def fitted(self, row: Sequence[str]) -> Sequence[str]:
        """A row as wide as the header; what has no name above it is noted."""
        for place, cell in enumerate(row[self.width :], start=self.width + 1):
            if cell.strip():
                reason = f"There are more cells than names in the header, which has {self.width}."
                self._faults.add(f"column {place}", cell, reason)
                break
        return [*row[: self.width], *[""] * (self.width - len(row))]
