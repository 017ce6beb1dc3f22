"""The faults of a workbook: noted where reading is, told all at once."""

from collections.abc import Mapping, Sequence

from mappa.errors import RuleBroken
from mappa.workbook.case_columns import CASES
from mappa.workbook.columns import PLANS
from mappa.workbook.plans import Plan
from mappa.workbook.workbooks import Fault

SHOWN = 60
_ORDER = {name: order for order, name in enumerate(PLANS)}


def shown(text: str) -> str:
    """A cell's text as a fault shows it: short, on one line, without what steers a terminal."""
    kept = _on_one_line(text[: SHOWN * 4])
    return kept if len(kept) <= SHOWN else f"{kept[:SHOWN]}…"


def _on_one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


class Faults:
    """All that is wrong, and where reading is: sheet, row, its cells and which column is where."""

    def __init__(self) -> None:
        self.plan, self.file, self.row = CASES, "", 0
        self.cells: Sequence[str] = ()
        self.places: Mapping[str, int] = {}
        self._files: dict[str, str] = {}
        self._texts: dict[str, str] = {}  # the same mistake in a million rows is kept once
        self._found: list[tuple[int, int, Fault]] = []

    def begin(self, plan: Plan, file: str) -> None:
        """What follows is about this sheet; row 0 is the sheet as a whole."""
        self.plan, self.file, self.row = plan, _on_one_line(file), 0
        self.cells, self.places = (), {}
        self._files[plan.name] = self.file

    def add(self, column: str, value: str, reason: str) -> None:
        """Something is wrong here."""
        keep = self._texts.setdefault
        value = shown(value)
        fault = Fault(self.file, self.row, shown(column), keep(value, value), keep(reason, reason))
        self._found.append((_ORDER[self.plan.name], self.row, fault))

    def add_stray(self, file: str, value: str, reason: str) -> None:
        """Something is wrong with a sheet that has no place in a workbook."""
        self._found.append((-1, 0, Fault(_on_one_line(file), 0, "", shown(value), reason)))

    def add_to_case(self, row: int, column: str, value: str, reason: str) -> None:
        """Something is wrong in a row of `cases` that has been read."""
        self.add_to(CASES.name, row, column, value, reason)

    def add_to(self, sheet: str, row: int, column: str, value: str, reason: str) -> None:
        """Something is wrong in a row of a sheet that has been read."""
        fault = Fault(self._files.get(sheet, ""), row, column, shown(value), reason)
        self._found.append((_ORDER[sheet], row, fault))

    def refuse(self, problem: RuleBroken, column: str) -> None:
        """The row breaks a rule; it is shown at `column`, unless the problem names another."""
        if problem.field is not None and problem.field in self.places:
            column = problem.field
        self.add(column, self.cell(column), problem.message)

    def cell(self, column: str) -> str:
        """What stands in a column of the row, nothing where there is no such column."""
        return self.cells[self.places[column]] if column in self.places else ""

    def __bool__(self) -> bool:
        return bool(self._found)

    def in_order(self) -> list[Fault]:
        """Sheet by sheet, row by row."""
        return [fault for _, _, fault in sorted(self._found, key=lambda found: found[:2])]
