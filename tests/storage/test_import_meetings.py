"""Meetings that come again with a workbook: what differs is corrected, nothing is taken back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mappa.people import Person
from mappa.workbook.workbooks import ActionRow, HeardRow, MeetingRow
from storage.databases import Session
from storage.workbook.exports import export_workbook
from storage.workbook.imports import NotImported
from tests.build import NOW, person
from tests.storage.whole_workbooks import whole
from tests.storage.workbooks import bring_in, ordered

DAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("sheet", "change", "line"),
    [
        ("heard", {"minutes": {"risk": "to all", "supervision": "weekly"}},
         "hearing BED-M3 minutes risk: to children -> to all"),
        ("heard", {"issued_on": DAY}, "hearing BED-M3 issued_on: 2026-06-05 -> 2026-05-01"),
        ("actions", {"note": "one now"}, "action BED-AC5 note: nothing free -> one now"),
    ],
)  # fmt: skip
def test_what_differs_is_corrected(
    session: Session, cast: dict[str, Person], sheet: str, change: dict[str, Any], line: str
) -> None:
    bring_in(session, whole())
    told = whole()
    (row,) = getattr(told, sheet)
    setattr(told, sheet, [replace(row, **change)])
    assert bring_in(session, told, update=True).differences == (f"BED-1042 {line}",)
    assert ordered(export_workbook(session, "BED")) == ordered(told)


def test_a_sheet_without_the_newer_columns_takes_nothing_back(
    session: Session, cast: dict[str, Person]
) -> None:
    full = whole()
    full.heard = [replace(full.heard[0], leaves=True, outcome_level=None)]
    bring_in(session, full)
    told = replace(whole(), invitations=[], standing_members=[])
    told.meetings = [MeetingRow("BED-M3", 2, full.meetings[0].starts_at, "Bedford", "held")]
    told.heard = [HeardRow("BED-M3", "BED-1042", minutes={"diversity": "needs an interpreter"})]
    told.actions = [ActionRow("BED-AC5", "BED-1042")]
    again = bring_in(session, told, update=True)
    assert len(again.differences) == 1
    minutes = {**full.heard[0].minutes, "diversity": "needs an interpreter"}
    full.heard = [replace(full.heard[0], minutes=minutes)]
    assert ordered(export_workbook(session, "BED")) == ordered(full)


def test_an_invitation_is_answered_once_and_who_was_invited_twice_stays_so(
    session: Session, cast: dict[str, Person]
) -> None:
    told = whole()
    twice = replace(told.invitations[1], withdrawn_at=None)
    told.invitations = [*told.invitations, twice]
    bring_in(session, told)
    answered = replace(twice, answer="report", answered_at=NOW)
    told.invitations = [*told.invitations[:2], answered]
    again = bring_in(session, told, update=True)
    assert [line for line in again.differences if "report" in line] == [
        "invitation to BED-M3 BED-1042 housing answer: nothing -> report"
    ]
    assert again.changed == {"invitations": 1}
    assert ordered(export_workbook(session, "BED")) == ordered(told)


def test_a_planned_meeting_that_moves_outdoes_what_calendars_hold(session: Session) -> None:
    told = whole()
    told.meetings = [replace(told.meetings[0], status="planned")]
    bring_in(session, told)
    moved = replace(told.meetings[0], place="Luton", version=0)
    told.meetings = [moved]
    for _ in range(2):
        bring_in(session, told, update=True)
    assert export_workbook(session, "BED").meetings == [replace(moved, version=5)]


def test_only_who_may_change_a_case_invites_for_it(session: Session) -> None:
    told = whole(limited_access=True)
    bring_in(session, replace(told, invitations=[]))
    more = replace(whole(), cases=[], referrals=[], meetings=[], heard=[], attendance=[])
    more = replace(more, actions=[], notes=[], case_audits=[], trainings=[], deputies=[])
    cora = person("U0CORA", "co-ordinator")
    with pytest.raises(NotImported, match="BED-1042 belongs to something else"):
        bring_in(session, replace(more, contacts=[], populations=[]), person=cora)


def test_who_sees_few_cases_takes_out_who_is_invited_for_these(
    session: Session, cast: dict[str, Person]
) -> None:
    told = whole()
    gated = whole("BED-1043", limited_access=True)
    told.cases += gated.cases
    told.invitations += [replace(told.invitations[0], case_ref="BED-1043")]
    bring_in(session, told)
    cora = person("U0CORA", "co-ordinator")
    assert len(export_workbook(session, "BED").invitations) == 3
    seen = export_workbook(session, "BED", cora).invitations
    assert [one.case_ref for one in seen] == ["", "BED-1042"]
