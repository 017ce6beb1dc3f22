"""Out and in again: nothing is lost; and whatever has happened to a file, nothing half is saved."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from sqlalchemy import func, select

from mappa.people import Person
from mappa.workbook.reader import read_workbook
from mappa.workbook.workbooks import Fault, Sheet, Workbook
from mappa.workbook.writer import write_workbook
from storage.databases import Session
from storage.tables import cases
from storage.workbook.csv_sheets import read_csv, write_csv
from storage.workbook.exports import export_workbook
from storage.workbook.files import open_sheets
from storage.workbook.imports import NotImported
from storage.workbook.known_references import KnownReferences
from storage.workbook.xlsx_sheets import write_xlsx
from tests.mappa.good_workbooks import good_workbooks
from tests.mappa.workbooks import DISTRICTS, GOOD, NOTHING, TODAY, read_book
from tests.storage.conftest import undone
from tests.storage.workbooks import bring_in, ordered

FEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
Files = dict[str, bytes]


def as_files(workbook: Workbook) -> Files:
    """The workbook as CSV files."""
    found = {}
    for sheet in write_workbook(workbook):
        content = BytesIO()
        write_csv(content, sheet.header, sheet.rows)
        found[sheet.name] = content.getvalue()
    return found


def from_files(files: Mapping[str, bytes]) -> list[Sheet]:
    return [read_csv(name, name, partial(BytesIO, content)) for name, content in files.items()]


def read(sheets: list[Sheet], session: Session | None = None) -> tuple[Workbook, list[Fault]]:
    known = KnownReferences(session) if session else NOTHING
    return read_workbook(sheets, area="BED", known=known, districts=DISTRICTS, today=TODAY)


@FEW
@given(workbook=good_workbooks())
def test_whole_cases_come_back_through_database_and_files(
    session: Session, cast: dict[str, Person], workbook: Workbook
) -> None:
    with undone(session):
        bring_in(session, workbook)
        taken = export_workbook(session, "BED")
    assert ordered(taken) == ordered(workbook)
    content = BytesIO()
    write_xlsx(content, write_workbook(taken))
    for sheets in (from_files(as_files(taken)), open_sheets(content.getvalue(), "a.xlsx").sheets):
        found, faults = read(sheets, session)
        assert faults == []
        assert ordered(found) == ordered(workbook)


WHOLE = as_files(read_book(GOOD)[0])


@st.composite
def spoilt(draw: DrawFn) -> Files:
    """The good workbook with something taken out, put in or put elsewhere in one of its files."""
    files = dict(WHOLE)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(files)))
        content = files[name]
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(start + 12, len(content))))
        more = draw(
            st.binary(max_size=4)
            | st.sampled_from([b",", b'"', b"\r\n", b"BED-2", b"2014-01-01", b"\xff", b"3", b""])
        )
        files[name] = content[:start] + more + content[end:]
    return files


@MANY
@given(files=spoilt())
def test_a_spoilt_workbook_is_refused_or_brought_in_whole(
    session: Session, cast: dict[str, Person], files: Files
) -> None:
    workbook, faults = read(from_files(files), session)
    if faults:
        assert workbook == Workbook()
        assert all(str(fault).isprintable() for fault in faults)
        return
    with undone(session):
        try:
            bring_in(session, workbook)
        except NotImported:
            return
        count = session.execute(select(func.count()).select_from(cases)).scalar()
        assert count == len(workbook.cases)
        assert ordered(export_workbook(session, "BED")) == ordered(workbook)


def excel() -> bytes:
    content = BytesIO()
    write_xlsx(content, write_workbook(read_book(GOOD)[0]))
    return content.getvalue()


EXCEL = excel()


@settings(max_examples=30)
@given(st.data())
def test_a_spoilt_excel_file_is_refused_or_read_as_it_was(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(EXCEL) - 1))
    size = data.draw(st.integers(1, 40))
    more = data.draw(st.binary(max_size=size))
    workbook, faults = read(open_sheets(EXCEL[:at] + more + EXCEL[at + size :], "a.xlsx").sheets)
    if not faults:
        good = read_book(GOOD)[0]
        assert replace(workbook, given=frozenset()) == replace(good, given=frozenset())
