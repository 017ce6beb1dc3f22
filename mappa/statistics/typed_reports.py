"""A report read cell by cell: what is no figure is found and left out, the rest can be checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mappa.cases import ORDER_KINDS
from mappa.choices import harmless
from mappa.errors import RuleBroken
from mappa.statistics.findings import Finding, cell_name
from mappa.statistics.layouts import (
    BREACHES,
    ORDERS,
    RATE,
    RETURNED_LICENCE,
    RETURNED_SHPO,
    RETURNED_SOPO,
    REVOKED,
    SFOS,
    SHARE,
    SRO_BREACHES,
)
from mappa.statistics.rules import COUNTING
from mappa.statistics.tables import TOTAL, category_name, in_words
from mappa.years import MappaYear, read_year

TABLES: Mapping[str, tuple[str, ...]] = {
    "snapshot": ("level_1", "level_2", "level_3", TOTAL),
    "yearly": ("level_2", "level_3", TOTAL),
    RETURNED_LICENCE: ("level_2", "level_3", TOTAL),
    RETURNED_SOPO: ("level_2", "level_3", TOTAL),
    RETURNED_SHPO: ("level_2", "level_3", TOTAL),
}
MAY_HAVE = {"snapshot": frozenset({"level_to_be_confirmed"})}
COUNTS = (BREACHES, SFOS, REVOKED, SRO_BREACHES)
MAY_BE_UNKNOWN = (RATE, SHARE)
POPULATION = "population"  # aged 10 and over; not printed, but the rate can be checked with it
CATEGORIES = tuple(category_name(n) for n in (1, 2, 3, 4))
USUAL_COLUMNS = (*CATEGORIES[:3], TOTAL)
MOST = 1_000_000_000
ZEROS = frozenset({"-", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}"})
Row = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class TypedReport:
    """The figures of a report, None where a cell holds none; `findings` says what those hold."""

    year: MappaYear | None
    counting: str
    columns: tuple[str, ...]
    days: Mapping[str, object]
    tables: Mapping[str, Mapping[str, Row]]
    orders: Mapping[str, int | None]
    numbers: Mapping[str, int | None]
    findings: list[Finding] = field(default_factory=list)

    def cell(self, table: str, row: str, column: str) -> int | None:
        """A figure; None where there is none."""
        found = self.tables.get(table, {}).get(row)
        return found[self.columns.index(column)] if found and column in self.columns else None

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name != TOTAL)


def read_typed_report(typed: Mapping[str, Any]) -> TypedReport:
    """Every figure of a report; never raises, whatever stands in it."""
    found: list[Finding] = []
    columns = _columns(typed, found)
    return TypedReport(
        year=_year(typed, found),
        counting=_counting(typed, found),
        columns=columns,
        days={name: typed.get(name) for name in ("snapshot_on", "year_from", "year_to")},
        tables={
            name: _table(typed[name], name, columns, found) for name in TABLES if name in typed
        },
        orders=_orders(typed.get(ORDERS, {}), found),
        numbers=_numbers(typed, found),
        findings=found + list(_missing(typed)),
    )


def order_cell(kind: str) -> str:
    """Where the number of orders of a kind stands; what is no kind is shown back harmlessly."""
    return cell_name(ORDERS, kind if kind in ORDER_KINDS else harmless(kind))


def _missing(typed: Mapping[str, Any]) -> Iterator[Finding]:
    for name in ("snapshot", "yearly", RETURNED_LICENCE):
        if name not in typed:
            yield Finding("missing", cell_name(name), "the table is missing")
    if RETURNED_SOPO not in typed and RETURNED_SHPO not in typed:
        yield Finding("missing", cell_name(RETURNED_SOPO), "the table is missing")


def _columns(typed: Mapping[str, Any], found: list[Finding]) -> tuple[str, ...]:
    columns = typed.get("columns")
    if isinstance(columns, list) and all(isinstance(name, str) for name in columns):
        known = set(columns) <= {*CATEGORIES, TOTAL} and {*USUAL_COLUMNS} <= set(columns)
        if known and len(set(columns)) == len(columns):
            return tuple(columns)
    right = ", ".join(USUAL_COLUMNS)
    found.append(Finding("columns", "columns", f"these should be {right}, or category_4 also"))
    return USUAL_COLUMNS


def _year(typed: Mapping[str, Any], found: list[Finding]) -> MappaYear | None:
    try:
        return read_year(str(typed.get("year", "")))
    except RuleBroken as problem:
        found.append(Finding("period", "year", problem.message))
        return None


def _counting(typed: Mapping[str, Any], found: list[Finding]) -> str:
    counting = typed.get("counting", "")
    if isinstance(counting, str) and (not counting or counting in COUNTING):
        return counting
    message = f"{harmless(str(counting))} is not one of {', '.join(COUNTING)}"
    found.append(Finding("counting", "counting", message))
    return ""


def _table(
    typed: object, name: str, columns: tuple[str, ...], found: list[Finding]
) -> dict[str, Row]:
    if not isinstance(typed, dict):
        found.append(Finding("shape", cell_name(name), "this is not a table of rows"))
        return {}
    rows = {}
    for row, cells in typed.items():
        if row not in TABLES[name] and row not in MAY_HAVE.get(name, ()):
            listed = ", ".join(TABLES[name])
            message = f"{harmless(row)} is no row of this table, which has {listed}"
            found.append(Finding("shape", cell_name(name), message))
        elif not isinstance(cells, list) or len(cells) != len(columns):
            message = f"this should be {len(columns)} figures: {', '.join(columns)}"
            found.append(Finding("shape", cell_name(name, row), message))
        else:
            places = [cell_name(name, row, column) for column in columns]
            rows[row] = tuple(_figures(zip(places, cells, strict=True), found))
    for row in TABLES[name]:
        if row not in typed:
            message = f"{in_words(row)} is missing"
            found.append(Finding("missing", cell_name(name, row), message))
    return rows


def _orders(typed: object, found: list[Finding]) -> dict[str, int | None]:
    if not isinstance(typed, dict):
        found.append(Finding("shape", cell_name(ORDERS), "these are not numbers by kind of order"))
        return {}
    cells = [(order_cell(kind), number) for kind, number in typed.items()]
    return dict(zip(typed, _figures(cells, found), strict=True))


def _numbers(typed: Mapping[str, Any], found: list[Finding]) -> dict[str, int | None]:
    given = [name for name in (*COUNTS, *MAY_BE_UNKNOWN, POPULATION) if name in typed]
    given = [n for n in given if n in COUNTS or typed[n] is not None]
    cells = [(cell_name(name), typed[name]) for name in given]
    return dict(zip(given, _figures(cells, found), strict=True))


def _figures(cells: Iterable[tuple[str, object]], found: list[Finding]) -> Iterator[int | None]:
    for cell, typed in cells:
        figure = _figure(typed)
        if isinstance(figure, int) and figure < 0:
            found.append(Finding("negative", cell, f"{figure:,} is less than nothing"))
        elif isinstance(figure, str):
            found.append(Finding("blank" if figure == _BLANK else "number", cell, figure))
        yield figure if isinstance(figure, int) else None


_BLANK = "this is blank, which is not zero; write a number, or - for zero"


def _figure(typed: object) -> int | str:
    """The figure in a cell, or what is wrong with what stands there."""
    if isinstance(typed, float) and typed.is_integer():
        typed = int(typed)
    if isinstance(typed, int) and not isinstance(typed, bool):
        return typed if abs(typed) <= MOST else "this is too large to be a number of people"
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return _BLANK
    if isinstance(typed, str):
        if typed.strip() in ZEROS:
            return 0
        return f"{harmless(typed)} is text; write it as a number without quotes"
    if isinstance(typed, float):
        return "this is not a whole number"
    return "this is not a number"
