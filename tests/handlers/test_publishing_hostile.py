"""Names that nobody expects: they stay text, in every document, and change no figure."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from handlers.publishing.charts import chart_png
from handlers.publishing.csv import report_csv
from handlers.publishing.texts import plain
from mappa.statistics.reports import Report
from tests.handlers.publications import READERS, WRITERS, Page, document, published, read_csv

FORMULA = "=cmd|' /C calc'!A0"
SCRIPT = "<script>alert(1)</script>"
LONG = "x" * 300
TURNED = "\u202eLuton\u2066 \x00\x07\ud800 &amp; \u05e9\u05dc\u05d5\u05dd"
NAMES = [FORMULA, SCRIPT, LONG, TURNED, "+1", "-1", "@SUM(1)", "'quoted", '"', "$x^{$", "_a"]
WIDE = 1200


ORDERS = {name: count for count, name in enumerate(NAMES, start=1)}


def called(*names: str) -> Report:
    """A report in which whatever can have a name has one of these."""
    orders = {name: ORDERS.get(name, 47) for name in names}
    return replace(published(), area=names[0], orders=orders, warnings=names)


@cache
def written(kind: str) -> bytes:
    return WRITERS[kind](called(*NAMES))


@pytest.mark.parametrize("kind", ["docx", "html", "xlsx"])
def test_a_name_is_text_and_the_figures_stay(kind: str) -> None:
    tables = READERS[kind](written(kind))
    assert tables[3] == [(plain(name), [count]) for name, count in ORDERS.items()]
    assert tables[0] == READERS[kind](document(kind, "published"))[0]


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = load_workbook(BytesIO(written("xlsx")))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert set(map(plain, NAMES)) <= {cell.value for cell in cells}
    with ZipFile(BytesIO(written("xlsx"))) as archive:
        sheets = [archive.read(part) for part in archive.namelist() if "worksheets/sheet" in part]
    assert not any(b"<f>" in sheet for sheet in sheets)


@settings(max_examples=40, deadline=None)
@given(name=st.text(min_size=1, max_size=40) | st.sampled_from(NAMES))
def test_no_line_of_a_csv_begins_a_formula_and_each_is_whole(name: str) -> None:
    content = report_csv(called(name))
    text = content.decode("utf-8-sig")
    known = plain(name)
    risky = ("=", "+", "-", "@", "'", "＝", "＋", "－", "＠")
    inert = f"'{known}" if known[:1] in risky else known
    (order,) = read_csv(content)[3]
    assert order == (inert, [ORDERS.get(name, 47)])
    assert all(not line.startswith(("=", "+", "-", "@")) for line in text.splitlines())


def test_markup_in_a_name_is_no_markup_of_the_page() -> None:
    page = Page(written("html"))
    assert "script" not in [tag for tag, _ in page.tags]
    assert page.text.count(SCRIPT) == 2  # as an order and in a remark


def test_marks_that_turn_the_writing_are_gone() -> None:
    assert plain(TURNED) == "Luton &amp; \u05e9\u05dc\u05d5\u05dd"
    said = "".join(
        one.text for one in Document(BytesIO(WRITERS["docx"](called(TURNED)))).paragraphs
    )
    assert "Luton" in said and not {"\u202e", "\u2066", "\x00"} & set(said)


@pytest.mark.parametrize("lines", [False, True])
def test_a_chart_is_drawn_whatever_its_names(lines: bool) -> None:
    series = {name: list(range(len(NAMES))) for name in NAMES[:6]}
    png = chart_png("$x^{$" * 40, NAMES, series, f"{SCRIPT} 日本", lines=lines)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) == WIDE


def test_a_picture_carries_its_words_and_changes_with_its_figures() -> None:
    first, second = (
        chart_png("People", ["a", "b"], {"People": [1, count]}, f"a 1, b {count}")
        for count in (2, 3)
    )
    assert b"Description" in first and b"a 1, b 2" in first
    assert b"Software" not in first
    assert first != second
