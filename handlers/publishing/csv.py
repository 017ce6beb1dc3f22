"""The report as CSV: one line for each figure, with the table, row and column that it stands in."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

from handlers.publishing.contents import Contents, contents_of
from handlers.publishing.sheets import Value
from mappa.spreadsheets import inert
from mappa.statistics.reports import Report

COLUMNS = ("table", "row", "column", "value")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # by which spreadsheets know UTF-8


def report_csv(report: Report, *, practice: bool = False) -> bytes:
    """Tidy, for whoever counts on with it; what is not recorded is empty, and zero is 0."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in _lines(contents_of(replace(report, appendices=()), practice)):
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in line])
    return BYTE_ORDER_MARK + out.getvalue().encode()


def _lines(contents: Contents) -> Iterator[tuple[str, str, str, Value | str]]:
    for name, text in (("Area", contents.area), ("Year", contents.year)):
        yield "Report", name, "", text
    for text in contents.lines:
        yield "Report", "Note", "", text
    for sheet in contents.sheets:
        for label, values in sheet.rows:
            for column, value in zip(sheet.columns[1:], values, strict=True):
                yield sheet.name, label, column, value
        for note in sheet.notes:
            yield sheet.name, "Note", "", note
    for warning in contents.warnings:
        yield "Warnings", "Warning", "", warning
