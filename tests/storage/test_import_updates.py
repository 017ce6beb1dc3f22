"""A workbook that comes again: what differs is told and corrected, nothing is lost or doubled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select, update

from mappa.case_facts import Request
from mappa.cases import CaseRecord, Custody, Event, Spell, TeamMember
from mappa.people import Person
from mappa.workbook.workbooks import Workbook
from storage.cases import get_case, set_case
from storage.databases import Session
from storage.records import find_broken_record, list_history
from storage.tables import cases, data_keys
from storage.workbook.exports import export_workbook
from storage.workbook.imports import NotImported
from tests.build import case
from tests.storage.conftest import undone
from tests.storage.whole_workbooks import full_case, whole
from tests.storage.workbooks import bring_in, ordered, with_case, workbooks

IN_ONE_SESSION = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5
)
DAY = date(2026, 5, 1)


@IN_ONE_SESSION
@given(workbook=workbooks())
def test_the_same_workbook_again_changes_nothing(
    session: Session, cast: dict[str, Person], workbook: Workbook
) -> None:
    workbook.cases = [replace(one, merged_into=None) for one in workbook.cases]
    with undone(session):
        bring_in(session, workbook)
        taken = export_workbook(session)
        again = bring_in(session, workbook, update=True)
        assert (again.added, again.changed, again.differences, again.only_here) == ({}, {}, (), ())
        assert ordered(export_workbook(session)) == ordered(taken)


def test_a_sheet_that_is_absent_says_nothing(session: Session, cast: dict[str, Person]) -> None:
    full = replace(full_case(), merged_into=None)
    bring_in(session, replace(whole(), cases=[full]))
    bare = CaseRecord(full.ref, "BED", full.spells)
    again = bring_in(
        session, Workbook(cases=[bare], given=frozenset(["cases", "spells"])), update=True
    )
    assert (again.changed, again.differences) == ({}, ())
    assert get_case(session, full.ref).facts == full


def test_what_stands_only_here_is_told_and_left(session: Session) -> None:
    bring_in(session, whole(events=(Event("sfo", DAY),)))
    told = replace(case(), dates={"review": DAY}, events=(Event("sfo", date(2026, 5, 2)),))
    workbook = Workbook(cases=[told], given=frozenset(["cases", "spells", "dates", "events"]))
    again = bring_in(session, workbook, update=True)
    assert again.only_here == (
        "BED-1042 events: kind sfo, on 2026-05-01",
        "BED-1042 dates licence_end: 2027-03-31",
    )
    facts = get_case(session, "BED-1042").facts
    assert facts.dates == {"licence_end": date(2027, 3, 31), "review": DAY}
    assert [event.on.day for event in facts.events] == [1, 2]


Change = Callable[[CaseRecord], CaseRecord]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda one: replace(one, rosh="high"), "BED-1042 rosh: nothing -> high"),
        (lambda one: replace(one, dates={"licence_end": DAY}),
         "BED-1042 dates licence_end: 2027-03-31 -> 2026-05-01"),
        (lambda one: replace(one, custody=(Custody(DAY, why="remand"),)),
         "BED-1042 custody: from_on 2026-05-01, to_on still running, why remand is new"),
        (lambda one: replace(one, crn="X000007"), "BED-1042 crn: X001042 -> X000007"),
    ],
)  # fmt: skip
def test_what_differs_is_told_corrected_and_on_the_record(
    session: Session, change: Change, line: str
) -> None:
    bring_in(session, whole())
    again = bring_in(session, with_case(whole(), change), update=True)
    assert (again.differences, again.changed, again.added) == ((line,), {"cases": 1}, {})
    stored = get_case(session, "BED-1042")
    assert stored.facts == change(case())
    (entry,) = list_history(session, stored.id, stored.key)
    assert (entry["action"], entry["source"]) == ("case changed", "command line")
    assert entry["after"]["because"] == "import --update"
    assert entry["before"].keys() <= entry["after"].keys()
    assert find_broken_record(session, "BED") is None


def test_a_level_that_changed_ends_the_one_before_it(session: Session) -> None:
    bring_in(session, whole())
    first = case().spells[0]
    spells = (replace(first, ended_on=DAY), Spell(2, 3, DAY, threshold="senior"))
    bring_in(session, whole(spells=spells), update=True)
    assert get_case(session, "BED-1042").facts.spells == spells
    moved = (replace(first, started_on=date(2026, 1, 6)),)
    again = bring_in(session, whole(spells=moved), update=True)
    assert len([line for line in again.differences if "taken out" in line]) == 2
    assert get_case(session, "BED-1042").facts.spells == moved


@pytest.mark.parametrize(
    ("sheet", "change", "line"),
    [
        ("referrals", {"decision": "accepted", "decided_on": DAY, "level_set": 2},
         "BED-1042 referral BED-R7 decision: open -> accepted"),
        ("meetings", {"place": "Luton"}, "meeting BED-M3 place: Bedford -> Luton"),
        ("heard", {"outcome_level": 3}, "BED-1042 hearing BED-M3 outcome_level: 2 -> 3"),
        ("attendance", {"how": "report"},
         "BED-1042 attendance BED-M3 police how: attended -> report"),
        ("actions", {"done_on": DAY}, "BED-1042 action BED-AC5 done_on: nothing -> 2026-05-01"),
        ("populations", {"aged_10_plus": 541_000},
         "population BED 2014 aged_10_plus: 540000 -> 541000"),
    ],
)  # fmt: skip
def test_rows_that_differ_are_corrected(
    session: Session, cast: dict[str, Person], sheet: str, change: dict[str, Any], line: str
) -> None:
    bring_in(session, whole())
    told = whole()
    (row,) = getattr(told, sheet)
    setattr(told, sheet, [replace(row, **change)])
    again = bring_in(session, told, update=True)
    assert line in again.differences
    assert sum(again.changed.values()) == 1
    assert ordered(export_workbook(session, "BED")) == ordered(told)


def test_what_has_happened_is_not_taken_back_by_a_row_that_does_not_know_it(
    session: Session, cast: dict[str, Person]
) -> None:
    done = whole()
    done.referrals = [replace(done.referrals[0], decision="accepted", decided_on=DAY, level_set=2)]
    done.actions = [replace(done.actions[0], done_on=DAY)]
    bring_in(session, done)
    assert bring_in(session, whole(), update=True).differences == ()
    assert ordered(export_workbook(session, "BED")) == ordered(done)


def test_a_note_is_added_and_never_changed(session: Session, cast: dict[str, Person]) -> None:
    bring_in(session, whole())
    told = whole()
    told.notes = [replace(told.notes[0], text="spoke to the landlord")]
    for _ in range(2):
        bring_in(session, told, update=True)
    notes = export_workbook(session).notes
    assert [(one.number, one.text) for one in notes] == [
        (1, "spoke to housing"),
        (2, "spoke to the landlord"),
    ]


def test_a_new_owner_takes_over_and_a_request_keeps_its_answer(session: Session) -> None:
    answered = Request(1, "escort", DAY, "what", closed_on=DAY, outcome="done")
    bring_in(session, whole(requests=(answered,)))
    open_one = replace(answered, closed_on=None, outcome="", due_on=DAY)
    told = whole(requests=(open_one,), team=(TeamMember("U0PETE", "owner"),))
    bring_in(session, told, update=True)
    facts = get_case(session, "BED-1042").facts
    assert facts.requests == (replace(answered, due_on=DAY),)
    assert facts.team == (TeamMember("U0PETE", "owner"), TeamMember("U0PRIYA", "member"))


def test_dates_that_cannot_be_together_are_refused_for_every_case(session: Session) -> None:
    workbook = Workbook(cases=[case(f"BED-{n}") for n in (1, 2, 3)])
    bring_in(session, workbook)
    late = {"release": date(2028, 1, 1)}
    told = Workbook(cases=[replace(one, dates=late) for one in workbook.cases[:2]])
    with pytest.raises(NotImported) as refused:
        bring_in(session, told, update=True)
    assert [fault.value for fault in refused.value.faults] == ["BED-1", "BED-2"]
    assert "Release (1 January 2028) would fall after licence end" in refused.value.message


def test_a_case_of_another_area_is_not_corrected(session: Session) -> None:
    bring_in(session, whole())
    with pytest.raises(NotImported, match="BED-1042 belongs to something else"):
        bring_in(session, whole(area="CAM"), update=True)


def test_a_merged_case_is_left_as_it_is(session: Session) -> None:
    bring_in(session, Workbook(cases=[case("BED-1"), case("BED-2")]))
    stored = get_case(session, "BED-1", to_change=True)
    set_case(session, stored, replace(stored.facts, merged_into="BED-2", crn=None))
    again = bring_in(session, Workbook(cases=[case("BED-1")]), update=True)
    assert again.only_here == ("BED-1 was merged into BED-2: left as it is",)
    assert get_case(session, "BED-1").facts.crn is None


def test_limited_access_is_lifted_only_by_a_column_that_says_so(session: Session) -> None:
    bring_in(session, whole(limited_access=True))
    bring_in(session, Workbook(cases=[case()]), update=True)
    assert get_case(session, "BED-1042").facts.limited_access
    said = Workbook(cases=[case()], given=frozenset(["cases", "cases.limited_access"]))
    bring_in(session, said, update=True)
    assert not get_case(session, "BED-1042").facts.limited_access


def test_an_erased_case_is_taken_out_as_what_is_left_and_takes_nothing_in(
    session: Session, cast: dict[str, Person]
) -> None:
    bring_in(session, replace(whole(), cases=[replace(full_case(), merged_into=None)]))
    key = select(cases.c.data_key_id).where(cases.c.ref == "BED-1042").scalar_subquery()
    session.execute(update(data_keys).where(data_keys.c.id == key).values(wrapped=None))
    (left,) = export_workbook(session).cases
    assert (left.name, left.born_on, left.crn, left.visor_ref) == ("", None, None, None)
    assert [(one.level, one.started_on) for one in left.spells] == [(3, DAY), (2, date(2026, 6, 1))]
    for told in (Workbook(cases=[case()]), replace(whole(), cases=[], meetings=[])):
        with pytest.raises(NotImported, match="BED-1042 was erased"):
            bring_in(session, told, update=True)
