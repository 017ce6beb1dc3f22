"""Workbooks that are made to do harm: refused in a sentence, before they take room or time."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from mappa.errors import SettingWrong
from storage.workbook.files import open_sheets
from storage.workbook.xlsx_sheets import MACROS, read_xlsx, write_xlsx
from tests.storage.books import rezipped, written

DOCTYPE = (
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>",
    b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>",
    b"<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x'> %p;]>",
    b"<!DOCTYPE x PUBLIC '-//x' 'http://127.0.0.1:1/x'>",
)
PARTS = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml",
)  # fmt: skip


def book() -> bytes:
    content = BytesIO()
    write_xlsx(content, [written("notes", ("a",), ("b",))])
    return content.getvalue()


def with_part(name: str, text: bytes) -> bytes:
    """The same with this for one of its parts; it is pointed to."""
    out = BytesIO()
    with ZipFile(BytesIO(book())) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for part in given.namelist():
            if part != name:
                made.writestr(part, given.read(part))
        made.writestr(name, text)
    return out.getvalue()


def why(content: bytes) -> str:
    """All that is said against it, while it is opened or while its rows are read."""
    try:
        found = read_xlsx(content, "book.xlsx")
        rows = [row for sheet in found for row in sheet.rows]
        return " ".join([str(sheet.problem) for sheet in found] + [str(row) for row in rows])
    except SettingWrong as problem:
        return problem.message


@pytest.mark.parametrize("doctype", DOCTYPE, ids=range(len(DOCTYPE)))
def test_no_part_brings_entities_along(doctype: bytes) -> None:
    parts = [part for part in PARTS if part in ZipFile(BytesIO(book())).namelist()]
    assert len(parts) >= 5
    for part in parts:
        with ZipFile(BytesIO(book())) as archive:
            text = archive.read(part)
        start = text.index(b"?>") + 2 if text.startswith(b"<?xml") else 0
        for encoded in (text[:start] + doctype + text[start:], as_utf_16(doctype + text[start:])):
            said = why(rezipped(book(), lambda name, old: encoded if name == part else old))  # noqa: B023
            assert "document type" in said, part
            assert "root:" not in said


def as_utf_16(text: bytes) -> bytes:
    declared = "<?xml version='1.0' encoding='utf-16'?>"
    return f"{declared}{text.decode()}".encode("utf-16")


@pytest.mark.parametrize("name", ["book.xlsm", "book.XLSM", "book.xltm", "book.xlsb"])
def test_a_workbook_of_macros_is_refused_by_its_name(name: str) -> None:
    (sheet,) = open_sheets(book(), name).sheets
    assert sheet.problem == MACROS


@pytest.mark.parametrize("part", ["xl/vbaProject.bin"])
def test_a_workbook_of_macros_is_refused_whatever_its_name(part: str) -> None:
    assert why(with_part(part, b"x")) == MACROS


def test_an_archive_in_an_archive_is_not_opened() -> None:
    inner = with_part("xl/media/bomb.zip", bytes(10_000_000))
    assert "far too large" not in why(inner)  # it is never unpacked
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", "case_ref\n")
        archive.writestr("more.zip", inner)
    problems = [sheet.problem for sheet in open_sheets(out.getvalue(), "book.zip").sheets]
    assert sorted(map(str, problems))[-1].startswith("This is not a CSV file")


def test_a_member_that_lies_about_its_size_gives_no_more_than_it_says() -> None:
    content = bytearray(with_part("xl/worksheets/sheet1.xml", b"<x>" + b"a" * 5_000_000))
    size = struct.pack("<I", 5_000_003)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 100)
    assert "damaged" in why(bytes(content)) or "cannot be read" in why(bytes(content))


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.csv", "/etc/x.csv", "..\\..\\x.csv", "a\x00.csv"]
)
def test_what_a_member_is_called_leads_nowhere(name: str) -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(name, "case_ref\nBED-1\n")
    sheets = open_sheets(out.getvalue(), "book.zip").sheets
    assert all("/" not in sheet.name and "\\" not in sheet.name for sheet in sheets)
