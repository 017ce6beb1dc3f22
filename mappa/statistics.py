"""The tables of the annual report, counted from dicts of zeros."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Protocol

from mappa.cases import Spell
from mappa.days import uk_date

COUNTING: Mapping[str, str] = {
    "first": "each person once, under the first level held in the year",
    "highest": "each person once, under the highest level held in the year",
    "each": "each person once under every level held; the total is people",
}
LEVEL_NAMES = {1: "level_1", 2: "level_2", 3: "level_3", 0: "level_to_be_confirmed"}
Table = dict[str, list[int]]
Place = tuple[int, int]  # level, category


class Counted(Protocol):
    """People of one level and category; only those in the community are in the picture."""

    @property
    def level(self) -> int: ...
    @property
    def category(self) -> int: ...
    @property
    def community(self) -> int: ...


class Year(Protocol):
    """A MAPPA year: its first and its last day."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Report:
    """One area's year."""

    area: str
    year: Year
    columns: tuple[str, ...]
    snapshot: Mapping[str, Sequence[int]]
    yearly: Mapping[str, Sequence[int]]
    counting: str
    warnings: tuple[str, ...]

    def as_json_object(self) -> dict[str, Any]:
        """The keys under which the published figures are kept, and how they were counted."""
        return {
            "area": self.area,
            "year": str(self.year),
            "snapshot_on": self.year.ends_on.isoformat(),
            "year_from": self.year.starts_on.isoformat(),
            "year_to": self.year.ends_on.isoformat(),
            "columns": list(self.columns),
            "snapshot": {name: list(row) for name, row in self.snapshot.items()},
            "yearly": {name: list(row) for name, row in self.yearly.items()},
            "counting": self.counting,
            "warnings": list(self.warnings),
        }


def make_report(
    area: str,
    year: Year,
    cells: Iterable[Counted],
    spells: Iterable[tuple[int, Spell]],
    counting: str,
) -> Report:
    """The year's tables. `spells` are those at Level 2 or 3 within it, by person and by day."""
    cells = [cell for cell in cells if cell.community]
    people = _by_person(spells)
    seen = {cell.category for cell in cells} | {s.category for held in people for s in held}
    categories = (1, 2, 3, 4) if 4 in seen else (1, 2, 3)
    snapshot = snapshot_table(cells, categories)
    yearly = yearly_table(people, year.starts_on, counting, categories)
    columns = (*(f"category_{n}" for n in categories), "total")
    warnings = tuple(_warnings(snapshot, yearly, columns))
    return Report(area, year, columns, snapshot, yearly, counting, warnings)


def snapshot_table(cells: Iterable[Counted], categories: Sequence[int]) -> Table:
    """People in the community on the day; "to be confirmed" is a row only if somebody is in it."""
    counts: dict[Place, int] = {}
    for cell in cells:
        place = cell.level, cell.category
        counts[place] = counts.get(place, 0) + cell.community
    levels = [1, 2, 3] + [0] * any(level == 0 for level, _ in counts)
    rows = {LEVEL_NAMES[level]: [counts.get((level, n), 0) for n in categories] for level in levels}
    return _with_totals(rows)


def yearly_table(
    people: Iterable[Sequence[Spell]], year_from: date, counting: str, categories: Sequence[int]
) -> Table:
    """People at Level 2 or 3 at any time in the year, by the counting rule."""
    counts: dict[Place, int] = {}
    column_of: dict[int, int] = dict.fromkeys(categories, 0)
    for spells in people:
        places = _places(spells, counting)
        for place in places:
            counts[place] = counts.get(place, 0) + 1
        column_of[_places(spells, "first" if counting == "first" else "highest")[0][1]] += 1
    rows = {LEVEL_NAMES[level]: [counts.get((level, n), 0) for n in categories] for level in (2, 3)}
    table = _with_totals(rows)
    if counting == "each":  # somebody at both levels is one person in the total
        table["total"] = [*column_of.values(), sum(column_of.values())]
    return table


def _places(spells: Sequence[Spell], counting: str) -> list[Place]:
    """Where a person is counted; `spells` at Levels 2 and 3 in the year, in order of days."""
    if counting == "first":
        return [(spells[0].level, spells[0].category)]
    last_at = {spell.level: spell.category for spell in spells}
    if counting == "highest":
        level = max(last_at)
        return [(level, last_at[level])]
    return list(last_at.items())


def _by_person(spells: Iterable[tuple[int, Spell]]) -> list[list[Spell]]:
    ordered = sorted(spells, key=lambda item: (item[0], item[1].started_on))
    return [[spell for _, spell in held] for _, held in groupby(ordered, key=lambda item: item[0])]


def _with_totals(rows: Table) -> Table:
    table = {name: [*row, sum(row)] for name, row in rows.items()}
    table["total"] = [sum(column) for column in zip(*table.values(), strict=True)]
    return table


def _warnings(snapshot: Table, yearly: Table, columns: Sequence[str]) -> Iterable[str]:
    """A count over the year can never be below the picture of its last day."""
    for row in ("level_2", "level_3"):
        for column, on_day, in_year in zip(columns, snapshot[row], yearly[row], strict=True):
            if column != "total" and on_day > in_year:
                yield (
                    f"{_words(row)}, {_words(column)}: {on_day} on the last day but {in_year} in "
                    "the year; the counting rule places somebody under another level"
                )


def report_text(report: Report) -> str:
    """The tables as plain text, with the rule by which they were counted."""
    lines = [
        f"{report.area}, {report.year}",
        "",
        f"In the community on {uk_date(report.year.ends_on)}",
        *_text_table(report.columns, report.snapshot),
        "",
        f"Levels 2 and 3 in the year ({COUNTING[report.counting]})",
        *_text_table(report.columns, report.yearly),
    ]
    return "\n".join([*lines, *(f"Note: {warning}." for warning in report.warnings)])


def _text_table(columns: Sequence[str], table: Mapping[str, Sequence[int]]) -> list[str]:
    width = max(len(_words(name)) for name in table)
    head = " " * width + "".join(f"{_words(column):>12}" for column in columns)
    rows = [
        f"{_words(name):<{width}}" + "".join(f"{figure:>12,}" for figure in row)
        for name, row in table.items()
    ]
    return [head, *rows]


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
