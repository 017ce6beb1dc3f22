"""Sheets as CSV files: UTF-8, commas, text that no spreadsheet takes for a formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import TextIOWrapper
from typing import BinaryIO

from mappa.errors import SettingWrong
from mappa.spreadsheets import as_it_was, inert
from mappa.workbook.workbooks import BadCell, BrokenRow, Sheet
from storage.workbook.archives import damage_told

LONGEST_LINE = 2_000_000  # characters: more than all columns together can hold
NOT_UTF_8 = "This is not UTF-8 text. Save the file as CSV UTF-8."
BROKEN = "The quotation marks of this row are not in order: {}."
NOT_CLOSED = "A quotation mark opens in this row and is not closed: nothing after it can be read."
TOO_LONG = "This row is longer than any row can be. Is a quotation mark missing?"


def read_csv(name: str, file: str, open_file: Callable[[], BinaryIO]) -> Sheet:
    """A sheet whose rows are read as they are asked for, once."""
    try:
        with damage_told(), _text(open_file()) as text:
            header, problem = _header(_Lines(text))
    except SettingWrong as refused:
        header, problem = [], refused.message
    except OSError as refused:
        header, problem = [], f"This file cannot be read ({refused.strerror})."
    if problem:
        return Sheet(name, (), (), file, problem)
    return Sheet(name, header, _after_header(open_file), file)


def _text(raw: BinaryIO) -> TextIOWrapper:
    return TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")


def _header(lines: "_Lines") -> tuple[Sequence[str], str]:
    """The first row, and why it cannot be read."""
    first = next(_rows(lines), [])
    if any(char < " " and char not in "\t\r\n" for char in lines.start):
        return [], f"{NOT_UTF_8} It may be UTF-16, or no text at all."
    if isinstance(first, BrokenRow):
        return [], f"The header cannot be read. {first.reason}"
    return first, NOT_UTF_8 if any(isinstance(cell, BadCell) for cell in first) else ""


def _after_header(open_file: Callable[[], BinaryIO]) -> Iterator[Sequence[str] | BrokenRow]:
    with _text(open_file()) as text:
        rows = _rows(_Lines(text))
        next(rows, None)
        yield from rows


class _Lines:
    """The lines of a file; `odd` once one came by whose cells need a second look."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text, self.odd, self.start = text, False, ""

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST_LINE):
            self.start = self.start or line
            if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
                raise _LineTooLong
            if not line.isascii() or "'" in line:
                self.odd = True
            yield line


class _LineTooLong(Exception):
    """A line has no end within reason."""


def _rows(lines: _Lines) -> Iterator[Sequence[str] | BrokenRow]:
    reader = csv.reader(lines, strict=True)
    while True:
        try:
            with damage_told():
                row = next(reader)
        except StopIteration:
            return
        except _LineTooLong:
            yield BrokenRow(TOO_LONG, last=True)
            return
        except SettingWrong as problem:
            yield BrokenRow(problem.message, last=True)
            return
        except csv.Error as problem:
            broken = _broken(str(problem))
            yield broken
            if broken.last:
                return
            continue
        if lines.odd:
            lines.odd = False
            row = [_mended(cell) for cell in row]
        yield row


def _broken(says: str) -> BrokenRow:
    if "unexpected end" in says:
        return BrokenRow(NOT_CLOSED, last=True)
    if "field larger" in says:
        return BrokenRow(TOO_LONG, last=True)
    return BrokenRow(BROKEN.format(says))


def _mended(cell: str) -> str:
    """Without the apostrophe that export puts before what a spreadsheet would run."""
    if not cell.isascii() and any("\udc80" <= char <= "\udcff" for char in cell):
        shown = "".join("\ufffd" if "\udc80" <= char <= "\udcff" else char for char in cell)
        return BadCell(shown, NOT_UTF_8)
    return as_it_was(cell)


def write_csv(raw: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Write a sheet; what begins like a formula gets an apostrophe, which reading takes off."""
    text = TextIOWrapper(raw, encoding="utf-8", newline="")
    writer = csv.writer(text)  # with \r\n, so that every kind of line break in a cell is quoted
    writer.writerow(header)
    for row in rows:
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in row])
    text.flush()
    text.detach()
