"""What is in the published report, in its order; every kind of document is written from this."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handlers.publishing.comparisons import compared
from handlers.publishing.names import column_name, figure_name, in_print, order_name, short_column
from handlers.publishing.notes import Note, notes_on
from handlers.publishing.sheets import Drawing, Sheet
from handlers.publishing.texts import plain
from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.statistics.appendices import Appendix
from mappa.statistics.layouts import (
    BREACHES,
    ORDERS,
    RATE,
    RETURNED_LICENCE,
    RETURNED_SHPO,
    RETURNED_SOPO,
    REVOKED,
    SHARE,
    SRO_BREACHES,
)
from mappa.statistics.reports import Report
from mappa.statistics.rules import COUNTING

PRACTICE = "Practice data: everybody in them is invented."
NONE_RECORDED = "n/a: nothing is on record for this figure, which is not the same as zero."
ABOUT = frozenset(
    {"area", "year", "snapshot_on", "year_from", "year_to", "columns", "counting", "warnings"}
)


@dataclass(frozen=True, slots=True)
class Contents:
    """A report ready to be written; `made_on` is the last day of its year, not today."""

    title: str
    area: str
    year: str
    made_on: date
    lines: tuple[str, ...]  # what is said at the top
    counting: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...]
    warnings: tuple[str, ...]


def contents_of(report: Report, practice: bool = False) -> Contents:
    """The report with the year before, where it has one."""
    figures = report.as_json_object()
    before = report.previous.as_json_object() if report.previous else None
    made = make_contents(figures, before, report.population, practice)
    made = replace(made, sheets=(*made.sheets, *map(_of_appendix, report.appendices)))
    if not report.category_4:
        made = replace(made, lines=(*made.lines, "Category 4 is not shown."))
    if report.frozen and _without_warnings(report.frozen.figures) == _without_warnings(figures):
        approved = f"These figures were approved on {uk_date(london_day(report.frozen.frozen_at))}."
        return replace(made, lines=(*made.lines, approved))
    return made


def _of_appendix(table: Appendix) -> Sheet:
    name, caption = _sheet_name(table.name), plain(f"Appendix: {table.title}")
    return Sheet(name, caption, table.columns, table.rows, table.notes, _drawing_of(table))


def _drawing_of(table: Appendix) -> Drawing | None:
    """Bars of one column; a row with nothing in it has none."""
    if not table.drawn:
        return None
    at = table.columns.index(table.drawn) - 1
    drawn = {label: numbers[at] for label, numbers in table.rows[:-1]}
    bars = {label: number for label, number in drawn.items() if number is not None}
    if not bars:
        return None
    title = plain(f"{table.title}, {table.drawn.lower()}")
    return Drawing(title, tuple(bars), {table.drawn: list(bars.values())})


def _without_warnings(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in figures.items() if name != "warnings"}


def make_contents(
    figures: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    population: int | None = None,
    practice: bool = False,
) -> Contents:
    """From the figures as they are printed and kept: those of a return that was approved, too."""
    area, year = plain(str(figures["area"])), plain(str(figures["year"]))
    on = date.fromisoformat(figures["snapshot_on"])
    sheets = [*_sheets(figures, population), *_others(figures)]
    if before:
        sheets.append(compared(figures, before))
    return Contents(
        title=f"MAPPA in {area}: statistics for {year}",
        area=area,
        year=year,
        made_on=on,
        lines=tuple(_lines(figures, on, practice)),
        counting=_rule(figures),
        sheets=tuple(sheets),
        notes=tuple(notes_on(figures)),
        warnings=tuple(map(plain, figures.get("warnings", ()))),
    )


def _lines(figures: Mapping[str, Any], on: date, practice: bool) -> Iterator[str]:
    first, last = (date.fromisoformat(figures[name]) for name in ("year_from", "year_to"))
    if practice:
        yield PRACTICE
    yield (
        f"The first table is the picture on {uk_date(on)} of everybody in the community. All "
        f"other figures are of the year from {uk_date(first)} to {uk_date(last)}."
    )
    if figures.get(SHARE) is not None:
        yield f"{figures[SHARE]}% of people were managed at Level 1, by ordinary agency management."


def _rule(figures: Mapping[str, Any]) -> str:
    counting = str(figures["counting"])
    return f"Counting rule: {COUNTING.get(counting, plain(counting))}."


def _sheets(figures: Mapping[str, Any], population: int | None) -> Iterator[Sheet]:
    on = date.fromisoformat(figures["snapshot_on"])
    levels = f"MAPPA-eligible offenders on {uk_date(on)}"
    yield _of_levels("snapshot", "Snapshot", levels, figures, chart=True)
    yearly = "MAPPA-eligible offenders at Levels 2 and 3 in the year"
    yield _of_levels("yearly", "Levels 2 and 3", yearly, figures, (_rule(figures),), chart=True)
    if BREACHES in figures:
        yield _of_figures("Breach of notification", figure_name(BREACHES), figures, [BREACHES])
    if ORDERS in figures:
        yield _of_orders(figures[ORDERS])
    for key, sheet, why in (
        (RETURNED_LICENCE, "Returned, licence", "licence"),
        (RETURNED_SOPO, "Returned, SOPO", "a SOPO"),
        (RETURNED_SHPO, "Returned, SHPO", "an SHPO"),
    ):
        if key in figures:
            caption = f"Level 2 and 3 offenders returned to custody for breach of {why}"
            yield _of_levels(key, sheet, caption, figures)
    if RATE in figures:
        of = [f"Population aged 10 and over: {population:,}."] if population else []
        yield _of_figures("Rate", figure_name(RATE), figures, [RATE], of)
    if later := [key for key in (REVOKED, SRO_BREACHES) if key in figures]:
        yield _of_figures("Notification", "Notification requirements in the year", figures, later)


def _others(figures: Mapping[str, Any]) -> Iterator[Sheet]:
    """Whatever else the report has: no figure of it is left out."""
    printed = {BREACHES, ORDERS, RETURNED_LICENCE, RETURNED_SOPO, RETURNED_SHPO, RATE, REVOKED}
    known = ABOUT | printed | {SRO_BREACHES, "snapshot", "yearly"}
    left = {key: value for key, value in figures.items() if key not in known}
    for key, value in left.items():
        if isinstance(value, Mapping) and all(map(_is_figure, value.values())):
            yield _of_figures(in_print(key), in_print(key), value, value)
        elif isinstance(value, Mapping):
            yield _of_levels(key, in_print(key), in_print(key), figures)
    if keys := [key for key, value in left.items() if _is_figure(value)]:
        yield _of_figures("Further figures", "Further figures of the year", figures, keys)


def _is_figure(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _of_levels(
    key: str,
    name: str,
    caption: str,
    figures: Mapping[str, Any],
    notes: Sequence[str] = (),
    chart: bool = False,
) -> Sheet:
    """A table of levels by category."""
    columns, rows = list(figures["columns"]), figures[key]
    drawing = None
    if chart:
        levels = {row: values for row, values in rows.items() if row != "total"}
        series = {
            short_column(column): [values[at] for values in levels.values()]
            for at, column in enumerate(columns)
            if column != "total"
        }
        drawing = Drawing(f"{caption}, by level and category", tuple(map(in_print, levels)), series)
    return Sheet(
        name=_sheet_name(name),
        caption=plain(caption),
        columns=("Level", *map(plain, map(column_name, columns))),
        rows=tuple((plain(in_print(row)), tuple(values)) for row, values in rows.items()),
        notes=tuple(notes),
        drawing=drawing,
    )


def _of_orders(orders: Mapping[str, int]) -> Sheet:
    named = [(plain(order_name(kind)), (count,)) for kind, count in orders.items()]
    caption = "Restrictive orders imposed by courts on Category 1 offenders in the year"
    return Sheet("Orders", caption, ("Order", "Imposed"), tuple(named))


def _of_figures(
    name: str,
    caption: str,
    figures: Mapping[str, Any],
    keys: Iterable[str],
    notes: Iterable[str] = (),
) -> Sheet:
    rows = [(plain(figure_name(key)), (figures[key],)) for key in keys]
    missing = [NONE_RECORDED] if any(figures[key] is None for key in keys) else []
    said = (*notes, *missing)
    return Sheet(_sheet_name(name), plain(caption), ("Figure", "Number"), tuple(rows), said)


def _sheet_name(text: str) -> str:
    """Spreadsheets take 31 characters, and some of them never."""
    return "".join(char for char in plain(text) if char not in "[]:*?/\\'")[:31] or "Figures"
