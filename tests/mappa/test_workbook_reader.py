"""A workbook is read as a whole: sheets, columns, references to what is there, and no phantoms."""

from collections.abc import Mapping
from datetime import date

import pytest

from mappa.workbook.workbooks import BadCell, BrokenRow, Fault, Sheet
from tests.mappa.workbooks import (
    DISTRICTS,
    GOOD,
    Known,
    read_book,
    read_sheets,
    sheet,
    with_cells,
    with_rows,
)

REQUIRED = {name: GOOD[name] for name in ("cases", "spells")}


def told(book: Mapping[str, str], **given: object) -> list[tuple[str, int, str]]:
    """Where the faults are: file, row, column."""
    return [(one.file, one.row, one.column) for one in read_book(book, **given)[1]]


def test_only_cases_and_spells_are_required_and_little_of_them() -> None:
    book, faults = read_book(
        {
            "cases": "case_ref\nBED-1\n",
            "spells": "case_ref,category,level,started_on,ended_on\nBED-1,2,2,2014-01-01,\n",
        }
    )
    assert faults == []
    assert book.cases[0].spells[0].started_on == date(2014, 1, 1)
    assert book.given == {"cases", "cases.case_ref", "spells"} | {
        f"spells.{name}" for name in ("case_ref", "category", "level", "started_on", "ended_on")
    }


def test_a_workbook_may_hold_no_case_at_all() -> None:
    book, faults = read_book({name: text.splitlines()[0] for name, text in REQUIRED.items()})
    assert (book.cases, faults) == ([], [])


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        ({}, [("cases.csv", 0, ""), ("spells.csv", 0, "")]),
        ({"cases": GOOD["cases"]}, [("spells.csv", 0, "")]),
        ({"spells": GOOD["spells"]}, [("cases.csv", 0, "")]),
        ({**REQUIRED, "spelling": "a\n"}, [("spelling.csv", 0, "")]),
        ({**REQUIRED, "Spells ": "a\n"}, [("Spells .csv", 0, "")]),
        ({**REQUIRED, "custody": ""}, [("custody.csv", 1, "")]),
        ({**REQUIRED, "custody": "case_ref;from_on;to_on\nBED-1;1;2\n"}, [("custody.csv", 1, "")]),
        ({**REQUIRED, "custody": "case_ref\tfrom_on\nBED-1\t1\n"}, [("custody.csv", 1, "")]),
        ({**REQUIRED, "custody": "case_ref,from_on\n"}, [("custody.csv", 1, "to_on")]),
        ({**REQUIRED, "team": "case_ref,slack_id,part,hobby\n"}, [("team.csv", 1, "hobby")]),
        ({**REQUIRED, "team": "case_ref,slack_id,part,Part\n"}, [("team.csv", 1, "part")]),
        ({**REQUIRED, "team": "case_ref,slack_id,,part\n"}, [("team.csv", 1, "column 3")]),
        ({**REQUIRED, "team": "case_ref,slackid,part\n"}, [("team.csv", 1, "slackid")]),
    ],
)
def test_what_is_wrong_with_a_sheet_is_told_once(
    book: Mapping[str, str], expected: list[tuple[str, int, str]]
) -> None:
    assert told(book) == expected


def test_names_of_sheets_and_columns_go_in_any_case() -> None:
    header, rows = GOOD["spells"].split("\n", 1)
    book = {"CASES": GOOD["cases"], " Spells": header.upper().replace("_", " ") + "\n" + rows}
    assert read_book(book)[1] == []


def test_a_missing_sheet_is_called_as_the_file_is() -> None:
    _, faults = read_sheets([sheet("cases", GOOD["cases"])], named="book.xlsx/{}")
    assert [str(fault) for fault in faults] == ["book.xlsx/spells, 0, , : This sheet is missing."]


def test_empty_rows_are_passed_over_and_counted() -> None:
    rows = "BED-1,1999-01-01,1999-02-01,\n\n,,,\n , ,,\nBED-1,nonsense,2000-01-01,\n"
    assert told({**REQUIRED, "custody": f"case_ref,from_on,to_on,why\n{rows}"}) == [
        ("custody.csv", 6, "from_on")
    ]


def test_a_short_row_lacks_its_last_cells_and_a_long_one_may_end_in_nothing() -> None:
    book = {**REQUIRED, "custody": "case_ref,from_on,to_on,why\nBED-1,2010-01-01\n"}
    assert told(book) == []
    assert told(with_rows(book, "custody", "BED-2,2010-01-01,,,,,")) == []
    assert told(with_rows(book, "custody", "BED-2")) == [("custody.csv", 3, "from_on")]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (2, {"case_ref": "BED/1", "crn": "nonsense"}),
        (2, {"case_ref": "", "district": "Leeds"}),
        (2, {"crn": "nonsense", "born_on": "nonsense", "rosh": "nonsense"}),
        (3, {"case_ref": "BED-1"}),
    ],
)
def test_a_case_whose_own_row_is_wrong_is_no_unknown_case(row: int, cells: dict[str, str]) -> None:
    """Everything else points to it; only a case_ref that is gone altogether is missed."""
    _, faults = read_book(with_cells(GOOD, "cases", row, **cells))
    assert {fault.row for fault in faults if fault.file == "cases.csv"} == {row}
    others = [fault for fault in faults if fault.file != "cases.csv"]
    gone = cells.get("case_ref") in ("", "BED-1")
    assert gone == bool(others)
    assert all("no case" in fault.reason for fault in others)


def test_what_cannot_be_read_causes_no_further_faults() -> None:
    good = [sheet(name, text) for name, text in GOOD.items() if name != "cases"]
    header, *rows = [line.split(",") for line in GOOD["cases"].splitlines()]
    unreadable = Sheet("cases", (), (), "cases.csv", "This file cannot be read.")
    broken = Sheet("cases", header, [BrokenRow("It is broken.", ",".join(rows[0])), *rows[1:]])
    stops = Sheet("cases", header, [rows[2], BrokenRow("It stops here.", last=True)])
    for one, where in ((unreadable, 0), (broken, 2), (stops, 3)):
        _, faults = read_sheets([one, *good])
        assert [fault.row for fault in faults] == [where]
    _, faults = read_sheets([Sheet("", (), (), "a.pdf", "This is no workbook.")])
    assert faults == [Fault("a.pdf", 0, "", "", "This is no workbook.")]


def test_a_meeting_whose_own_row_is_wrong_is_no_unknown_meeting() -> None:
    assert told(with_cells(GOOD, "meetings", 2, level="9")) == [("meetings.csv", 2, "level")]
    assert told(with_cells(GOOD, "meetings", 2, meeting_ref="M/1")) == [
        ("meetings.csv", 2, "meeting_ref")
    ]


def test_a_cell_that_holds_no_value_is_refused_with_what_stands_there() -> None:
    header, *rows = [line.split(",") for line in GOOD["spells"].splitlines()]
    rows[0][6], rows[1][1] = BadCell("Zo\ufffd", "Not UTF-8."), BadCell("", "No stored value.")
    sheets = [sheet("cases", GOOD["cases"]), Sheet("spells", header, rows, "spells.csv")]
    assert [str(fault) for fault in read_sheets(sheets)[1]] == [
        "spells.csv, 2, reason, Zo\ufffd: Not UTF-8.",
        "spells.csv, 3, category, : No stored value.",
    ]


def test_what_the_database_holds_already_is_refused_but_for_an_update() -> None:
    known = Known(
        cases={"BED-1": "BED", "BED-2": "HER"},
        referrals={"R-1": "BED-1", "R-2": "BED-9"},
        actions={"A-1": "BED-1"},
        meetings={"M-1": "BED", "M-2": "HER"},
    )
    references = [
        ("cases.csv", 2, "case_ref"),
        ("cases.csv", 3, "case_ref"),
        ("referrals.csv", 2, "referral_ref"),
        ("referrals.csv", 3, "referral_ref"),
        ("meetings.csv", 2, "meeting_ref"),
        ("meetings.csv", 3, "meeting_ref"),
        ("actions.csv", 2, "action_ref"),
    ]
    assert told(GOOD, known=known) == references
    elsewhere = [references[1], references[3], references[5]]
    assert told(GOOD, known=known, update=True) == elsewhere


def test_more_can_be_brought_in_for_a_case_that_is_there_but_not_its_own_facts() -> None:
    known = Known(cases={"BED-7": "BED", "HER-7": "HER"}, meetings={"M-7": "BED", "M-8": "HER"})
    book = with_rows(GOOD, "referrals", "R-7,BED-7,2014-01-01,,2,open,,,")
    book = with_rows(book, "heard", "M-7,BED-7,,,,")
    assert told(book, known=known) == []
    book = with_rows(book, "referrals", "R-8,HER-7,2014-01-01,,2,open,,,")
    book = with_rows(book, "heard", "M-8,BED-7,,,,")
    book = with_rows(book, "spells", "BED-7,1,1,2014-01-01,,,")
    _, faults = read_book(book, known=known)
    assert [(fault.value, fault.reason.partition(".")[0]) for fault in faults] == [
        ("BED-7", "BED-7 is in the database already, and has no row in the sheet cases"),
        ("HER-7", "There is no case HER-7 in the sheet cases"),
        ("M-8", "There is no meeting M-8 in the sheet meetings"),
    ]


def test_an_identifier_of_somebody_in_the_database_is_refused() -> None:
    held = {("BED", "crn", "X000001"): "BED-9", ("HER", "crn", "X000002"): "HER-1"}
    assert told(GOOD, known=Known(identifiers=held)) == [("cases.csv", 2, "crn")]
    own = {("BED", "crn", "X000001"): "BED-1"}
    assert told(GOOD, known=Known(cases={"BED-1": "BED"}, identifiers=own), update=True) == []


def test_two_cases_may_change_an_identifier_between_them() -> None:
    held = {("BED", "crn", "X000001"): "BED-2", ("BED", "crn", "X000002"): "BED-1"}
    known = Known(cases={"BED-1": "BED", "BED-2": "BED"}, identifiers=held)
    assert told(GOOD, known=known, update=True) == []


def test_a_merged_case_keeps_what_the_other_has_and_leads_to_a_case() -> None:
    header = "case_ref,crn,merged_into\n"
    spells = "case_ref,category,level,started_on,ended_on\n"

    def merged(rows: str) -> list[tuple[int, str]]:
        faults = read_book({"cases": header + rows, "spells": spells})[1]
        return [(fault.row, fault.column) for fault in faults]

    assert merged("BED-1,X000001,BED-2\nBED-2,X000001,\n") == []
    assert merged("BED-1,X000001,BED-3\n") == [(2, "merged_into")]
    assert merged("BED-1,X000001,BED-1\n") == [(2, "merged_into")]
    assert merged("BED-1,,BED-2\nBED-2,,BED-1\n") == [(2, "merged_into"), (3, "merged_into")]


def test_districts_are_of_the_areas_list_in_its_spelling() -> None:
    book = with_cells(GOOD, "cases", 2, district="central bedfordshire")
    assert read_book(book)[0].cases[0].district == "Central Bedfordshire"
    book = with_cells(GOOD, "cases", 2, district="Leeds")
    assert told(book) == [("cases.csv", 2, "district")]
    assert read_book(book, add_districts=True)[0].cases[0].district == "Leeds"
    assert read_book(book, districts={})[0].cases[0].district == "Leeds"
    assert told(with_cells(GOOD, "cases", 2, district="x" * 61), districts={}) != []


def test_a_row_can_belong_to_another_area_unless_all_must_be_of_ones_own() -> None:
    book = {
        "cases": "case_ref,area,district\nBED-1,,Luton\nHER-1,Hertfordshire,Leeds\n",
        "spells": "case_ref,category,level,started_on,ended_on,area\n"
        "BED-1,1,1,2013-01-01,2014-01-01,HER\nBED-1,1,1,2014-01-01,,BED\n",
    }
    read, faults = read_book(book)
    assert faults == []
    assert [case.area for case in read.cases] == ["BED", "HER"]
    assert [spell.area for spell in read.cases[0].spells] == ["HER", ""]
    assert told(book, one_area=True) == [("cases.csv", 3, "area"), ("spells.csv", 2, "area")]
    assert DISTRICTS.keys() == {"BED"}


def test_equal_dates_and_references_are_kept_once() -> None:
    book = read_book(GOOD)[0]
    first, second = book.cases[0].spells
    assert first.ended_on is second.started_on
    assert book.referrals[0].case_ref is book.cases[0].ref


def test_a_fault_is_shown_on_one_short_line() -> None:
    book = with_rows(GOOD, "events", f"BED-1,{'x' * 500}\x1b[2J,2014-01-01,")
    book = with_rows(book, "events", "BED-1,sfo,\u202e2014,")
    odd = Sheet("odd\nname", ("a\nb",), (), "odd\x1bname.csv")
    strange = Sheet("contacts", ("area\nagency", "\u202ename"), (), "contacts\n.csv")
    sheets = [*(sheet(name, text) for name, text in book.items() if name != "contacts"), odd]
    faults = read_sheets([*sheets, strange])[1]
    assert len(faults) == 6
    for fault in faults:
        assert str(fault).isprintable()
        assert len(fault.value) <= 61


def test_a_bad_date_in_a_row_of_the_number_where_the_sheet_before_ended_is_one_fault() -> None:
    spells = "case_ref,category,level,started_on,ended_on\nBED-1,1,2,2014-01-01,\n"
    dates = "case_ref,kind,on\nBED-1,release,2014\nBED-1,licence_end,2015-04-01\n"
    book = {"cases": "case_ref\nBED-1\n", "spells": spells, "dates": dates}
    (fault,) = read_book(book)[1]
    assert (fault.file, fault.row, fault.column) == ("dates.csv", 2, "on")
