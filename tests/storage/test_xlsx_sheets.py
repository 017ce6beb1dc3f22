"""Excel workbooks: cells as a person means them, formulas only with a value, and no surprises."""

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.errors import SettingWrong
from mappa.workbook.workbooks import BadCell, BrokenRow, Sheet
from storage.workbook.xlsx_sheets import MACROS, NO_VALUE, read_xlsx, write_xlsx
from tests.storage.books import TEXT, cells, rezipped, spreadsheet, written, zipped

BOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"


def book(*rows: Any) -> bytes:
    content = BytesIO()
    write_xlsx(content, [written("notes", *rows)])
    return content.getvalue()


def read(content: bytes | Path) -> Sheet:
    (found,) = read_xlsx(content, "book.xlsx")
    assert found.file == "book.xlsx/notes"
    return found


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet has this for its rows."""
    inside = f"<worksheet xmlns='x'><sheetData>{xml}</sheetData></worksheet>".encode()
    return rezipped(book(("a",)), lambda name, text: inside if name == SHEET else text)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_any_text_comes_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    found = list(read(book(("a", "b"), *rows)).rows)
    wide = [[*row, "", ""][:2] for row in found]  # type: ignore[misc]
    assert wide == [list(row) for row in rows]


def test_text_is_never_a_formula_nor_an_error_and_numbers_are_numbers() -> None:
    from openpyxl import load_workbook

    content = BytesIO(book(("a", "b"), ("=1+1", 7), ("#N/A", "7"), ("'=1", "+1")))
    rows = list(load_workbook(content)["notes"].iter_rows(min_row=2))
    found = [(cell.value, cell.data_type) for row in rows for cell in row]
    assert found == [
        ("=1+1", "s"), (7, "n"), ("#N/A", "s"), ("7", "s"), ("'=1", "s"), ("+1", "s"),
    ]  # fmt: skip


def test_cells_are_read_as_what_a_person_means(tmp_path: Path) -> None:
    rows = [
        ("a",),
        (date(2014, 3, 31),),
        (datetime(2014, 3, 31, 10, 30),),  # noqa: DTZ001
        (datetime(2014, 3, 31, 10, 30, 5),),  # noqa: DTZ001
        (time(9, 5),),
        (2,),
        (2.0,),
        (0.5,),
        (545_000,),
        (True,),
        (False,),
        ("0012",),
        (None,),
        ("end",),
    ]
    found = cells(read(spreadsheet([("notes", rows)], tmp_path / "book.xlsx")))
    assert [row[0] if row else "" for row in found] == [
        "a", "2014-03-31", "2014-03-31T10:30", "2014-03-31T10:30:05", "09:05", "2", "2", "0.5",
        "545000", "yes", "no", "0012", "", "end",
    ]  # fmt: skip


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.active.title = "notes"
    made.active.append(["a"])
    made.active.append([date(2014, 3, 31)])
    made.save(tmp_path / "book.xlsx")
    assert cells(read(tmp_path / "book.xlsx")) == [["a"], ["2014-03-31"]]


def test_a_formula_counts_by_its_stored_value_and_without_one_is_refused(tmp_path: Path) -> None:
    path = spreadsheet([("notes", [("a",), ("=1+1",)])], tmp_path / "book.xlsx")
    (row,) = list(read(path).rows)
    assert isinstance(row, list)
    assert (row[0].reason, str(row[0])) == (NO_VALUE, "\0")
    cases = {
        "<c r='A1'><f>B1</f><v>7</v></c>": "7",
        "<c r='A1' t='str'><f>B1</f><v>seven</v></c>": "seven",
        "<c r='A1' t='str'><f>B1</f><v></v></c>": "",
        "<c r='A1' t='b'><f>B1</f><v>1</v></c>": "yes",
        "<c r='A1'><f>B1</f></c>": None,
        "<c r='A1'><f>B1</f><v/></c>": None,
        "<c r='A1' t='e'><f>B1</f><v>#REF!</v></c>": None,
        "<c r='A1' t='e'><v>#N/A</v></c>": None,
    }
    for cell, value in cases.items():
        header = cells_of(with_sheet(f"<row r='1'>{cell}</row>"))
        if value is None:
            assert isinstance(header[0], BadCell), cell
        else:
            assert header == ([value] if value else []), cell


def cells_of(content: bytes) -> list[str]:
    return list(read(content).header)


def test_rows_and_cells_that_are_left_out_are_empty_and_keep_the_count() -> None:
    xml = "<row r='1'><c r='B1'><v>1</v></c></row><row r='4'><c><v>2</v></c></row>"
    assert cells(read(with_sheet(xml))) == [["", "1"], [], [], ["2"]]


def test_pieces_of_a_text_are_put_together_without_their_reading_aid() -> None:
    parts = "<is><r><t>Ze</t></r><r><t xml:space='preserve'>b </t></r><rPh><t>no</t></rPh></is>"
    assert cells_of(with_sheet(f"<row r='1'><c r='A1' t='inlineStr'>{parts}</c></row>")) == ["Zeb "]


@pytest.mark.parametrize(
    "xml",
    [
        "<row r='2'/><row r='1'/>",
        "<row r='9999999999'/>",
        "<row r='x'/>",
        "<row r='1'><c r='ZZZZ1'><v>1</v></c></row>",
        "<row r='1'><c r='1'><v>1</v></c></row>",
        "<row r='1'><c r='A1' t='s'><v>99</v></c></row>",
        "<row r='1'><c r='A1'><v>many</v></c></row>",
        "<row r='1'>",
    ],
)
def test_a_damaged_sheet_is_told_and_not_guessed(xml: str) -> None:
    found = read(with_sheet(xml))
    broken = [row for row in found.rows if isinstance(row, BrokenRow)]
    assert found.problem or (broken and broken[-1].last)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no archive", "not an Excel workbook"),
        (b"PK\x03\x04 cut off", "not an Excel workbook"),
        (zipped(("cases.csv", "case_ref\n")), "not an Excel workbook"),
        (zipped(*((f"{n}.xml", "") for n in range(2_001))), "far too large"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(SettingWrong, match=reason):
        read_xlsx(content, "book.xlsx")


def test_macros_and_document_types_are_refused() -> None:
    good = book(("a",))

    def macro_enabled(name: str, text: bytes) -> bytes:
        kind = b"spreadsheetml.sheet.main"
        return text.replace(kind, b"ms-excel.sheet.macroEnabled.main") if "Types" in name else text

    with pytest.raises(SettingWrong, match=MACROS):
        read_xlsx(rezipped(good, macro_enabled), "book.xlsx")
    entity = b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><workbook/>"
    with pytest.raises(SettingWrong, match="document type"):
        read_xlsx(rezipped(good, lambda name, text: entity if name == BOOK else text), "book.xlsx")


def test_an_archive_that_would_swell_is_not_opened(tmp_path: Path) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile

    path = tmp_path / "book.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive, archive.open(SHEET, "w") as part:
        for _ in range(60):
            part.write(bytes(1_000_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(SettingWrong, match="far too large"):
        read_xlsx(path, "book.xlsx")


def test_a_damaged_part_is_told() -> None:
    content = book(("a",), *(("x" * 50,) for _ in range(50)))
    at = content.index(SHEET.encode()) + len(SHEET) + 20
    damaged = (
        content[:at] + bytes(byte ^ 0xFF for byte in content[at : at + 40]) + content[at + 40 :]
    )
    found = read(damaged)
    assert found.problem or any(isinstance(row, BrokenRow) for row in found.rows)
