"""What a person may see, asked of the database, is what the access table says of every case."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from mappa.access import may_do
from mappa.cases import TeamMember
from mappa.people import ROLES, Deputy, Person
from mappa.workbook.workbooks import MeetingRow
from storage.case_audits import add_audit
from storage.cases import add_cases, list_cases
from storage.databases import Session
from storage.deputies import add_deputy
from storage.hearings import add_hearing
from storage.meeting_lists import Wanted, list_meetings_for
from storage.meetings import add_meeting, set_meeting
from storage.people import add_person, get_person
from storage.tables import audited_cases, cases
from storage.visibility import visible_to
from tests.build import NOW, TODAY, case, person

REFS = ("BED-1", "BED-2", "BED-3", "BED-4")
OWNER = (TeamMember("U0SOME", "owner"),)


@pytest.mark.parametrize("role", ROLES)
def test_the_database_and_the_table_agree(session: Session, role: str) -> None:
    somebody = _fill(session, role)
    assert somebody.hears == ({"BED-1", "BED-2"} if role == "chair" else set())
    found = session.execute(select(cases.c.ref).where(visible_to(somebody))).scalars()
    facts = [stored.facts for stored in list_cases(session, refs=REFS)]
    by_table = [one.ref for one in facts if may_do(somebody, "see case", one)]
    assert sorted(found) == sorted(by_table)
    expected = {"co-ordinator": 4, "practitioner": 1, "chair": 2}
    assert len(by_table) == expected.get(role, 0)


def test_a_chair_sees_nothing_of_a_meeting_that_was_called_off(session: Session) -> None:
    chair = _fill(session, "chair")
    _hear(session, ["BED-4"], chair.user_id, status="cancelled")
    again = get_person(session, chair.team_id, chair.user_id, NOW)
    assert again.hears == {"BED-1", "BED-2"}
    found = session.execute(select(cases.c.ref).where(visible_to(again))).scalars()
    assert set(found) == {"BED-1", "BED-2"}


@pytest.mark.parametrize("role", ["practitioner", "chair", "smb"])
def test_who_stands_in_for_a_chair_sees_what_their_planned_meetings_hear(
    session: Session, role: str
) -> None:
    _fill(session, "chair", team=())
    _hear(session, ["BED-4"], "U0SOME", status="held")
    deputy = add_person(session, person("U0DEP", role), NOW)
    add_deputy(session, "BED", Deputy("U0SOME", "U0DEP", TODAY, TODAY), NOW)
    expected = set() if role == "smb" else {"BED-1", "BED-2"}
    for day, refs in ((TODAY, expected), (TODAY + timedelta(1), set())):
        them = get_person(session, deputy.team_id, "U0DEP", NOW + (day - TODAY))
        assert set(session.execute(select(cases.c.ref).where(visible_to(them))).scalars()) == refs
        stored = [one.facts for one in list_cases(session, refs=REFS)]
        assert {one.ref for one in stored if may_do(them, "see case", one)} == refs
        assert not any(may_do(them, "change case", one) for one in stored)
        seen = [one.facts for one in list_meetings_for(session, Wanted(them))]
        assert len(seen) == bool(refs)
    # Who chairs no more has nobody who chairs in their place.
    add_person(session, person("U0SOME", "practitioner"), NOW)
    assert get_person(session, deputy.team_id, "U0DEP", NOW).hears == set()


def test_an_auditor_sees_the_sample_that_was_drawn_last_and_what_heard_it(session: Session) -> None:
    _fill(session, "chair", team=())
    auditor = add_person(session, person("U0AUD", "auditor"), NOW)
    drawn = (
        (TODAY, ("BED-1", "BED-4")),
        (TODAY - timedelta(days=300), ("BED-3",)),  # brought in later, and not the newest
        (TODAY, ("BED-4",)),
        (TODAY, ()),
    )
    for number, (drawn_on, refs) in enumerate(drawn):
        sample = list(list_cases(session, refs=refs))
        audit = add_audit(session, f"BED-A{number}", "BED", drawn_on)
        rows = [{"audit_id": audit.id, "case_id": one.id} for one in sample]
        if rows:
            session.execute(audited_cases.insert(), rows)
        seen = set(refs) if drawn_on == TODAY else {"BED-1", "BED-4"}
        them = get_person(session, auditor.team_id, auditor.user_id, NOW)
        assert them.drawn == seen
        assert set(session.execute(select(cases.c.ref).where(visible_to(them))).scalars()) == seen
        by_table = {
            one.facts.ref
            for one in list_cases(session, refs=REFS)
            if may_do(them, "see case", one.facts)
        }
        assert by_table == seen
        heard = len(list_meetings_for(session, Wanted(them)))
        assert heard == bool(seen & {"BED-1", "BED-2"}) + ("BED-4" in seen)


def _fill(session: Session, role: str, team: tuple[TeamMember, ...] = OWNER) -> Person:
    somebody = add_person(session, person("U0SOME", role), NOW)
    add_cases(session, [case(ref, team=team if ref == "BED-3" else ()) for ref in REFS], NOW)
    _hear(session, ["BED-1", "BED-2"], "U0SOME")
    _hear(session, ["BED-4"], "U0ELSE")
    return get_person(session, somebody.team_id, somebody.user_id, NOW)


def _hear(session: Session, refs: list[str], chair: str, status: str = "planned") -> None:
    row = MeetingRow("", 2, NOW + timedelta(days=7), area="BED", chair=chair)
    meeting = add_meeting(session, row)
    for stored in list_cases(session, refs=refs):
        assert add_hearing(session, meeting, stored)
        assert not add_hearing(session, meeting, stored)  # it stands there already
    set_meeting(session, meeting, replace(meeting.facts, status=status))
