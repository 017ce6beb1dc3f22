"""Papers of a meeting as a Word document: marked on every page, with tables that have headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from handlers.publishing.archives import timeless
from handlers.publishing.contents import PRACTICE
from handlers.publishing.docx import HIGH, WIDE, repeat_on_every_page, set_up
from handlers.publishing.texts import plain

SMALL = 9  # points: of what stands in tables


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` of the columns in millimetres."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it."""

    heading: str
    lines: Sequence[str] = ()
    items: Sequence[str] = ()  # numbered
    table: Table | None = None
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document; `marking` stands at the head of every page and `handling` at its foot."""

    title: str
    made_on: date
    marking: str
    handling: str
    lines: Sequence[str]
    parts: Sequence[Part]
    lies: bool = False  # on its long side


def paper_docx(paper: Paper, *, practice: bool = False) -> bytes:
    """A document on A4; the same paper gives the same bytes."""
    from docx import Document

    document = Document()
    set_up(document, plain(paper.title), paper.made_on)
    _set_page(document, paper)
    document.add_heading(plain(paper.title), 1)
    for line in [PRACTICE] if practice else []:
        document.add_paragraph(line)
    for line in paper.lines:
        document.add_paragraph(plain(line))
    for part in paper.parts:
        _add_part(document, part)
    out = BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _set_page(document: Any, paper: Paper) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    if paper.lies:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(HIGH), Mm(WIDE)
    for place, text in ((section.header, paper.marking), (section.footer, paper.handling)):
        paragraph = place.paragraphs[0]
        paragraph.text = text
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_part(document: Any, part: Part) -> None:
    if part.new_page:
        document.add_page_break()
    if part.heading:
        document.add_heading(plain(part.heading), 2)
    for line in part.lines:
        document.add_paragraph(plain(line))
    # Numbered in words: a list of Word's would go on counting from one part to the next.
    for number, item in enumerate(part.items, start=1):
        document.add_paragraph(f"{number}. {plain(item)}")
    if part.table:
        _add_table(document, part.table)


def _add_table(document: Any, table: Table) -> None:
    from docx.shared import Mm

    made = document.add_table(rows=0, cols=len(table.headings), style="Table Grid")
    made.autofit = False
    _add_row(made, table.headings, bold=True)
    repeat_on_every_page(made.rows[0])
    for row in table.rows:
        _add_row(made, row, bold=False)
    for column, wide in zip(made.columns, table.widths, strict=True):
        column.width = Mm(wide)
        for cell in column.cells:
            cell.width = Mm(wide)


def _add_row(table: Any, texts: Sequence[str], *, bold: bool) -> None:
    from docx.shared import Pt

    for cell, text in zip(table.add_row().cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(plain(text))
        run.bold = bold
        run.font.size = Pt(SMALL)
