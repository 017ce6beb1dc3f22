"""A return as it was approved, and what differs from it now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.statistics.findings import cell_name
from mappa.statistics.layouts import ORDERS, RATE
from mappa.statistics.tables import TOTAL
from mappa.years import MappaYear

_NO_FIGURES = frozenset(
    {"area", "year", "snapshot_on", "year_from", "year_to", "columns", "counting", "warnings"}
)
_OF_CATEGORY_1 = frozenset({ORDERS, RATE})


@dataclass(frozen=True, slots=True)
class FrozenReturn:
    """A report as it was approved: its figures as they are printed, who approved it and when.

    `fingerprint` changes with any row that it was counted from. `population`: the one that was
    given with the report, if it was not the one on record.
    """

    year: MappaYear
    counting: str
    figures: Mapping[str, Any]
    fingerprint: str
    approved_by: str
    frozen_at: datetime
    category_4: bool = True
    population: int | None = None

    def __str__(self) -> str:
        day = uk_date(london_day(self.frozen_at))
        return f"The return of {self.year} was approved by {self.approved_by} on {day}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that was approved with one figure and has another now; None: there is none in it."""

    cell: str
    approved: int | None
    now: int | None

    def __str__(self) -> str:
        name = f"{self.cell[:1].upper()}{self.cell[1:]}"
        return f"{name}: {_said(self.approved)} was approved, {_said(self.now)} is counted now"


def differences(
    approved: Mapping[str, Any], now: Mapping[str, Any], *, category_4: bool = True
) -> list[Difference]:
    """Every cell of a report in which what was approved differs from what is counted now.

    Without `category_4` only what cannot tell of Category 4 is compared, because the approved
    figures counted it.
    """
    then, cells = _cells(approved, category_4=category_4), _cells(now, category_4=category_4)
    return [
        Difference(cell, then.get(cell), cells.get(cell))
        for cell in {**then, **cells}
        if then.get(cell) != cells.get(cell)
    ]


def _cells(figures: Mapping[str, Any], *, category_4: bool) -> dict[str, int | None]:
    """Every figure of a report by the name of its cell."""
    found: dict[str, int | None] = {}
    for name, value in figures.items():
        if name in _NO_FIGURES:
            continue
        if not isinstance(value, Mapping):
            cells: Iterator[tuple[str, int | None]] = iter([(cell_name(name), value)])
        elif name == ORDERS:
            cells = ((cell_name(name, kind), number) for kind, number in value.items())
        else:
            cells = _of_table(name, value, figures["columns"], category_4=category_4)
        if category_4 or isinstance(value, Mapping) or name in _OF_CATEGORY_1:
            found |= cells
    return found


def _of_table(
    name: str, rows: Mapping[str, Any], columns: list[str], *, category_4: bool
) -> Iterator[tuple[str, int | None]]:
    for row, row_cells in rows.items():
        for column, figure in zip(columns, row_cells, strict=True):
            if category_4 or column not in ("category_4", TOTAL):
                yield cell_name(name, row, column), figure


def _said(figure: int | None) -> str:
    return "nothing" if figure is None else f"{figure:,}"
