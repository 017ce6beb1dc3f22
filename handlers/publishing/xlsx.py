"""The report as a workbook: a sheet for each table, numbers as numbers, charts of its own."""

from datetime import datetime, time
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from handlers.publishing.archives import timeless
from handlers.publishing.contents import Contents, contents_of
from handlers.publishing.sheets import NOTHING, Drawing, Sheet
from mappa.statistics.reports import Report

ABOUT, MADE_BY = "About", "MAPPA"
FIRST_ROW = 3  # of a table: above it stand its caption and an empty row
FONT = "Arial"
NARROW, WIDEST, WIDE = 18, 70, 100  # columns, in characters
LINE = 15.0  # the height of one, in points


def report_xlsx(report: Report, *, practice: bool = False) -> bytes:
    """The tables to be counted on with; whatever text begins with, it is no formula."""
    from openpyxl import Workbook

    contents = contents_of(report, practice)
    book = Workbook()
    _add_about(book.active, contents)
    for sheet in contents.sheets:
        _add_sheet(book.create_sheet(sheet.name), sheet)
    drawn = [sheet.drawing for sheet in contents.sheets if sheet.drawing]
    described = {
        f"xl/drawings/drawing{number}.xml": _describing(drawing)
        for number, drawing in enumerate(drawn, start=1)
    }
    return timeless(_saved(book, contents), described)


def _saved(book: Any, contents: Contents) -> bytes:
    """As the library saves it, but without the time of saving."""
    from openpyxl.writer.excel import ExcelWriter

    about, made = book.properties, datetime.combine(contents.made_on, time())
    about.title, about.creator, about.lastModifiedBy = contents.title, MADE_BY, MADE_BY
    about.created = about.modified = made
    out = BytesIO()
    ExcelWriter(book, ZipFile(out, "w", ZIP_DEFLATED)).save()
    return out.getvalue()


def _describing(drawing: Drawing) -> Any:
    """What a chart shows goes beside its name: the library has no way to say it."""
    name = b'name="Chart 1"'
    return lambda part: part.replace(name, name + b" descr=" + quoteattr(drawing.words).encode(), 1)


def _add_about(page: Any, contents: Contents) -> None:
    from openpyxl.styles import Alignment

    page.title = ABOUT
    texts = [contents.title, *contents.lines, contents.counting, *contents.warnings]
    for number, text in enumerate(texts, start=1):
        _write(page.cell(number, 1), text, bold=number == 1)
    row = len(texts) + 2
    for term, text in contents.notes:
        _write(page.cell(row, 1), term, bold=True)
        _write(page.cell(row + 1, 1), text)
        row += 2
    page.column_dimensions["A"].width = WIDE
    for (cell,) in page.iter_rows(min_col=1, max_col=1):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[cell.row].height = _height(cell.value or "", WIDE)
    _fit_to_paper(page)


def _height(text: str, wide: int) -> float:
    """Of a row whose longest text is broken into lines; no program reckons it when it opens."""
    return LINE * (1 + len(text) // (wide - 5))


def _fit_to_paper(page: Any) -> None:
    page.page_setup.paperSize, page.page_setup.orientation = page.PAPERSIZE_A4, "landscape"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0 if page.title == ABOUT else 1


def _add_sheet(page: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    _write(page.cell(1, 1), sheet.caption, bold=True)
    for at, name in enumerate(sheet.columns, start=1):
        _write(page.cell(FIRST_ROW, at), name, bold=True)
        side = "left" if at == 1 else "right"
        page.cell(FIRST_ROW, at).alignment = Alignment(side, "top", wrap_text=True)
        longest = max((len(row[0]) for row in sheet.rows), default=0) if at == 1 else 0
        wide = min(max(longest + 2, NARROW), WIDEST)
        page.column_dimensions[get_column_letter(at)].width = wide
    for number, (label, values) in enumerate(sheet.rows, start=FIRST_ROW + 1):
        _write(page.cell(number, 1), label, bold=label == "Total")
        for at, value in enumerate(values, start=2):
            _write(page.cell(number, at), NOTHING if value is None else value)
            page.cell(number, at).alignment = Alignment(horizontal="right")
    below = FIRST_ROW + len(sheet.rows) + 2
    for number, note in enumerate(sheet.notes, start=below):
        _write(page.cell(number, 1), note)
    page.row_dimensions[FIRST_ROW].height = _height(max(sheet.columns, key=len), NARROW)
    _fit_to_paper(page)
    page.freeze_panes = page.cell(FIRST_ROW + 1, 2)
    if sheet.drawing:
        page.add_chart(_chart(page, sheet, sheet.drawing), f"A{below + len(sheet.notes) + 1}")


def _write(cell: Any, value: str | float, *, bold: bool = False) -> None:
    from openpyxl.styles import Font

    cell.value, cell.font = value, Font(name=FONT, size=11, bold=bold)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    else:
        cell.number_format = "#,##0" if isinstance(value, int) else "#,##0.0"


def _chart(page: Any, sheet: Sheet, drawing: Drawing) -> Any:
    """Drawn by the spreadsheet itself from the cells of the table."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.label import DataLabelList

    labels = [label for label, _ in sheet.rows]
    rows = [labels.index(label) + FIRST_ROW + 1 for label in drawing.labels]
    columns = [at for at, name in enumerate(sheet.columns, 1) if _is_drawn(name, drawing)]
    chart = BarChart()
    chart.type, chart.title = "col", drawing.title
    for column in columns:
        values = Reference(page, column, FIRST_ROW, column, max(rows))
        chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(page, 1, min(rows), 1, max(rows)))
    never = {"showSerName": False, "showCatName": False, "showLegendKey": False}
    chart.dataLabels = DataLabelList(showVal=True, showPercent=False, **never)
    chart.width, chart.height = 24, 11
    return chart


def _is_drawn(column: str, drawing: Drawing) -> bool:
    return column.partition(":")[0] in drawing.series
