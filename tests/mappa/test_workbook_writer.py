"""What is written is read again as it was; only what is used takes up room."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from mappa.cases import CaseRecord, Spell
from mappa.workbook.columns import PLANS
from mappa.workbook.workbooks import Workbook
from mappa.workbook.writer import write_workbook
from tests.mappa.good_workbooks import as_sheets, good_workbooks
from tests.mappa.workbooks import GOOD, read_book, read_sheets

CONTRACT = {
    "cases": "case_ref,crn,pnc,cro,prison_number,visor_ref,name,born_on,lead_agency,district,rosh,"
    "limited_access,area",
    "spells": "case_ref,category,level,started_on,ended_on,threshold,reason",
    "custody": "case_ref,from_on,to_on,why",
    "dates": "case_ref,kind,on,note",
    "orders": "case_ref,kind,imposed_on,ends_on",
    "events": "case_ref,kind,on,note",
    "referrals": "referral_ref,case_ref,referred_on,agency,level_sought,decision,decided_on,"
    "level_set,reason",
    "meetings": "meeting_ref,level,starts_at,place,status",
    "heard": "meeting_ref,case_ref,outcome_level,next_review_on,disclosure,rationale",
    "attendance": "meeting_ref,case_ref,agency,how,who",
    "actions": "action_ref,case_ref,agency,owner,what,due_on,done_on,raised_on",
    "population": "area,year_ending,aged_10_plus",
    "team": "case_ref,slack_id,part",
}


def rows(workbook: Workbook, name: str) -> list[list[str | int]]:
    """The header of a sheet, and its rows."""
    sheet = next(sheet for sheet in write_workbook(workbook) if sheet.name == name)
    return [list(sheet.header), *(list(row) for row in sheet.rows)]


def test_an_empty_workbook_has_the_sheets_of_the_contract_and_no_others() -> None:
    written = {sheet.name: ",".join(sheet.header) for sheet in write_workbook(Workbook())}
    assert written == CONTRACT
    assert read_sheets(as_sheets(Workbook()))[1] == []


def test_a_sheet_of_our_own_and_a_spare_column_are_there_when_they_are_used() -> None:
    book, _ = read_book(GOOD)
    assert [sheet.name for sheet in write_workbook(book)] == list(PLANS)
    spells = (Spell(2, 2, date(2014, 1, 1), area="HER"),)
    case = CaseRecord("BED-1", "BED", spells, victim_concerns="no", merged_into="BED-2")
    workbook = Workbook(cases=[case])
    assert rows(workbook, "cases")[0][-3:] == ["area", "victim_concerns", "merged_into"]
    assert rows(workbook, "spells") == [
        ["case_ref", "category", "level", "started_on", "ended_on", "threshold", "reason", "area"],
        ["BED-1", 2, 2, "2014-01-01", "", "", "", "HER"],
    ]


def test_values_are_written_by_the_contract() -> None:
    book, _ = read_book(GOOD)
    assert rows(book, "cases")[1] == [
        "BED-1", "X000001", "2002/0073319Z", "065656/91H", "A1234AA", "12/3456", "Alex Invented",
        "1980-02-29", "probation", "Luton", "high", "no", "BED",
    ]  # fmt: skip
    assert rows(book, "spells")[3] == ["BED-2", 1, 0, "2014-03-31", "", "", ""]
    assert rows(book, "custody")[2] == ["BED-1", "2014-05-01", "", ""]
    assert [row[2] for row in rows(book, "meetings")[1:]] == [
        "2014-02-03T10:00+00:00",
        "2014-07-01T09:30+01:00",
    ]
    assert [row[4] for row in rows(book, "heard")[1:]] == ["yes", ""]


@settings(max_examples=40)
@given(good_workbooks())
def test_what_is_written_is_read_again_as_it_was(workbook: Workbook) -> None:
    found, faults = read_sheets(as_sheets(workbook))
    assert faults == []
    assert replace(found, given=frozenset()) == replace(workbook, given=frozenset())


@pytest.mark.parametrize(
    "hour", ["2014-10-26T01:30+01:00", "2014-10-26T01:30+00:00", "2014-07-01T09:30:00.000001Z"]
)
def test_an_hour_is_kept_exactly_and_through_the_clock_changes(hour: str) -> None:
    meetings = f"meeting_ref,level,starts_at,status\nM-1,2,{hour},held\nM-2,2,{hour},held\n"
    book, _ = read_book({**GOOD, "meetings": meetings})
    again, faults = read_sheets(as_sheets(book))
    assert faults == []
    assert len(again.meetings) == 2
    assert again.meetings == book.meetings
