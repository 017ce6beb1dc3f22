"""The report as a Word document: its tables have headings, and its charts are put in words."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from handlers.publishing.archives import timeless
from handlers.publishing.charts import chart_png
from handlers.publishing.contents import contents_of
from handlers.publishing.sheets import Drawing, Sheet, in_figures
from mappa.statistics.reports import Report

FONT, LANGUAGE = "Arial", "en-GB"
WIDE, HIGH, MARGIN, PICTURE = 210, 297, 20, 150  # millimetres, all of these
ON_ONE_PAGE = 10  # rows
TEXT, LEAST_OF_LABEL = 170, 30
LONG_HEADING = 25  # characters: of a category with its name
NARROW, WIDER = 25, 35  # a column of figures: of few, and of categories with their names
MADE_BY = "MAPPA"


def report_docx(report: Report, *, practice: bool = False) -> bytes:
    """A document on A4 to be published as it is."""
    from docx import Document

    contents = contents_of(report, practice)
    document = Document()
    set_up(document, contents.title, contents.made_on)
    document.add_heading(contents.title, 1)
    for line in contents.lines:
        document.add_paragraph(line)
    for sheet in contents.sheets:
        _add_sheet(document, sheet)
    if contents.warnings:
        document.add_heading("Remarks on the figures", 2)
        for warning in contents.warnings:
            document.add_paragraph(f"{warning.rstrip('.')}.", "List Bullet")
    document.add_heading("What the terms mean", 2)
    for term, text in contents.notes:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{term}: ").bold = True
        paragraph.add_run(text)
    out = BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def set_up(document: Any, title: str, made_on: date) -> None:
    """The page, the font, the language, and properties that do not tell when it was made."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDE), Mm(HIGH)
    section.left_margin = section.right_margin = section.top_margin = Mm(MARGIN)
    for name in ("Normal", "Heading 1", "Heading 2", "Caption"):
        style = document.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.keys() if "heme" in key]:  # noqa: SIM118
            del fonts.attrib[theme]
        style.font.color.rgb = RGBColor(0x1D, 0x1C, 0x1D)
    document.styles["Normal"].font.size = Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    about, made = document.core_properties, datetime.combine(made_on, time())
    about.title, about.author, about.last_modified_by = title, MADE_BY, MADE_BY
    about.created = about.modified = made
    about.comments, about.language, about.revision = "", LANGUAGE, 1


def _add_sheet(document: Any, sheet: Sheet) -> None:
    document.add_heading(sheet.caption, 2)
    table = document.add_table(rows=0, cols=len(sheet.columns), style="Table Grid")
    _add_row(table, sheet.columns, bold=True)
    repeat_on_every_page(table.rows[0])
    for label, values in sheet.rows:
        _add_row(table, (label, *map(in_figures, values)), bold=label == "Total")
    _set_widths(table)
    if len(sheet.rows) <= ON_ONE_PAGE:
        _keep_together(table)
    for note in sheet.notes:
        document.add_paragraph().add_run(note).italic = True
    if sheet.drawing:
        _add_picture(document, sheet.drawing)


def _add_row(table: Any, texts: Sequence[str], *, bold: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for at, (cell, text) in enumerate(zip(table.add_row().cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.bold = bold or at == 0
        if at:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _keep_together(table: Any) -> None:
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _set_widths(table: Any) -> None:
    """What the rows are of needs more room than the figures, of which there may be few."""
    from docx.shared import Mm

    others = len(table.columns) - 1
    heading = max((len(cell.text) for cell in table.rows[0].cells[1:]), default=0)
    wanted = WIDER if others > 3 and heading > LONG_HEADING else NARROW
    figure = min(wanted, (TEXT - LEAST_OF_LABEL) // max(others, 1))
    widths = [TEXT - figure * others, *[figure] * others]
    table.autofit = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Mm(wide)
        for cell in column.cells:
            cell.width = Mm(wide)


def repeat_on_every_page(row: Any) -> None:
    """Marks the headings as such, for screen readers too."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add_picture(document: Any, drawing: Drawing) -> None:
    from docx.shared import Mm

    png = chart_png(drawing.title, drawing.labels, drawing.series, drawing.words)
    shape = document.add_picture(BytesIO(png), width=Mm(PICTURE))
    shape._inline.docPr.set("descr", drawing.words)
