"""A workbook is brought in whole or not at all, and taken out again as it was."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from mappa.cases import CaseRecord
from mappa.errors import MappaError
from mappa.people import Person
from mappa.workbook.workbooks import ActionRow, ReferralRow, Workbook
from storage.cases import next_case_ref
from storage.databases import Database, Session
from storage.identifiers import find_by_name
from storage.installations import next_number
from storage.records import find_broken_record
from storage.tables import metadata, records
from storage.workbook.exports import export_workbook
from storage.workbook.imports import NotImported
from tests.build import MARKER, case, person
from tests.storage.caseloads import find_case
from tests.storage.conftest import undone
from tests.storage.whole_workbooks import full_case, whole
from tests.storage.workbooks import bring_in, ordered, with_case, workbooks

IN_ONE_SESSION = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6
)
CORA = person("U0CORA", "co-ordinator")


@IN_ONE_SESSION
@given(workbook=workbooks())
def test_what_is_brought_in_is_taken_out_as_it_was(
    session: Session, cast: dict[str, Person], workbook: Workbook
) -> None:
    with undone(session):
        bring_in(session, workbook)
        taken = export_workbook(session)
        assert ordered(taken) == ordered(workbook)
    with undone(session):
        bring_in(session, taken)
        assert ordered(export_workbook(session)) == ordered(workbook)


def test_every_field_of_a_case_is_brought_in(session: Session) -> None:
    empty = CaseRecord("", "", ())
    full = full_case()
    assert [
        one.name for one in fields(full) if getattr(full, one.name) == getattr(empty, one.name)
    ] == ["erased_on"]  # of an erased case most of the others would be empty
    bring_in(session, Workbook(cases=[full]))
    assert export_workbook(session).cases == [full]


def test_what_was_brought_in_is_counted(session: Session) -> None:
    imported = bring_in(session, whole())
    sheets = ("cases", "meetings", "referrals", "heard", "attendance", "actions", "notes")
    others = ("population", "contacts", "case_audits", "trainings", "deputies", "standing_members")
    assert imported.added == {**dict.fromkeys((*sheets, *others), 1), "invitations": 2}
    assert (imported.changed, imported.differences, imported.only_here) == ({}, (), ())


def test_a_case_that_was_brought_in_is_found(session: Session) -> None:
    bring_in(session, whole())
    found = find_case(session, "BED", "crn", "X001042")
    assert found is not None
    assert found.facts == case()
    assert find_by_name(session, "BED", "marker ZEBEDEE", 5) == [found.id]
    assert find_by_name(session, "BED", "marker zebedee nobody", 5) == []


@pytest.mark.parametrize(
    ("noun", "next_one"),
    [
        ("referral", 8), ("meeting", 4), ("action", 6), ("case", 1043), ("audit", 3),
        ("training", 7),
    ],
)  # fmt: skip
def test_numbers_go_on_after_those_that_were_brought_in(
    session: Session, noun: str, next_one: int
) -> None:
    bring_in(session, whole())
    assert next_number(session, "BED", noun, 1) == next_one
    assert next_case_ref(session, "BED") > "BED-1042"


def test_the_import_is_one_row_of_the_record_for_each_area(session: Session) -> None:
    workbook = whole()
    workbook.cases.append(case("CAM-7", area="CAM", crn="X000009"))
    bring_in(session, workbook)
    rows = session.execute(select(records).order_by(records.c.area)).all()
    assert [(row.area, row.action) for row in rows] == [
        ("BED", "workbook imported"),
        ("CAM", "workbook imported"),
    ]
    said = session.house.open(rows[0].after_sealed, "records.after|BED|1")
    assert all(ref in said for ref in ("BED-1042", "BED-R7", "BED-M3", "BED-AC5"))
    assert "CAM-7" not in said
    assert MARKER not in said
    assert find_broken_record(session, "BED") is None


def fails_at_a_broken_row(workbook: Workbook) -> Workbook:
    """Two actions with one reference, which only the database notices."""
    action = ActionRow("A-1", workbook.cases[-1].ref, what="x")
    return replace(workbook, actions=[action, action])


def test_an_import_that_fails_half_way_leaves_nothing(db: Database) -> None:
    workbook = whole()
    workbook.cases += [case(f"BED-{n}") for n in range(1, 1200)]
    with pytest.raises(MappaError, match="nothing was saved"), db.write() as session:
        bring_in(session, fails_at_a_broken_row(workbook))
    with db.read() as session:
        held = {
            table.name: session.execute(select(func.count()).select_from(table)).scalar()
            for table in metadata.sorted_tables
        }
    assert {name: count for name, count in held.items() if count} == {"data_keys": 2}


def test_every_clash_is_told_at_once(session: Session) -> None:
    bring_in(session, whole())
    with pytest.raises(NotImported) as refused:
        again = whole()
        again.cases.append(case("BED-7"))
        bring_in(session, again)
    assert [fault.value for fault in refused.value.faults] == ["BED-1042"]
    rows = replace(whole(), cases=[], populations=[], meetings=[], trainings=[])
    with pytest.raises(NotImported) as refused:
        bring_in(session, rows)
    assert [(fault.file, fault.value) for fault in refused.value.faults] == [
        ("case_audits", "BED-A2"),
        ("referrals", "BED-R7"),
        ("heard", "BED-1042 BED-M3"),
        ("attendance", "BED-1042 BED-M3 police"),
        ("actions", "BED-AC5"),
        ("notes", "BED-1042 1"),
        ("case_audits", "BED-1042 BED-A2"),
    ]


def test_rows_of_a_case_that_is_here_are_added_to_it(session: Session) -> None:
    bring_in(session, whole())
    more = ReferralRow("BED-R8", "BED-1042", date(2026, 6, 3), None, 3, "open")
    imported = bring_in(session, Workbook(referrals=[more]))
    assert imported.added == {"referrals": 1}
    assert more in export_workbook(session).referrals


@pytest.mark.parametrize(
    ("change", "grants"),
    [
        ({"limited_access": True}, {"limited"}),
        ({"spells": (replace(case().spells[0], category=4),)}, {"category-4"}),
    ],
)
def test_nobody_brings_in_what_they_could_not_see(
    session: Session, cast: dict[str, Person], change: dict[str, Any], grants: set[str]
) -> None:
    workbook = whole(**change)
    cora = cast["U0CORA"]
    granted = replace(cora, grants=frozenset(grants))
    with pytest.raises(NotImported, match="only by somebody who may see it"):
        bring_in(session, workbook, person=cora)
    bring_in(session, workbook, person=granted)
    # Nor is it theirs to correct: it reads as somebody else's.
    harmless = with_case(whole(), lambda one: replace(one, rosh="high"))
    with pytest.raises(NotImported, match="belongs to something else"):
        bring_in(session, harmless, person=cora, update=True)
    assert [one.ref for one in export_workbook(session, "BED", granted).cases] == ["BED-1042"]
    taken = export_workbook(session, "BED", cora)
    assert not (taken.cases or taken.referrals or taken.notes or taken.meetings)
    assert not taken.case_audits


def test_another_areas_case_is_nobodys_to_bring_in(session: Session) -> None:
    with pytest.raises(NotImported, match="only by somebody who may see it"):
        bring_in(session, whole(area="CAM"), person=CORA)


def test_an_area_is_taken_out_alone(session: Session, cast: dict[str, Person]) -> None:
    bring_in(session, whole())
    theirs = replace(whole("CAM-7", area="CAM", crn="X000009"), contacts=[], populations=[])
    theirs.case_audits = [replace(theirs.case_audits[0], audit_ref="CAM-A1", area="CAM")]
    theirs.trainings, theirs.deputies = [replace(theirs.trainings[0], ref="T-1", area="CAM")], []
    theirs.referrals = [replace(theirs.referrals[0], ref="CAM-R1")]
    theirs.meetings = [replace(theirs.meetings[0], ref="CAM-M1")]
    theirs.heard = [replace(theirs.heard[0], meeting_ref="CAM-M1")]
    theirs.attendance, theirs.actions = [], []
    theirs.invitations = [replace(one, meeting_ref="CAM-M1") for one in theirs.invitations]
    theirs.standing_members = [replace(theirs.standing_members[0], area="CAM")]
    bring_in(session, theirs, area="CAM")
    assert ordered(export_workbook(session, "CAM")) == ordered(theirs)
    assert ordered(export_workbook(session, "BED")) == ordered(whole())
