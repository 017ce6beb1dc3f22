"""Sheets of an .xlsx workbook: dates, numbers and formulas as the text that a person means."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile

from mappa.errors import SettingWrong
from mappa.workbook.workbooks import BadCell, BrokenRow, Sheet
from mappa.workbook.writer import WrittenSheet
from storage.workbook.archives import open_archive
from storage.workbook.xlsx_parts import (
    DAMAGED,
    Handler,
    elements,
    escaped,
    read_part,
    related,
    shared_strings,
    unescaped,
)

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
LONGEST_CELL = 32_767
NO_VALUE = "This formula has no stored value. Open the file in a spreadsheet and save it."
MACROS = "This workbook holds macros. Save it as .xlsx, without them."
TOO_MANY_ROWS = "The sheet {} has more rows than an Excel sheet can have. Give a folder instead."
MADE_BY = "mappa-bot"


def read_xlsx(source: Path | bytes, file: str) -> list[Sheet]:
    """The sheets of a workbook, in their order; SettingWrong says why it is refused."""
    archive = open_archive(source, "an Excel workbook (.xlsx)")
    names = set(archive.namelist())
    main = next(
        (part for kind, part in related(archive, "").values() if kind == "officeDocument"), ""
    )
    if main not in names:
        raise SettingWrong("This is not an Excel workbook (.xlsx): the file is something else.")
    types = (given.get("ContentType", "") for _, given in elements(archive, "[Content_Types].xml"))
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in types):
        raise SettingWrong(MACROS)
    parts = related(archive, main)
    if any(kind == "vbaProject" for kind, _ in parts.values()) or "xl/vbaProject.bin" in names:
        raise SettingWrong(MACROS)
    book = _book(archive, main, parts, names)
    return [_sheet(book, name, parts.get(part), file) for name, part in book.sheets]


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of a workbook share; `dates` are the styles that show a number as a day."""

    archive: ZipFile
    sheets: list[tuple[str, str]]
    strings: list[str]
    dates: frozenset[str]
    from_1904: bool


def _book(archive: ZipFile, main: str, parts: dict[str, tuple[str, str]], names: set[str]) -> _Book:
    found = elements(archive, main)
    by_kind = {kind: part for kind, part in parts.values() if part in names}
    strings = by_kind.get("sharedStrings")
    return _Book(
        archive,
        [(g["name"], g["id"]) for p, g in found if p.endswith("sheets/sheet") and "id" in g],
        shared_strings(archive, strings) if strings else [],
        _date_styles(elements(archive, by_kind.get("styles", ""))),
        any(g.get("date1904") in ("1", "true") for p, g in found if p.endswith("workbookPr")),
    )


def _date_styles(found: list[tuple[str, dict[str, str]]]) -> frozenset[str]:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

    formats = {str(number): text for number, text in BUILTIN_FORMATS.items()}
    formats |= {
        given["numFmtId"]: given.get("formatCode", "")
        for path, given in found
        if path.endswith("numFmts/numFmt") and "numFmtId" in given
    }
    styles = [given.get("numFmtId", "0") for path, given in found if path.endswith("cellXfs/xf")]
    return frozenset(
        str(style) for style, number in enumerate(styles) if is_date_format(formats.get(number))
    )


def _sheet(book: _Book, name: str, part: tuple[str, str] | None, file: str) -> Sheet:
    file = f"{file}/{name}"
    if part is None or part[0] != "worksheet":
        return Sheet(name, (), (), file, "This is not a sheet with rows. Take it out.")
    rows = _rows(book, part[1])
    header = next(rows, [])
    if isinstance(header, BrokenRow):
        return Sheet(name, (), (), file, header.reason)
    return Sheet(name, header, rows, file)


def _rows(book: _Book, part: str) -> Iterator[Sequence[str] | BrokenRow]:
    reader, next_row = _Rows(book), 1
    try:
        for _ in read_part(book.archive, part, reader):
            for number, row in reader.take():
                for _ in range(next_row, number):
                    yield []
                yield row
                next_row = number + 1
    except (SettingWrong, ValueError, IndexError) as problem:
        yield BrokenRow(
            problem.message if isinstance(problem, SettingWrong) else DAMAGED, last=True
        )


class _Rows(Handler):
    """The rows of a sheet as they are read; a million of them go through here."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._columns = _Columns()
        self._done: list[tuple[int, list[str]]] = []
        self._number = self._column = 0
        self._row: list[str] | None = None
        self._type = self._style = ""
        self._parts: list[str] = []
        self._keeps = self._has_formula = self._has_value = self._is_reading = False

    def take(self) -> list[tuple[int, list[str]]]:
        """The rows since the last time, each with its number."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, given: dict[str, str]) -> None:
        self._keeps = False
        if tag == "c" and self._row is not None:
            ref = given.get("r")
            self._column = self._columns[ref.rstrip("0123456789")] if ref else self._column + 1
            self._type, self._style = given.get("t", "n"), given.get("s", "0")
            self._parts, self._has_formula, self._has_value = [], False, False
        elif tag in ("v", "t"):
            self._keeps = self._has_value = not self._is_reading
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self._begin_row(int(given["r"]) if "r" in given else self._number + 1)
        elif tag == "rPh":
            self._is_reading = True

    def end(self, tag: str) -> None:
        self._keeps = False
        if tag == "c" and self._row is not None:
            value = self._value("".join(self._parts))
            if value:
                self._row.extend([""] * (self._column - len(self._row)))
                self._row[self._column - 1] = value
        elif tag == "row" and self._row is not None:
            self._done.append((self._number, self._row))
            self._row = None
        elif tag == "rPh":
            self._is_reading = False

    def text(self, text: str) -> None:
        if self._keeps:
            self._parts.append(text)

    def _begin_row(self, number: int) -> None:
        if not self._number < number <= MOST_ROWS:
            raise SettingWrong("This sheet is damaged: its rows are not in order.")
        self._number, self._column, self._row = number, 0, []

    def _value(self, text: str) -> str:
        if self._type == "s":
            return self._book.strings[int(text)] if text else ""
        if self._type in ("str", "inlineStr"):
            if self._has_formula and not self._has_value:
                return BadCell("", NO_VALUE)
            return unescaped(text)
        if not text:
            return BadCell("", NO_VALUE) if self._has_formula else ""
        if self._type == "b":
            return "yes" if text == "1" else "no"
        if self._type == "e":
            return BadCell(text, "A formula went wrong here. Correct it, or type the value.")
        if self._type == "d":
            return _day_and_hour(datetime.fromisoformat(text.rstrip("Z")))
        if self._style in self._book.dates:
            return _from_serial(text, self._book.from_1904)
        return text if text.isdigit() else _plain(text)


class _Columns(dict[str, int]):
    """The number of a column from its letters."""

    def __missing__(self, letters: str) -> int:
        if not re.fullmatch("[A-Z]{1,3}", letters):
            raise SettingWrong(DAMAGED)
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        if number > MOST_COLUMNS:
            raise SettingWrong(DAMAGED)
        self[letters] = number
        return number


def _plain(text: str) -> str:
    """A number as it is written by hand: 2 and not 2.0."""
    number = float(text)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _from_serial(text: str, from_1904: bool) -> str:
    """A cell that shows a day, an hour or both is a number of days."""
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    try:
        found: Any = from_excel(float(text), MAC_EPOCH if from_1904 else WINDOWS_EPOCH)
    except (OverflowError, ValueError):
        return BadCell(text, "This cell shows a date that there is not.")
    if isinstance(found, time):
        return found.isoformat(timespec="minutes")
    return _day_and_hour(found)


def _day_and_hour(found: datetime) -> str:
    found = (found + timedelta(microseconds=500_000)).replace(microsecond=0)
    if found.time() == time():
        return found.date().isoformat()
    return found.isoformat(timespec="seconds" if found.second else "minutes")


def write_xlsx(file: BinaryIO, sheets: Iterable[WrittenSheet]) -> None:
    """Write a workbook: text stays text whatever it begins with, and whole numbers are numbers."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = MADE_BY

    def cell(value: str | int) -> Any:
        if isinstance(value, int) or not value:
            return value if value != "" else None
        text = escaped(value)
        if text[0] not in "=#" and len(text) <= LONGEST_CELL:
            return text
        made = WriteOnlyCell(sheet, _in_pieces(text))
        made.data_type = "s"  # never a formula, nor an error
        return made

    try:
        for one in sheets:
            sheet = book.create_sheet(one.name)
            sheet.freeze_panes = "A2"
            sheet.append(list(one.header))
            for number, row in enumerate(one.rows, start=2):
                if number > MOST_ROWS:
                    raise SettingWrong(TOO_MANY_ROWS.format(one.name))
                sheet.append([cell(value) for value in row])
    except BaseException:
        for begun in book.worksheets:
            begun.close()
            begun._writer.cleanup()  # what it has written so far, in a file of its own
        raise
    book.save(file)


def _in_pieces(text: str) -> Any:
    """A cell's text that is longer than the library lets pass in one piece."""
    from openpyxl.cell.rich_text import CellRichText

    if len(text) <= LONGEST_CELL:
        return text
    pieces = range(0, len(text), LONGEST_CELL)
    return CellRichText(*(text[start : start + LONGEST_CELL] for start in pieces))
