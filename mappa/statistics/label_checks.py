"""Checks of what stands around the figures: the days of the year, and names by date."""

from collections.abc import Iterator

from mappa.choices import harmless
from mappa.days import uk_date
from mappa.statistics.findings import Finding, cell_name
from mappa.statistics.layouts import (
    BOTH_ORDERS,
    CHANGE_OF_ORDERS,
    FIRST_CATEGORY_4,
    NEW_ORDERS,
    OLD_ORDERS,
    RETURNED_SHPO,
    RETURNED_SOPO,
    REVOKED,
    SRO_BREACHES,
    has_new_orders,
)
from mappa.statistics.typed_reports import TypedReport, order_cell
from mappa.years import MappaYear


def check_period(report: TypedReport) -> Iterator[Finding]:
    """The picture is of the last day of the year, and all else is of that year."""
    if report.year is None:
        return
    first, last = report.year.starts_on, report.year.ends_on
    for name, right in (("snapshot_on", last), ("year_from", first), ("year_to", last)):
        stands = report.days[name]
        if stands != right.isoformat():
            says = f"{harmless(str(stands))} stands here" if stands is not None else "it is missing"
            message = f"{says}, but {report.year} runs from {uk_date(first)} to {uk_date(last)}"
            yield Finding("period", cell_name(name), message)


def check_labels(report: TypedReport) -> Iterator[Finding]:
    """Orders, tables and columns are named as they were in that year."""
    for kind in report.orders:
        if kind not in BOTH_ORDERS:
            message = f"this is not an order of the table, which has {', '.join(BOTH_ORDERS)}"
            yield Finding("labels", order_cell(kind), message)
    if report.year is None:
        return
    for cell, message in _out_of_their_time(report, report.year):
        yield Finding("labels", cell, message)


def _out_of_their_time(report: TypedReport, year: MappaYear) -> Iterator[tuple[str, str]]:
    wrong = set(BOTH_ORDERS) - set(NEW_ORDERS if has_new_orders(year) else OLD_ORDERS)
    instead = "SHPO" if has_new_orders(year) else "SOPO"
    if year != CHANGE_OF_ORDERS:
        for kind in report.orders:
            if kind in wrong:
                yield order_cell(kind), f"{year} has {instead}, and not {kind}"
        table = RETURNED_SOPO if has_new_orders(year) else RETURNED_SHPO
        if table in report.tables:
            yield cell_name(table), f"{year} has breaches of {instead}"
    if "category_4" in report.columns and year < FIRST_CATEGORY_4:
        yield "category 4", f"{year} has no Category 4, which is there since 2022"
    for name in (REVOKED, SRO_BREACHES):
        if name in report.numbers and not has_new_orders(year):
            yield cell_name(name), f"the report of {year} has no such line"
