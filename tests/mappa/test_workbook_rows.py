"""Every way in which a row can be wrong is found, named at its cell, and beside the others."""

from collections import Counter

import pytest

from mappa.workbook.faults import shown
from tests.mappa.workbook_faults import BAD_ROWS, BAD_TOGETHER
from tests.mappa.workbooks import GOOD, read_book, with_rows


def test_a_good_workbook_has_no_faults_and_loses_nothing() -> None:
    book, faults = read_book(GOOD)
    assert faults == []
    assert [case.ref for case in book.cases] == ["BED-1", "BED-2", "BED-3"]
    sizes = Counter(type(row).__name__ for rows in _lists(book) for row in rows)
    assert sizes["ReferralRow"] == 3
    assert sizes["AttendanceRow"] == sizes["HeardRow"] == sizes["ActionRow"] == 2
    for case in book.cases:
        assert case.spells, case.ref


@pytest.mark.parametrize(
    ("name", "row", "column", "reason"),
    BAD_ROWS,
    ids=[f"{at}-{name}-{column}" for at, (name, _, column, _) in enumerate(BAD_ROWS)],
)
def test_a_fault_is_named_at_its_cell(name: str, row: str, column: str, reason: str) -> None:
    book, faults = read_book(with_rows(GOOD, name, row))
    assert book.cases == []
    (fault,) = faults
    number = len(GOOD[name].splitlines()) + 1
    assert (fault.file, fault.row, fault.column) == (f"{name}.csv", number, column)
    assert fault.value == shown(_cell(name, row, column))
    assert reason in fault.reason


@pytest.mark.parametrize(("name", "row", "reasons"), BAD_TOGETHER)
def test_every_fault_of_a_row_is_named(name: str, row: str, reasons: dict[str, str]) -> None:
    _, faults = read_book(with_rows(GOOD, name, row))
    assert {fault.column for fault in faults} == set(reasons)
    assert len(faults) == len(reasons)
    for fault in faults:
        assert reasons[fault.column] in fault.reason


def test_all_faults_of_a_workbook_are_told_at_once() -> None:
    book, expected = dict(GOOD), []
    for name, row, column, reason in BAD_ROWS:
        book = with_rows(book, name, row)
        expected.append((f"{name}.csv", len(book[name].splitlines()), column, reason))
    _, faults = read_book(book)
    found = {(fault.file, fault.row, fault.column): fault.reason for fault in faults}
    assert len({(name, column, reason) for name, _, column, reason in BAD_ROWS}) >= 50
    for file, number, column, reason in expected:
        assert reason in found.pop((file, number, column), "nothing"), (file, number, column)
    assert found == {}, "one fault has caused another"
    assert len(faults) == len(expected)


def test_faults_come_sheet_by_sheet_and_row_by_row() -> None:
    book = dict(GOOD)
    for name, row, _, _ in reversed(BAD_ROWS):
        book = with_rows(book, name, row)
    _, faults = read_book(book)
    names = list(GOOD)
    places = [(names.index(fault.file.removesuffix(".csv")), fault.row) for fault in faults]
    assert places == sorted(places)


def _cell(name: str, row: str, column: str) -> str:
    return row.split(",")[GOOD[name].splitlines()[0].split(",").index(column)]


def _lists(book: object) -> list[list[object]]:
    return [
        found
        for name in book.__dataclass_fields__  # type: ignore[attr-defined]
        if isinstance(found := getattr(book, name), list)
    ]
