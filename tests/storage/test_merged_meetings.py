"""What meetings hold of two cases that become one: all of it goes along, and comes back."""

from dataclasses import replace
from datetime import date

from mappa.people import Person
from mappa.workbook.workbooks import (
    ActionRow,
    AttendanceRow,
    HeardRow,
    InvitationRow,
    MeetingRow,
    Workbook,
)
from storage.cases import get_case
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.merges import list_heard_apart
from storage.people import list_people
from storage.tables import reminders
from storage.workbook.exports import export_workbook
from tests.build import NOW, POLICY, case
from tests.storage.test_merges import merged, taken_apart
from tests.storage.workbooks import bring_in, ordered

DAY = date(2026, 5, 1)
MINUTED = HeardRow(
    "M-1", "BED-1", 2, DAY, True, "because", 1, closed_on=DAY, closed_by="U0CORA", form="MAPPA C",
    edition="May 2022", issued_on=DAY, minutes={"risk": "to children", "dissent": "none"},
)  # fmt: skip
DONE = ActionRow(
    "A-1", "BED-1", "police", "Pat", "visit", DAY, None, DAY, slack_id="U0PRIYA", why="agreed",
    meeting_ref="M-2", cannot_on=DAY, note="nobody in",
)  # fmt: skip


def book() -> Workbook:
    """M-1 heard the first; M-2 heard both; M-3 is to hear both, M-4 the first."""
    held = MeetingRow("M-1", 2, NOW, "Town hall", "held", chair="U0CHAS")
    planned = replace(held, ref="M-3", status="planned")
    return Workbook(
        cases=[case("BED-1"), case("BED-2", crn=None)],
        meetings=[held, replace(held, ref="M-2"), planned, replace(planned, ref="M-4")],
        heard=[
            MINUTED,
            replace(MINUTED, meeting_ref="M-2", minutes={"risk": "apart"}),
            HeardRow("M-2", "BED-2", 3, DAY, False, "the other"),
            HeardRow("M-3", "BED-1", position=4),
            HeardRow("M-3", "BED-2", position=2),
            HeardRow("M-4", "BED-1", position=1),
        ],
        attendance=[AttendanceRow("M-1", "BED-1", "police", "attended", "Pat")],
        actions=[DONE, ActionRow("A-2", "BED-1")],
        invitations=[
            InvitationRow("M-1", "BED-1", "police", "U0PETE", answer="accepted"),
            InvitationRow("M-2", "BED-1", "housing", name="Jo", address="jo@housing.example"),
            InvitationRow("M-3", "BED-1", "housing", name="Jo"),
            InvitationRow("M-3", "", "prison", name="Al"),
        ],
    )


def test_all_of_it_goes_along_can_be_read_and_comes_back(
    session: Session, cast: dict[str, Person]
) -> None:
    bring_in(session, book())
    before = export_workbook(session, "BED")
    first, second = get_case(session, "BED-1"), get_case(session, "BED-2")
    merged(session, cast["U0CORA"], first, second)
    after = export_workbook(session, "BED")

    def at(rows: list[HeardRow]) -> list[tuple[str, str, str]]:
        found = [(row.meeting_ref, row.case_ref, row.minutes.get("risk", "")) for row in rows]
        return sorted(found)

    assert at(after.heard) == [
        ("M-1", "BED-2", "to children"),
        ("M-2", "BED-1", "apart"),
        ("M-2", "BED-2", ""),
        ("M-3", "BED-2", ""),
        ("M-4", "BED-2", ""),
    ]
    assert replace(MINUTED, case_ref="BED-2") in after.heard
    assert replace(DONE, case_ref="BED-2") in after.actions
    assert [row.case_ref for row in after.actions] == ["BED-2", "BED-2"]
    assert [row.case_ref for row in after.attendance] == ["BED-2"]
    invited = {(row.meeting_ref, row.case_ref, row.name) for row in after.invitations}
    assert invited == {
        ("M-1", "BED-2", ""), ("M-2", "BED-1", "Jo"), ("M-3", "BED-2", "Jo"), ("M-3", "", "Al")
    }  # fmt: skip
    assert list_heard_apart(session, first.id, second.id) == ["M-2"]
    taken_apart(session, "BED-1")
    assert ordered(export_workbook(session, "BED")) == ordered(before)


def test_reminders_of_what_went_along_are_of_the_case_that_stays(
    session: Session, cast: dict[str, Person]
) -> None:
    workbook = book()
    workbook.actions = [replace(DONE, due_on=date(2026, 9, 1), cannot_on=None)]
    bring_in(session, workbook)

    def told() -> set[tuple[int, str]]:
        people = list_people(session, "BED")
        both = [get_case(session, ref, to_change=True) for ref in ("BED-1", "BED-2")]
        derive_reminders(session, both, people, POLICY, NOW)
        rows = session.execute(reminders.select().where(reminders.c.kind == "action_due"))
        return {(row.case_id, row.subject) for row in rows if row.state != "void"}

    first, second = get_case(session, "BED-1"), get_case(session, "BED-2")
    assert {case_id for case_id, _ in told()} == {first.id}
    merged(session, cast["U0CORA"], first, second)
    assert {case_id for case_id, _ in told()} == {second.id}
    taken_apart(session, "BED-1")
    assert {case_id for case_id, _ in told()} == {first.id}
