"""Minutes as a Word document: marked on every page, with the notice on how to handle it."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from handlers.publishing.archives import timeless
from handlers.publishing.docx import FONT, HIGH, LANGUAGE, MADE_BY, MARGIN, TEXT, WIDE
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
    """The page, its marking above and below, the language, and no word of when it was made."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDE), Mm(HIGH)
    section.left_margin = section.right_margin = Mm(MARGIN)
    for place in (section.header, section.footer):
        place.is_linked_to_previous = False
        _mark(place, paper)
    for name in ("Normal", "Heading 1", "Heading 2"):
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
    about, made = document.core_properties, datetime.combine(paper.made_on, time())
    about.title, about.author, about.last_modified_by = _fit(paper.title), MADE_BY, MADE_BY
    about.created = about.modified = made
    about.comments, about.language, about.revision = MARKING, LANGUAGE, 1


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
