"""The year beside the year before."""

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.publishing.names import figure_name, in_print, order_name
from handlers.publishing.sheets import Drawing, Sheet, Value
from handlers.publishing.texts import plain
from mappa.statistics.layouts import ORDERS

TABLES: Mapping[str, str] = {
    "snapshot": "on the last day",
    "yearly": "in the year",
    "returned_to_custody_breach_of_licence": "returned, breach of licence",
    "returned_to_custody_breach_of_sopo": "returned, breach of a SOPO",
    "returned_to_custody_breach_of_shpo": "returned, breach of an SHPO",
}
NOT_OF_BOTH = "A figure that only one of the years has is n/a in the other, and has no change."


def compared(now: Mapping[str, Any], before: Mapping[str, Any]) -> Sheet:
    """Totals, orders and single figures of both years, and by how much they changed."""
    this, last = dict(_lines(now, before)), dict(_lines(before, now))
    labels = list(dict.fromkeys([*this, *last]))
    rows = tuple((name, _row(last.get(name), this.get(name))) for name in labels)
    years = plain(str(before["year"])), plain(str(now["year"]))
    missing = any(name not in this or name not in last for name in labels)
    return Sheet(
        name="Year on year",
        caption=f"{years[1]} compared with {years[0]}",
        columns=("Figure", years[0], years[1], "Change"),
        rows=rows,
        notes=(*_rules(now, before), *([NOT_OF_BOTH] if missing else [])),
        drawing=_drawing(now, before, years),
    )


def _row(before: Value, now: Value) -> tuple[Value, ...]:
    change = None if before is None or now is None else now - before
    return before, now, change


def _line(key: str, row: str) -> str:
    return plain(f"{in_print(row)}, {TABLES[key]}")


def _lines(figures: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """Of one year; a level that only the other year has a row for is one that nobody was at."""
    for key in TABLES:
        table = figures.get(key) or {}
        for row in dict.fromkeys([*table, *(other.get(key) or {})]) if table else ():
            yield _line(key, row), table[row][-1] if row in table else 0
    for kind, count in (figures.get(ORDERS) or {}).items():
        yield plain(order_name(kind)), count
    for key, value in figures.items():
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            yield plain(figure_name(key)), value


def _rules(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    if now["counting"] == before["counting"]:
        return []
    return ["The two years were counted by different rules: the figures in the year do not match."]


def _drawing(
    now: Mapping[str, Any], before: Mapping[str, Any], years: tuple[str, str]
) -> Drawing | None:
    """Levels 2 and 3 in both years: beside Level 1 nobody would see them."""
    rows = [row for row in now["yearly"] if row != "total" and row in before["yearly"]]
    if not rows:
        return None
    series = {
        year: [figures["yearly"][row][-1] for row in rows]
        for year, figures in zip(years, (before, now), strict=True)
    }
    title = f"People at Levels 2 and 3 in {years[0]} and in {years[1]}"
    return Drawing(title, tuple(_line("yearly", row) for row in rows), series)
