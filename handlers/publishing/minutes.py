"""Minutes as a Word document: marked on every page, with the notice on how to handle it."""

import unicodedata
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from handlers.publishing.archives import timeless
from handlers.publishing.docx import TEXT, set_up
from mappa.meetings.agendas import HANDLING, MARKING
from mappa.meetings.documents import DRAFT, MinutesPaper

PRACTICE = "Practice: invented people only."
ACTIONS = ("Action", "Who", "What", "By when", "Why")
WIDTHS = (25, 35, 55, 25, 30)  # millimetres
LABEL = 60


def minutes_docx(paper: MinutesPaper) -> bytes:
    """A document on A4; the same minutes give the same bytes."""
    from docx import Document

    document = Document()
    _set_up(document, paper)
    document.add_heading(_fit(paper.title), 1)
    for line in [HANDLING, *([DRAFT] if paper.draft else []), *_practice(paper)]:
        document.add_paragraph().add_run(line).bold = True
    _add_table(document, paper.facts, (LABEL, TEXT - LABEL))
    document.add_heading("Attendance", 2)
    if paper.attendance:
        _add_table(document, paper.attendance, (LABEL, TEXT - LABEL))
    else:
        document.add_paragraph("None recorded.")
    _add_parts(document, paper.parts)
    document.add_heading("Actions", 2)
    if paper.actions:
        _add_table(document, [ACTIONS, *paper.actions], WIDTHS, head=True)
    else:
        document.add_paragraph("None recorded.")
    _add_parts(document, paper.decisions)
    out = BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _practice(paper: MinutesPaper) -> list[str]:
    return [PRACTICE] if paper.practice else []


def _set_up(document: Any, paper: MinutesPaper) -> None:
    """As every document, with its marking above and below on each page."""
    set_up(document, _fit(paper.title), paper.made_on)
    for place in (document.sections[0].header, document.sections[0].footer):
        place.is_linked_to_previous = False
        _mark(place, paper)
    document.core_properties.comments = MARKING


def _mark(place: Any, paper: MinutesPaper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = place.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(MARKING).bold = True
    for line in _practice(paper):
        paragraph.add_run(f". {line}")


def _add_parts(document: Any, parts: Sequence[tuple[str, str]]) -> None:
    for label, text in parts:
        document.add_heading(_fit(label), 2)
        for line in text.split("\n"):
            document.add_paragraph(_fit(line))


def _add_table(
    document: Any, rows: Sequence[Sequence[str]], widths: Sequence[int], *, head: bool = False
) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for number, row in enumerate(rows):
        added = table.add_row()
        for at, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            cell.width = Mm(widths[at])
            cell.paragraphs[0].add_run(_fit(text)).bold = at == 0 or (head and not number)
        if head and not number:  # on every page, and for screen readers
            added._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fit(text: str) -> str:
    """What the format cannot hold, or what turns the direction of the rest, becomes a space."""
    return "".join(
        char if char in "\u200c\u200d" or unicodedata.category(char) not in _UNFIT else " "
        for char in text
    )


_UNFIT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
