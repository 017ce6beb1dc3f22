"""The report as plain text, as wide as a terminal."""

from collections.abc import Iterator
from textwrap import wrap

from mappa.statistics.appendices import Appendix, written
from mappa.statistics.reports import Report
from mappa.statistics.sections import Cell, Section, sections

WIDTH, LEAST_COLUMN = 100, 10


def report_text(report: Report) -> str:
    """Every section with its table and its note, and then what has to be said beside them."""
    lines = [f"{report.area}, {report.year}"]
    for section in sections(report):
        lines += ["", section.title, *_table(section), *wrap(section.note, WIDTH)]
    if report.frozen is not None:
        lines += ["", f"{report.frozen}."]
    lines += ["", *_said(report)] if report.warnings else []
    for section in map(_as_section, report.appendices):
        title = f"Appendix: {section.title}"
        lines += ["", title, *_table(section), *wrap(section.note, WIDTH)]
    return "\n".join(lines)


def _as_section(table: Appendix) -> Section:
    rows = tuple((label, tuple(map(written, numbers))) for label, numbers in table.rows)
    return Section(table.title, table.columns[1:], rows, " ".join(table.notes))


def _said(report: Report) -> Iterator[str]:
    for warning in report.warnings:
        yield f"Note: {warning}."


def _table(section: Section) -> Iterator[str]:
    """Columns as wide as what stands in them; a heading says no more than its number."""
    heads = [title.partition(":")[0] for title in section.columns]
    rows = [(name, [_shown(cell) for cell in cells]) for name, cells in section.rows]
    first = max((len(name) for name, _ in rows), default=0)
    widths = [
        max(LEAST_COLUMN, len(head), *(len(cells[n]) for _, cells in rows)) + 2
        for n, head in enumerate(heads)
    ]
    for name, cells in [("", heads), *rows]:
        shown = (f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        yield f"{name:<{first}}{''.join(shown)}"


def _shown(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell
