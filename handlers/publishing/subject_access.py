"""The working copy for a subject access request: as a Word document, whose marks stand in the text,
and as JSON."""

import json
from datetime import date
from io import BytesIO
from typing import Any

from handlers.publishing.archives import timeless
from handlers.publishing.contents import PRACTICE
from handlers.publishing.docx import repeat_on_every_page, set_up
from handlers.publishing.texts import plain
from mappa.days import uk_date
from mappa.meetings.agendas import HANDLING, MARKING
from mappa.subject_access import LEFT_OUT, REVIEWS, STATEMENT, Copy, Item

COUNTED = ("Section", "Items", "To review", *(name.capitalize() for name in REVIEWS))
WIDTHS = (70, 20, 25, 25, 30)  # millimetres


def subject_access_json(copy: Copy) -> bytes:
    """A list with an object for each item; nothing that is typed can be more than a text in it."""
    return json.dumps([item.as_json() for item in copy.items], indent=1).encode()


def subject_access_docx(copy: Copy, made_on: date, *, practice: bool = False) -> bytes:
    """A document on A4; the same copy gives the same bytes."""
    from docx import Document

    document = Document()
    title = f"Subject access: working copy of {copy.ref}"
    set_up(document, title, made_on)
    _mark(document)
    document.add_heading(title, 1)
    for line in [*([PRACTICE] if practice else []), *STATEMENT]:
        document.add_paragraph().add_run(line).bold = True
    document.add_paragraph(f"As of {copy.as_of}. Asked for because: {plain(copy.reason)}")
    _add_counts(document, copy)
    section = ""
    for number, item in enumerate(copy.items, start=1):
        if item.section != section:
            section = item.section
            document.add_heading(section, 2)
        _add_item(document, number, item)
    document.add_heading("What is not in this copy", 2)
    for left in LEFT_OUT:
        document.add_paragraph(f"{left.what}: {left.why}.")
    out = BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def mark_of(review: str) -> str:
    """What stands before an item that is to be looked at."""
    return f"[REVIEW: {review}]"


def _mark(document: Any) -> None:
    """Above and below on every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section = document.sections[0]
    for place, text in ((section.header, MARKING), (section.footer, f"{MARKING}. {HANDLING}")):
        place.is_linked_to_previous = False
        place.paragraphs[0].text = text
        place.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.core_properties.comments = MARKING


def _add_counts(document: Any, copy: Copy) -> None:
    """What there is to look at, before anything else is read."""
    document.add_heading("To review", 2)
    for name, says in REVIEWS.items():
        document.add_paragraph(f"{mark_of(name)}: {says}.")
    document.add_paragraph("Without a mark: a plain fact about the person.")
    counted = [tuple(map(str, row)) for row in copy.by_section()]
    of_all = (str(sum(int(row[at]) for row in counted)) for at in range(1, len(COUNTED)))
    _add_table(document, [COUNTED, *counted, ("Total", *of_all)])


def _add_table(document: Any, rows: list[tuple[str, ...]]) -> None:
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=len(COUNTED), style="Table Grid")
    table.autofit = False
    for at, row in enumerate(rows):
        for cell, text, wide in zip(table.add_row().cells, row, WIDTHS, strict=True):
            cell.width = Mm(wide)
            cell.paragraphs[0].add_run(text).bold = at in (0, len(rows) - 1)
    repeat_on_every_page(table.rows[0])


def _add_item(document: Any, number: int, item: Item) -> None:
    """Number, marks, what it is and of which day; then the text, whose lines stay lines."""
    on = f" ({uk_date(date.fromisoformat(item.on))})" if item.on else ""
    marks = " ".join(map(mark_of, item.review))
    paragraph = document.add_paragraph()
    head = " ".join(filter(None, [f"{number}.", marks, f"{plain(item.item)}{on}:"]))
    paragraph.add_run(head).bold = True
    for at, line in enumerate(item.value.split("\n")):
        run = paragraph.add_run(" " if not at else "")
        if at:
            run.add_break()
        run.add_text(plain(line))
