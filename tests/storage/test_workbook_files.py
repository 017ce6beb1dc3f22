"""Workbooks as files: found by what their name says, written whole, never over what is not ours."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from mappa.errors import SettingWrong
from mappa.workbook.writer import WrittenSheet
from storage.workbook.files import MARK, open_sheets, write_sheets
from storage.workbook.xlsx_sheets import write_xlsx
from tests.storage.books import cells, written, zipped

SHEETS = [written("cases", ("case_ref",), ("BED-1",)), written("spells", ("case_ref", "level"))]
SAME = {"cases": [["case_ref"], ["BED-1"]], "spells": [["case_ref", "level"]]}


def found(path: Path) -> dict[str, list[list[str]]]:
    return {sheet.name: cells(sheet) for sheet in open_sheets(path, path.name).sheets}


def problems(source: Path | bytes, name: str) -> list[tuple[str, str]]:
    """The file and the reason of everything that cannot be opened."""
    return [(one.file, one.problem) for one in open_sheets(source, name).sheets if one.problem]


@pytest.mark.parametrize("name", ["out", "out.xlsx", "new/folder/out", "OUT.XLSX", "out.csv"])
def test_what_is_written_is_found_again(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    write_sheets(path, SHEETS)
    if name.lower().endswith(".xlsx"):
        assert path.is_file()
        assert found(path) == SAME
    else:
        assert {file.name for file in path.iterdir()} == {"cases.csv", "spells.csv", MARK}
        assert found(path) == SAME
    assert path.stat().st_mode & 0o077 == 0
    left = [file.name for file in path.parent.iterdir()]
    assert left == [path.name], "nothing is left behind"


def test_files_are_called_as_their_reader_knows_them(tmp_path: Path) -> None:
    write_sheets(tmp_path / "book.xlsx", SHEETS)
    write_sheets(tmp_path / "out", SHEETS)
    archive = zipped(("caseload/cases.csv", "case_ref\n"), ("caseload/spells.CSV", "level\n"))
    sources: dict[str, Path | bytes] = {
        "book.xlsx": tmp_path / "book.xlsx",
        "out": tmp_path / "out",
        "book.zip": archive,
    }
    opened = {name: open_sheets(source, name) for name, source in sources.items()}
    files = {name: [sheet.file for sheet in one.sheets] for name, one in opened.items()}
    assert files == {
        "book.xlsx": ["book.xlsx/cases", "book.xlsx/spells"],
        "out": ["cases.csv", "spells.csv"],
        "book.zip": ["book.zip/cases.csv", "book.zip/spells.CSV"],
    }
    assert [one.named.format("team") for one in opened.values()] == [
        "book.xlsx/team",
        "team.csv",
        "book.zip/team.csv",
    ]


def test_what_the_system_leaves_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    write_sheets(tmp_path / "out", SHEETS)
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "~$cases.csv", ".~lock.cases.csv#"):
        (tmp_path / "out" / name).write_text("x")
    assert found(tmp_path / "out") == SAME


def test_what_is_no_sheet_is_told_and_not_passed_over(tmp_path: Path) -> None:
    write_sheets(tmp_path / "out", SHEETS)
    (tmp_path / "out" / "custody.xlsx").write_bytes(b"PK")
    (tmp_path / "out" / "more.csv").mkdir()
    assert [file for file, _ in problems(tmp_path / "out", "out")] == ["custody.xlsx", "more.csv"]
    inside = zipped(("cases.csv", "case_ref\n"), ("a.pdf", ""), ("__MACOSX/._cases.csv", ""))
    assert [file for file, _ in problems(inside, "book.zip")] == ["book.zip/a.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("book.xlsx", b"case_ref\nBED-1\n", "not an Excel workbook"),
        ("book.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file, or a password"),
        ("book.xlsx", b"", "not an Excel workbook"),
        ("book.xlsm", b"PK", "macros"),
        ("book.xls", b"\xd0\xcf\x11\xe0", "no workbook. Give a folder"),
        ("book.ods", b"PK", "no workbook. Give a folder"),
        ("cases.csv", b"case_ref\n", "no workbook. Give a folder"),
        ("book", b"case_ref\n", "no workbook. Give a folder"),
        ("book.zip", b"case_ref\n", "not a zip archive"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_one_fault(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    for source in (content, tmp_path / name):
        ((file, problem),) = problems(source, name)
        assert file == name
        assert reason in problem


def test_what_is_not_there_is_one_fault(tmp_path: Path) -> None:
    ((file, problem),) = problems(tmp_path / "nothing.xlsx", "nothing.xlsx")
    assert file == "nothing.xlsx"
    assert "No such file" in problem


def test_a_protected_archive_is_refused() -> None:
    content = bytearray(zipped(("cases.csv", "case_ref\n")))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.index(start) + (6 if start == b"PK\x03\x04" else 8)
        content[at] |= 1
    ((_, problem),) = problems(bytes(content), "book.zip")
    assert "password" in problem


def foreign_file(path: Path) -> None:
    path.write_bytes(b"mine")


def foreign_folder(path: Path) -> None:
    path.mkdir()
    (path / "cases.csv").write_text("mine")


def changed_export(path: Path) -> None:
    write_sheets(path, SHEETS)
    file = path / "cases.csv"
    file.write_text(file.read_text() + "BED-2\n")


def export_with_more(path: Path) -> None:
    write_sheets(path, SHEETS)
    (path / "letter.txt").write_text("mine")


def saved_by_others(path: Path) -> None:
    from openpyxl import load_workbook

    content = BytesIO()
    write_xlsx(content, SHEETS)
    book = load_workbook(content)
    book.properties.lastModifiedBy = "Ann Example"
    book.save(path)


@pytest.mark.parametrize(
    ("name", "put_there"),
    [
        ("out", foreign_file),
        ("out", foreign_folder),
        ("out", changed_export),
        ("out", export_with_more),
        ("out.xlsx", foreign_file),
        ("out.xlsx", foreign_folder),
        ("out.xlsx", saved_by_others),
    ],
)
def test_nothing_that_is_not_an_export_as_it_was_left_is_replaced(
    name: str, put_there: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / name
    put_there(path)
    before = {file: file.read_bytes() for file in sorted(tmp_path.rglob("*")) if file.is_file()}
    with pytest.raises(SettingWrong, match="is there already"):
        write_sheets(path, SHEETS[:1])
    after = {file: file.read_bytes() for file in sorted(tmp_path.rglob("*")) if file.is_file()}
    assert after == before


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_an_export_as_it_was_left_is_replaced_whole(name: str, tmp_path: Path) -> None:
    write_sheets(tmp_path / name, SHEETS)
    write_sheets(tmp_path / name, SHEETS[:1])
    assert found(tmp_path / name) == {"cases": SAME["cases"]}
    (tmp_path / "empty").mkdir()
    write_sheets(tmp_path / "empty", SHEETS)
    assert found(tmp_path / "empty") == SAME


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_what_breaks_off_leaves_what_was_there(name: str, tmp_path: Path) -> None:
    def rows() -> Iterator[list[str | int]]:
        yield ["BED-9"]
        raise ZeroDivisionError

    write_sheets(tmp_path / name, SHEETS)
    with pytest.raises(ZeroDivisionError):
        write_sheets(tmp_path / name, [WrittenSheet("cases", ("case_ref",), rows())])
    assert found(tmp_path / name) == SAME
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingWrong, match="cannot be written"):
        write_sheets(tmp_path / "file" / "out", SHEETS)
