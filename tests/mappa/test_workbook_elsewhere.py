"""What names no area is of that of its cases: a workbook of several areas can come again."""

from collections.abc import Mapping

import pytest

from tests.mappa.workbooks import Known, read_book

CASES = "case_ref,area\nBED-1,BED\nCAM-1,CAM\n"
SPELLS = (
    "case_ref,category,level,started_on,ended_on\nBED-1,1,2,2014-01-01,\nCAM-1,1,2,2014-01-01,\n"
)
MEETINGS = "meeting_ref,level,starts_at,status\nM-1,2,2014-02-03T10:00,held\n"
AUDITS = "audit_ref,case_ref,drawn_on\nA-1,{},2014-02-03\n"
KNOWN = {"BED-1": "BED", "CAM-1": "CAM"}


def faults(rows: Mapping[str, str], known: Known, **how: bool) -> list[tuple[str, int, str]]:
    book = {"cases": CASES, "spells": SPELLS, **rows}
    found = read_book(book, known=known, **how)[1]
    return [(fault.column, fault.row, fault.reason) for fault in found]


def heard(case_ref: str) -> dict[str, str]:
    return {"meetings": MEETINGS, "heard": f"meeting_ref,case_ref\nM-1,{case_ref}\n"}


def attended(case_ref: str) -> dict[str, str]:
    sheet = f"meeting_ref,case_ref,agency,how\nM-1,{case_ref},police,attended\n"
    return {"meetings": MEETINGS, "attendance": sheet}


def audited(case_ref: str) -> dict[str, str]:
    return {"case_audits": AUDITS.format(case_ref)}


HERE = Known(cases=KNOWN, meetings={"M-1": "CAM"}, audits={"A-1": "CAM"})


@pytest.mark.parametrize("rows", [heard, attended, audited])
def test_it_is_the_same_one_only_where_a_case_of_it_is_of_that_area(rows: object) -> None:
    assert callable(rows)
    assert faults(rows("CAM-1"), HERE, update=True) == []
    ((_, number, reason),) = faults(rows("BED-1"), HERE, update=True)
    assert (number, "belongs to something else" in reason) == (2, True)


def test_without_an_update_it_is_there_already() -> None:
    known = Known(meetings={"M-1": "CAM"})
    ((column, number, reason),) = faults(heard("CAM-1"), known)
    assert (column, number) == ("meeting_ref", 2)
    assert "import --update" in reason


def test_a_row_that_cannot_be_read_does_not_make_it_somebody_elses() -> None:
    rows = {"meetings": MEETINGS, "heard": "meeting_ref,case_ref,outcome_level\nM-1,CAM-1,9\n"}
    ((column, _, _),) = faults(rows, HERE, update=True)
    assert column == "outcome_level"


def test_what_names_another_area_than_it_has_is_refused() -> None:
    meetings = MEETINGS.replace("status\n", "status,area\n").replace("held\n", "held,HER\n")
    ((column, _, reason),) = faults({"meetings": meetings}, HERE, update=True)
    assert column == "meeting_ref"
    assert "belongs to something else" in reason
