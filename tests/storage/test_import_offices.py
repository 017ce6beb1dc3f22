"""What an area keeps beside its cases comes and goes with a workbook; so does who said what."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from mappa.case_audits import AuditedCase
from mappa.cases import TeamMember
from mappa.people import Deputy, Person
from mappa.trainings import Training
from mappa.workbook.workbooks import AuditedRow, DeputyRow, HeardRow, MeetingRow, Workbook
from storage.case_audits import list_audited_cases, list_case_audits
from storage.databases import Session
from storage.deputies import list_deputies_ahead, set_deputy_ended
from storage.records import find_broken_record
from storage.referrals import find_referral
from storage.tables import audited_cases, notes, records, reminders, trainings
from storage.trainings import list_trainings
from storage.workbook.exports import export_workbook
from storage.workbook.imports import NotImported
from storage.workbook.known_references import KnownReferences
from tests.build import NOW, case
from tests.mappa.workbooks import read_book
from tests.storage.whole_workbooks import whole
from tests.storage.workbooks import bring_in, ordered

DAY, LATER = date(2026, 5, 1), date(2026, 12, 1)


def test_it_is_where_the_bot_looks_for_it(session: Session) -> None:
    bring_in(session, whole())
    assert list_trainings(session, "BED", DAY, LATER) == [
        Training("BED-T6", date(2026, 5, 6), ("police", "housing"), 14, "risk")
    ]
    (audit,) = list_case_audits(session, "BED", DAY, LATER)
    assert (audit.ref, audit.drawn_on) == ("BED-A2", date(2026, 5, 4))
    assert list_audited_cases(session, "BED", "BED-A2") == [
        AuditedCase("BED-1042", "met", date(2026, 5, 5), "up to date")
    ]
    assert list_deputies_ahead(session, "BED", DAY) == [
        Deputy("U0PRIYA", "U0GONE", date(2026, 7, 1), date(2026, 7, 14))
    ]


def test_its_free_text_is_sealed(session: Session) -> None:
    bring_in(session, whole())
    kept = [session.execute(select(table)).one() for table in (audited_cases, trainings)]
    assert b"up to date" not in kept[0].note_sealed
    assert b"risk" not in kept[1].about_sealed


def test_what_was_called_off_is_not_taken_out(session: Session) -> None:
    bring_in(session, whole())
    set_deputy_ended(session, "BED", "U0PRIYA", "U0GONE", NOW, DAY)
    assert export_workbook(session, "BED").deputies == []


@pytest.mark.parametrize(
    ("sheet", "change", "line"),
    [
        ("case_audits", {"outcome": "not-met"},
         "BED-1042 audit BED-A2 outcome: met -> not-met"),
        ("case_audits", {"drawn_on": date(2026, 5, 3)},
         "audit BED-A2 drawn_on: 2026-05-04 -> 2026-05-03"),
        ("trainings", {"attended": 15}, "training BED-T6 attended: 14 -> 15"),
        ("deputies", {"deputy_slack_id": "U0PETE"},
         "deputy of U0PRIYA from 2026-07-01 deputy_slack_id: U0GONE -> U0PETE"),
    ],
)  # fmt: skip
def test_what_differs_is_refused_or_with_an_update_corrected(
    session: Session, sheet: str, change: dict[str, Any], line: str
) -> None:
    bring_in(session, whole())
    (row,) = getattr(whole(), sheet)
    only, told = Workbook(), whole()
    for one in (only, told):
        setattr(one, sheet, [replace(row, **change)])
    with pytest.raises(NotImported, match="is in the database already"):
        bring_in(session, only)
    again = bring_in(session, told, update=True)
    assert (again.differences, again.changed, again.added) == ((line,), {sheet: 1}, {})
    assert ordered(export_workbook(session, "BED")) == ordered(told)
    last = session.execute(select(records.c.action).order_by(records.c.number.desc())).scalar()
    assert last == f"{line.removeprefix('BED-1042 ').partition(' ')[0]} changed"
    assert find_broken_record(session, "BED") is None


def test_an_empty_cell_takes_nothing_back(session: Session) -> None:
    bring_in(session, whole())
    told = whole()
    told.trainings = [replace(told.trainings[0], attended=None, about="", area="")]
    told.case_audits = [AuditedRow("BED-A2", "BED-1042", date(2026, 5, 4))]
    again = bring_in(session, told, update=True)
    assert (again.differences, again.changed, again.added) == ((), {}, {})
    assert ordered(export_workbook(session, "BED")) == ordered(whole())


def test_another_deputy_at_that_time_is_refused(session: Session) -> None:
    bring_in(session, whole())
    (row,) = whole().deputies
    for update in (False, True):
        other = replace(row, deputy_slack_id="U0PETE", from_on=date(2026, 7, 14), until_on=LATER)
        with pytest.raises(NotImported, match="U0PRIYA has another deputy at that time"):
            bring_in(session, Workbook(deputies=[other]), update=update)
    after = replace(other, from_on=date(2026, 7, 15))
    assert bring_in(session, Workbook(deputies=[after, row])).added == {"deputies": 1}


def test_nobody_corrects_what_is_another_areas(session: Session, cast: dict[str, Person]) -> None:
    theirs = whole("CAM-7", area="CAM", crn="X000009")
    theirs.case_audits = [replace(theirs.case_audits[0], area="CAM")]
    theirs.trainings = [replace(theirs.trainings[0], area="CAM")]
    bring_in(session, theirs, area="CAM")
    mine = Workbook(
        cases=[case("BED-9")],
        case_audits=[AuditedRow("BED-A2", "BED-9", date(2026, 5, 4))],
        trainings=[replace(theirs.trainings[0], attended=1, area="")],
    )
    with pytest.raises(NotImported) as refused:
        bring_in(session, mine, person=cast["U0CORA"], update=True)
    assert "belongs to something else" in str(refused.value)


def test_what_names_no_area_is_of_that_of_its_case_or_of_the_import(session: Session) -> None:
    workbook = whole("CAM-7", area="CAM", crn="X000009")
    workbook.case_audits = [replace(workbook.case_audits[0], area="")]
    workbook.trainings = [replace(workbook.trainings[0], area="")]
    bring_in(session, workbook)
    taken = export_workbook(session)
    assert [row.area for row in taken.case_audits] == ["CAM"]
    assert [row.area for row in taken.trainings] == ["BED"]


def test_who_said_what_is_kept_also_of_people_who_are_not_registered(session: Session) -> None:
    workbook = whole()
    workbook.referrals = [
        replace(
            workbook.referrals[0], decision="accepted", decided_on=date(2026, 6, 11),
            referred_by="U0GONE", decided_by="U0AWAY",
        )
    ]  # fmt: skip
    bring_in(session, workbook)
    taken = export_workbook(session, "BED")
    assert ordered(taken) == ordered(workbook)
    assert taken.notes[0].slack_id == "U0PRIYA"
    referral = find_referral(session, "BED-R7")
    assert referral is not None
    assert (referral.person_id, referral.referred_by, referral.decided_by) == (
        None, "U0GONE", "U0AWAY",
    )  # fmt: skip
    again = bring_in(session, workbook, update=True)
    assert (again.differences, again.changed) == ((), {})


def test_who_is_registered_is_named_by_their_row(session: Session, cast: dict[str, Person]) -> None:
    bring_in(session, whole())
    row = session.execute(select(notes)).one()
    assert (row.person_id, row.said_by) == (cast["U0PRIYA"].id, None)


def test_a_case_that_was_also_heard_elsewhere_is_updated(session: Session) -> None:
    workbook = whole()
    workbook.meetings.append(MeetingRow("BED-M4", 2, NOW, status="held"))
    workbook.heard.append(HeardRow("BED-M4", "BED-1042", 2))
    bring_in(session, workbook)
    again = bring_in(session, whole(), update=True)
    assert (again.differences, again.changed) == ((), {})
    only = Workbook(heard=[HeardRow("BED-M4", "BED-1042", 3)])
    assert bring_in(session, only, update=True).changed == {"heard": 1}


def test_a_workbook_of_several_areas_comes_again(session: Session) -> None:
    book = {
        "cases": "case_ref,area\nCAM-7,CAM\n",
        "spells": "case_ref,category,level,started_on,ended_on\nCAM-7,1,2,2014-01-01,\n",
        "meetings": "meeting_ref,level,starts_at,place,status\nM-1,2,2014-02-03T10:00,Ely,held\n",
        "heard": "meeting_ref,case_ref\nM-1,CAM-7\n",
        "case_audits": "audit_ref,case_ref,drawn_on\nA-1,CAM-7,2014-02-03\n",
    }
    bring_in(session, read_book(book)[0])
    taken = export_workbook(session)
    assert [taken.meetings[0].area, taken.case_audits[0].area] == ["CAM", "CAM"]
    again, faults = read_book(book, known=KnownReferences(session), update=True)
    assert faults == []
    assert bring_in(session, again, update=True).differences == ()
    book["meetings"] = book["meetings"].replace("Ely", "Cambridge")
    again, faults = read_book(book, known=KnownReferences(session), update=True)
    assert faults == []
    done = bring_in(session, again, update=True)
    assert done.differences == ("meeting M-1 place: Ely -> Cambridge",)
    assert export_workbook(session).meetings[0].area == "CAM"


@pytest.mark.parametrize("together", [True, False])
def test_a_deputy_is_reminded_of_cases_that_come_along_or_are_here(
    session: Session, cast: dict[str, Person], together: bool
) -> None:
    cases = Workbook(cases=[case(team=(TeamMember("U0PRIYA", "owner"),))])
    deputies = [DeputyRow("BED", "U0PRIYA", "U0PETE", date(2026, 9, 1), date(2026, 10, 15))]
    if together:
        bring_in(session, replace(cases, deputies=deputies))
    else:
        bring_in(session, cases)
        done = bring_in(session, Workbook(deputies=deputies), person=cast["U0CORA"])
        assert (done.added, done.differences) == ({"deputies": 1}, ())
    theirs = (reminders.c.person_id == cast["U0PETE"].id) & (reminders.c.state == "planned")
    due = session.execute(select(reminders.c.due_at).where(theirs)).scalars().all()
    assert [at.date() for at in due] == [date(2026, 9, 30)]
