"""CSV files: any text comes back as it was, and what is no such file is refused where it is not."""

from collections.abc import Sequence
from functools import partial
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.workbook.workbooks import BadCell, BrokenRow, Sheet
from storage.workbook.csv_sheets import NOT_CLOSED, NOT_UTF_8, TOO_LONG, read_csv, write_csv
from tests.storage.books import TEXT, cells


def read(content: bytes) -> Sheet:
    return read_csv("notes", "notes.csv", partial(BytesIO, content))


def write(*rows: Sequence[str | int]) -> bytes:
    content = BytesIO()
    write_csv(content, [str(cell) for cell in rows[0]], rows[1:])
    return content.getvalue()


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_any_text_comes_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    found = read(write(("a", "b"), *rows))
    assert [tuple(row) for row in found.rows if not isinstance(row, BrokenRow)] == rows


@pytest.mark.parametrize(
    ("text", "in_file"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@here", "'@here"),
        ("'quoted", "''quoted"),
        ("\tx", "'\tx"),
        ("plain", "plain"),
        ("a=1", "a=1"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str, in_file: str) -> None:
    assert write(("a", "b"), (text, 7)).decode() == f"a,b\r\n{in_file},7\r\n"


def test_an_apostrophe_that_no_export_has_put_there_stays() -> None:
    assert cells(read(b"a\n's-Hertogenbosch\n'\n'=1\n''=1\n")) == [
        ["a"],
        ["'s-Hertogenbosch"],
        ["'"],
        ["=1"],
        ["'=1"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"a,b\r\n1,2\r\n",
        b"a,b\r1,2",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b'"a",b\n"1",2\n',
    ],
)
def test_every_kind_of_line_break_and_a_byte_order_mark_are_fine(content: bytes) -> None:
    assert cells(read(content)) == [["a", "b"], ["1", "2"]]


def test_empty_lines_count_as_rows() -> None:
    assert cells(read(b"a,b\n\n,\n1,2\n")) == [["a", "b"], [], [], ["1", "2"]]


def test_each_cell_that_is_not_utf_8_is_named() -> None:
    found = list(read("a,b\n1,Zoë\nZoë,2\n".encode("latin-1")).rows)
    bad = [(row, cell) for row, line in enumerate(found, 2) for cell in line]  # type: ignore[union-attr]
    named = [(row, cell.shown, cell.reason) for row, cell in bad if isinstance(cell, BadCell)]
    assert named == [(2, "Zo\ufffd", NOT_UTF_8), (3, "Zo\ufffd", NOT_UTF_8)]


@pytest.mark.parametrize(
    "content",
    [
        "name,ö\n".encode("latin-1"),
        "case_ref,name\n".encode("utf-16"),
        "case_ref,name\n".encode("utf-16-le"),
        b"PK\x03\x04 and so on",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\xff\xd8\xff\xe0\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_a_file_that_is_no_utf_8_text_is_refused_as_a_whole(content: bytes) -> None:
    found = read(content)
    assert found.problem.startswith(NOT_UTF_8)
    assert list(found.rows) == []


def test_a_row_whose_quotation_marks_are_not_in_order_does_not_hide_the_next() -> None:
    broken, good = list(read(b'a,b\n"x"y,1\n2,3\n').rows)
    assert isinstance(broken, BrokenRow)
    assert (broken.last, good) == (False, ["2", "3"])
    assert "quotation marks" in broken.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'a,b\n1,"open\n2,3\n', NOT_CLOSED),
        (b'a,b\n1,"open\n' + b"x" * 200_000 + b"\n2,3\n", TOO_LONG),
        (b"a,b\n" + b"1," * 1_500_000 + b"\n2,3\n", TOO_LONG),
    ],
)
def test_where_no_row_can_be_told_from_the_next_reading_ends(content: bytes, reason: str) -> None:
    assert list(read(content).rows) == [BrokenRow(reason, last=True)]


def test_a_header_that_cannot_be_read_is_a_problem_of_the_file() -> None:
    assert read(b'a,"b').problem == f"The header cannot be read. {NOT_CLOSED}"
    assert cells(read(b"")) == [[]]
