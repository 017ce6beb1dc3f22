"""Which meetings somebody may see and which cases are due, asked of the database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mappa.cases import CaseRecord, Spell, TeamMember
from mappa.people import Person
from mappa.workbook.workbooks import MeetingRow
from storage.cases import add_case
from storage.databases import Database, Session
from storage.hearings import add_hearing
from storage.invitations import add_invitation, list_invitations, mark_invited
from storage.meeting_lists import (
    Wanted,
    count_meetings_for,
    find_due_cases,
    list_levels_sought,
    list_meetings_for,
    list_planned_for,
    may_see_meeting,
)
from storage.meetings import StoredMeeting, add_meeting, set_meeting
from tests.build import NOW, TODAY, case, person

CORA, CHAS = person("U0CORA", "co-ordinator"), person("U0CHAS", "chair")
PRIYA, PETE = person("U0PRIYA"), person("U0PETE")
AT = datetime(2026, 7, 7, 9, tzinfo=UTC)


def planned(session: Session, day: int = 7, **given: object) -> StoredMeeting:
    row = MeetingRow("", 2, AT.replace(day=day), "Example House", area="BED")
    return add_meeting(session, replace(row, **given))  # type: ignore[arg-type]


def heard(session: Session, meeting: StoredMeeting, facts: CaseRecord) -> int:
    stored = add_case(session, facts, NOW)
    add_hearing(session, meeting, stored)
    return stored.id


def seen_by(session: Session, someone: Person, **given: object) -> list[str]:
    wanted = Wanted(someone, **given)  # type: ignore[arg-type]
    found = [one.facts.ref for one in list_meetings_for(session, wanted)]
    assert count_meetings_for(session, wanted) == len(found)
    return found


def test_each_sees_the_meetings_that_are_theirs_in_the_order_of_time(db: Database) -> None:
    with db.write() as session:
        second = planned(session, 8, chair="U0CHAS")
        first = planned(session, 7)
        other = planned(session, 9, area="HER", chair="U0CHAS")
        heard(session, first, case())
        heard(session, second, case("BED-1043", team=(TeamMember("U0PETE"),)))
        heard(session, second, case("BED-1044", limited_access=True))
        add_invitation(session, second.id, None, "probation", user_id="U0PRIYA")
        both = [first.facts.ref, second.facts.ref]
        assert seen_by(session, CORA) == both
        assert seen_by(session, CORA, newest_first=True) == both[::-1]
        assert seen_by(session, CHAS) == both[1:]
        assert seen_by(session, PRIYA) == both[:1]  # invited, and not told yet
        mark_invited(session, list_invitations(session, [second.id]), NOW)
        assert seen_by(session, PRIYA) == both
        assert seen_by(session, PETE) == both[1:]
        deputy = replace(person("U0NOEL"), stands_in_for=frozenset({"U0PRIYA"}))
        assert seen_by(session, deputy) == both
        for nobody in ("smb", "lay-adviser", "auditor", "admin"):
            assert seen_by(session, person("U0PRIYA", nobody)) == []
        assert not may_see_meeting(session, CORA, other.id)
        assert seen_by(session, CORA, to_at=second.facts.starts_at) == both[:1]
        assert seen_by(session, CORA, from_at=second.facts.starts_at) == both[1:]
        assert seen_by(session, CORA, states=("held",)) == []


def test_cases_that_are_due_and_on_no_agenda_are_found_the_most_pressing_first(
    db: Database,
) -> None:
    def at(ref: str, review: date | None = None, level: int = 2, **given: object) -> CaseRecord:
        dates = {"review": review} if review else {}
        spells = (Spell(2, level, date(2026, 1, 5)),)
        made = case(ref, spells=spells, dates=dates, crn=None)
        return replace(made, **given)  # type: ignore[arg-type]

    by = TODAY + timedelta(20)
    left = (Spell(2, 2, date(2026, 1, 5), TODAY),)
    with db.write() as session:
        meeting, past = planned(session), planned(session, 7, starts_at=NOW - timedelta(1))
        wanted = [
            add_case(session, facts, NOW).id
            for facts in (at("BED-3"), at("BED-2", by), at("BED-1", TODAY - timedelta(30)))
        ]
        for facts in (
            at("BED-4", by + timedelta(1)),
            at("BED-5", by, level=3),
            at("BED-6", by, spells=left),
            at("BED-7", by, limited_access=True),
            at("BED-8", by, area="HER"),
        ):
            add_case(session, facts, NOW)
        on_it = heard(session, meeting, at("BED-9", by))
        missed = heard(session, past, at("BED-10", by - timedelta(1)))

        def due() -> list[int]:
            return find_due_cases(session, CORA, 2, by, TODAY, NOW)

        assert due() == [wanted[2], missed, wanted[1], wanted[0]]
        assert [
            (one, m.facts.ref) for one, m in list_planned_for(session, [on_it, missed], NOW)
        ] == [(on_it, meeting.facts.ref)]
        set_meeting(session, meeting, replace(meeting.facts, status="cancelled"))
        assert on_it in due()
        assert list_planned_for(session, [on_it], NOW) == []
        assert list_levels_sought(session, [on_it]) == {}
