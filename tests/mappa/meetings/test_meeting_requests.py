"""What is asked for before a meeting: once, due in time, and no longer than the meeting stands."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.case_facts import Request
from mappa.errors import RuleBroken
from mappa.meetings.meeting_requests import (
    INFORMATION,
    REPORT,
    InformationAsked,
    due_before,
    moved,
    open_for,
    read_information_asked,
    with_request,
    withdrawn,
)
from tests.build import POLICY, TODAY, case

ON = date(2026, 7, 7)  # a Tuesday
DUE = date(2026, 7, 3)
NO_CLOCKS = replace(POLICY, clocks={})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("housing", InformationAsked(("housing",))),
        ("social-services, housing", InformationAsked(("social-services", "housing"))),
        (
            "Education and housing for school attendance by 1 July 2026",
            InformationAsked(("housing", "education"), "school attendance", date(2026, 7, 1)),
        ),
        ("housing case bed-1042", InformationAsked(("housing",), "", None, "BED-1042")),
        ('housing for "a letter by the GP"', InformationAsked(("housing",), "a letter by the GP")),
    ],
)
def test_a_line_is_read(typed: str, read: InformationAsked) -> None:
    assert read_information_asked(typed, TODAY) == read


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("", "agencies"),
        ("circus", "agencies"),
        ("housing, prison", "agencies"),
        ("housing by never", "by"),
        ("housing by 1 June 2026", "by"),
        ("housing for", "for"),
        ("housing case <x>", "case"),
        ("housing because he asked", "because"),
    ],
)
def test_what_cannot_be_read_is_refused_by_field(typed: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_information_asked(typed, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "on", "today", "due"),
    [
        (REPORT, ON, TODAY, date(2026, 7, 3)),  # two working days before
        (INFORMATION, ON, TODAY, date(2026, 6, 30)),
        (REPORT, date(2026, 4, 7), TODAY.replace(month=3), date(2026, 4, 1)),  # Easter between
        (INFORMATION, ON, date(2026, 7, 5), date(2026, 7, 5)),  # too late for the clock
        (REPORT, TODAY, TODAY, TODAY),
    ],
)
def test_it_is_due_by_the_clock_before_the_meeting(
    kind: str, on: date, today: date, due: date
) -> None:
    assert due_before(POLICY, kind, on, today) == due
    assert due_before(NO_CLOCKS, kind, on, today) == due


def test_a_report_is_asked_for_once_and_again_only_after_it_was_withdrawn() -> None:
    given = {"agency": "police", "due_on": DUE, "today": TODAY, "owner": "U0PETE"}
    first = with_request(case(), "BED-M1", REPORT, **given)  # type: ignore[arg-type]
    assert first.requests == (
        Request(1, REPORT, TODAY, "Report for meeting BED-M1", "", "U0PETE", "police", DUE),
    )
    assert with_request(first, "BED-M1", REPORT, **given) is first  # type: ignore[arg-type]
    other = with_request(first, "BED-M12", REPORT, **given)  # type: ignore[arg-type]
    assert len(other.requests) == 2
    assert [one.number for one in open_for(other, "BED-M1")] == [1]
    gone = withdrawn(other, "BED-M1", TODAY, lambda one: one.owner == "U0PETE")
    assert [(one.outcome, one.closed_on) for one in gone.requests] == [
        ("withdrawn", TODAY),
        ("", None),
    ]
    assert len(with_request(gone, "BED-M1", REPORT, **given).requests) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("there", "is_enough"),
    [
        (Request(1, REPORT, TODAY, "a report", "", "U0PETE"), True),
        (Request(1, REPORT, TODAY, "a report", "", "", "police"), True),
        (Request(1, REPORT, TODAY, "a report", "", "U0PRIYA", "police"), False),
        (Request(1, REPORT, TODAY, "a report", "", "U0PETE", closed_on=TODAY), False),
        (Request(1, REPORT, TODAY, "for meeting BED-M1", "", "U0PETE", closed_on=TODAY), True),
        (Request(1, REPORT, TODAY, "for meeting BED-M12", "", "U0PETE"), False),
        (Request(1, INFORMATION, TODAY, "a report", "", "U0PETE"), False),
    ],
)
def test_one_that_was_asked_by_hand_is_enough(there: Request, is_enough: bool) -> None:
    asked = replace(case(), requests=(there,))
    after = with_request(
        asked, "BED-M1", REPORT, agency="police", owner="U0PETE", due_on=DUE, today=TODAY
    )
    assert (after is asked) is is_enough


def test_what_was_due_by_the_clock_follows_the_meeting_and_what_was_agreed_stays() -> None:
    asked = case()
    for agency, due_on in (("housing", date(2026, 6, 30)), ("education", date(2026, 7, 1))):
        asked = with_request(
            asked, "BED-M1", INFORMATION, agency=agency, due_on=due_on, today=TODAY, what="x"
        )
    later = moved(asked, "BED-M1", POLICY, ON, date(2026, 7, 14), TODAY)
    assert [one.due_on for one in later.requests] == [date(2026, 7, 7), date(2026, 7, 1)]
    assert moved(asked, "BED-M2", POLICY, ON, date(2026, 7, 14), TODAY) == asked
