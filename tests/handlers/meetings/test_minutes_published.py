"""The minutes as a document: whatever they hold, marked on every page, the same bytes again."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.publishing.minutes import minutes_docx
from mappa.meetings.agendas import HANDLING, MARKING
from mappa.meetings.documents import DRAFT, MinutesPaper

PAPER = MinutesPaper(
    title="Minutes of BED-1042 at BED-M1",
    made_on=date(2026, 6, 17),
    facts=[("Meeting", "BED-M1, level 2")],
    attendance=[("Police", "Attended (Pat Example)")],
    parts=[("Supervision", "weekly\nand daily")],
    actions=[("BED-AC1", "Police", "visit", "1 July 2026", "to see")],
    decisions=[("Dissent", "none"), ("Level decision", "Level 2")],
)


def texts(content: bytes) -> list[str]:
    """What stands in it, from top to bottom; tables after the paragraphs."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in document.paragraphs), *cells]


def test_it_is_marked_and_says_how_it_is_handled() -> None:
    content = minutes_docx(PAPER)
    assert content == minutes_docx(PAPER)
    document = Document(BytesIO(content))
    assert [one.header.paragraphs[0].text for one in document.sections] == [MARKING]
    assert [one.footer.paragraphs[0].text for one in document.sections] == [MARKING]
    found = texts(content)
    assert found[1] == HANDLING
    assert found.index("weekly") + 1 == found.index("and daily")
    styled = [(one.style.name if one.style else "", one.text) for one in document.paragraphs]
    headings = [text for style, text in styled if style == "Heading 2"]
    assert headings == ["Attendance", "Supervision", "Actions", "Dissent", "Level decision"]
    assert DRAFT not in found
    assert document.core_properties.created.isoformat() == "2026-06-17T00:00:00+00:00"


def test_a_draft_and_practice_are_said_and_nothing_is_left_blank() -> None:
    paper = replace(PAPER, draft=True, practice=True, attendance=[], actions=[])
    found = texts(minutes_docx(paper))
    assert DRAFT in found
    assert "Practice: invented people only." in found
    assert found.count("None recorded.") == 2
    [section] = Document(BytesIO(minutes_docx(paper))).sections
    assert section.header.paragraphs[0].text == f"{MARKING}. Practice: invented people only."


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1f", "\ud800", "\u202e", "\ufffe"])
def test_what_the_format_cannot_hold_becomes_a_space(bad: str) -> None:
    paper = replace(PAPER, parts=[("Risk", f"a{bad}b")], facts=[("Name", f"c{bad}d")])
    found = texts(minutes_docx(paper))
    assert "a b" in found
    assert "c d" in found


@settings(max_examples=8)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_makes_a_document_that_can_be_read(text: str, other: str) -> None:
    action = ("BED-AC1", other, text, other, text)
    content = minutes_docx(replace(PAPER, parts=[("Risk", text)], actions=[action]))
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
    assert texts(content)
