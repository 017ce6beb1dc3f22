"""Files to be read as workbooks, and any text that a cell can hold."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from hypothesis import strategies as st

from mappa.workbook.workbooks import Sheet
from mappa.workbook.writer import WrittenSheet

# Everything but halves of characters, which no file can hold.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    [
        "=1+1", "+44 1234", "-1", "@SUM(A1)", "'quoted", "''", "'", "'=1", "\t=1", "\r\n", "\r",
        "\n", " both ends ", "a,b", 'say "no"', '"', "#N/A", "#REF!", "_x000D_", "_x005F_x000D_",
        "👩\u200d👧", "\u200fשלום", "1e5", "0012", "TRUE", "\ufeffbom", "\x00\x0b", "\ufffe",
        "31/03/2014", ";", "x" * 40_000, "\r" * 10_000,
    ]
)  # fmt: skip


def written(name: str, *rows: Sequence[str | int]) -> WrittenSheet:
    header, *others = rows
    return WrittenSheet(name, tuple(map(str, header)), others)


def cells(sheet: Sheet) -> list[list[str]]:
    """The header and the rows, without the empty cells at their ends."""
    assert sheet.problem == ""
    found = []
    for row in [sheet.header, *sheet.rows]:
        assert isinstance(row, Sequence), row
        kept = list(row)
        while kept and kept[-1] == "":
            kept.pop()
        found.append(kept)
    return found


def zipped(*files: tuple[str, str | bytes]) -> bytes:
    """An archive of these files."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, text in files:
            archive.writestr(name, text)
    return content.getvalue()


def rezipped(content: bytes, change: Any) -> bytes:
    """The archive, each file changed by `change(name, bytes)`; what becomes None is left out."""
    with ZipFile(BytesIO(content)) as archive:
        files = [(name, change(name, archive.read(name))) for name in archive.namelist()]
    return zipped(*((name, text) for name, text in files if text is not None))


def spreadsheet(sheets: Iterable[tuple[str, Iterable[Sequence[Any]]]], path: Path) -> Path:
    """An .xlsx as the library makes it from values of any kind."""
    from openpyxl import Workbook

    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path
