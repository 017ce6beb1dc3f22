"""Merges as they are stored: both cases come back exactly, with whatever else belongs to them."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from mappa.asking.questions import Day, Question
from mappa.cases import CaseRecord, Spell
from mappa.errors import RuleBroken
from mappa.findings import Named
from mappa.merging import merge_cases
from mappa.people import Person
from mappa.unmerging import without_merged
from mappa.workbook.workbooks import ActionRow, AttendanceRow, HeardRow, MeetingRow, ReferralRow
from storage.asking.counting import count
from storage.asking.scopes import Scope
from storage.case_rows import REFERRALS
from storage.cases import StoredCase, add_cases, get_case
from storage.databases import Session
from storage.findings import find_cases_for
from storage.meeting_rows import ACTIONS, ATTENDANCE, HEARD
from storage.meetings import add_meetings
from storage.merges import (
    add_merge,
    find_merge,
    get_survivor,
    list_heard_apart,
    list_merged,
    set_undone,
)
from storage.notes import add_note, list_notes
from storage.row_kinds import Links
from tests.build import NOW, TODAY, case
from tests.storage.caseloads import case_records, in_order
from tests.storage.conftest import undone


def merged(session: Session, by: Person, first: StoredCase, second: StoredCase) -> StoredCase:
    made = merge_cases(first.facts, second.facts, keeping=second.facts.ref)
    return add_merge(session, first, second, made, by, NOW)[1]


def taken_apart(session: Session, ref: str) -> None:
    first = get_case(session, ref)
    merge = find_merge(session, first)
    assert merge is not None
    second = get_case(session, merge.second.ref)
    facts = without_merged(second.facts, merge.second, merge.into)
    set_undone(session, merge, first, second, facts, NOW)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(first=case_records("BED-1"), second=case_records("BED-2"))
def test_a_merge_and_its_way_back_leave_both_cases_exactly_as_they_were(
    session: Session, cast: dict[str, Person], first: CaseRecord, second: CaseRecord
) -> None:
    both = [replace(one, merged_into=None) for one in (first, second)]
    with undone(session):
        one, other = add_cases(session, both, NOW)
        try:
            after = merged(session, cast["U0CORA"], one, other)
        except RuleBroken:
            return
        assert in_order(get_case(session, "BED-2").facts) == in_order(after.facts)
        assert get_case(session, "BED-1").facts.merged_into == "BED-2"
        taken_apart(session, "BED-1")
        for was in both:
            assert in_order(get_case(session, was.ref).facts) == in_order(was)


def test_the_person_counts_once_and_is_found_once(
    session: Session, cast: dict[str, Person]
) -> None:
    first, second = add_cases(
        session, [case("BED-1", name="Ann Other"), case("BED-2", name="", crn=None)], NOW
    )

    def counted() -> int:
        return count(
            session, Question("people", Day(TODAY), TODAY), Scope("BED", category_4=True)
        ).whole.count

    def found() -> list[int]:
        return find_cases_for(session, cast["U0CORA"], Named("other ann"))

    assert (counted(), found()) == (2, [first.id])
    merged(session, cast["U0CORA"], first, second)
    assert (counted(), found()) == (1, [second.id])
    taken_apart(session, "BED-1")
    assert (counted(), found()) == (2, [first.id])


def test_what_has_rows_of_its_own_goes_along_and_can_be_read(
    session: Session, cast: dict[str, Person]
) -> None:
    first, second = add_cases(session, [case("BED-1"), case("BED-2", crn=None)], NOW)
    meeting = MeetingRow("M-1", 2, NOW, "Town hall", "held", "BED")
    links = Links(add_meetings(session, [meeting, replace(meeting, ref="M-2")]))
    links = replace(links, meeting_refs={row: ref for ref, row in links.meetings.items()})
    day = date(2026, 5, 1)
    items: list[tuple[Any, Any]] = [
        (REFERRALS, ReferralRow("R-1", "BED-1", day, "police", 2, "open", None, None, "why")),
        (ACTIONS, ActionRow("A-1", "BED-1", "police", "Pat", "visit", day, None, day)),
        (HEARD, HeardRow("M-1", "BED-1", 2, day, True, "because")),
        (HEARD, HeardRow("M-2", "BED-1", 2, day, True, "apart")),
        (ATTENDANCE, AttendanceRow("M-1", "BED-1", "police", "attended", "Pat")),
    ]
    for kind, item in items:
        session.execute(kind.table.insert().values(**kind.to_row(first, item, links, NOW)))
    both = HeardRow("M-2", "BED-2", 2, day, True, "the other")
    session.execute(HEARD.table.insert().values(**HEARD.to_row(second, both, links, NOW)))

    def held(case: StoredCase) -> set[str]:
        read = set()
        for kind in (REFERRALS, ACTIONS, HEARD, ATTENDANCE):
            table = kind.table
            for row in session.execute(table.select().where(table.c.case_id == case.id)):
                item = kind.from_row(case, row, links)
                read.add(f"{kind.name} {kind.same(item)} {getattr(item, 'rationale', '')}".strip())
        return read

    before = held(first), held(second)
    merged(session, cast["U0CORA"], first, second)
    assert held(first) == {"heard M-2 apart"}
    assert held(second) == (before[0] - {"heard M-2 apart"}) | before[1]
    assert list_heard_apart(session, first.id, second.id) == ["M-2"]
    taken_apart(session, "BED-1")
    assert (held(first), held(second)) == before


def test_cases_merged_one_after_the_other_are_all_known_by_the_last(
    session: Session, cast: dict[str, Person]
) -> None:
    by = cast["U0CORA"]
    bare = {"spells": (Spell(2, 2, TODAY),), "crn": None}
    a, b, c = add_cases(session, [case(f"BED-{n}", **bare) for n in (1, 2, 3)], NOW)
    add_note(session, a, "of the first", by, NOW)
    merged(session, by, a, b)
    merged(session, by, get_case(session, "BED-2"), c)
    assert [one.facts.ref for one in list_merged(session, c.id)] == ["BED-1", "BED-2"]
    assert [note for _, note in list_notes(session, list_merged(session, c.id)[0], 9)] == [
        "of the first"
    ]
    assert get_survivor(session, get_case(session, "BED-1")).id == c.id
    taken_apart(session, "BED-2")
    assert [one.facts.ref for one in list_merged(session, c.id)] == []
    assert [one.facts.ref for one in list_merged(session, b.id)] == ["BED-1"]
