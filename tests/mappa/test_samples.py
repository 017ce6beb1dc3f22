"""The sample caseload: counted again by hand, it is the published tables; the live one is legal."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.access import may_do
from mappa.agencies import AGENCIES
from mappa.case_changes import apply_update
from mappa.case_dates import check_date_order
from mappa.cases import (
    CUSTODY_REASONS,
    DATE_KINDS,
    EVENT_KINDS,
    ORDER_KINDS,
    RISK_BANDS,
    STILL_RUNNING,
    THRESHOLDS,
    CaseRecord,
    check_combination,
)
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref, read_crn, read_pnc, read_prison_number
from mappa.people import ROLES, Person
from mappa.sample_people import DISTRICTS
from mappa.samples import bedfordshire_2013_14, live_caseload, practice_people
from mappa.updates import read_update
from tests.build import POLICY, TODAY

FROM, TO = date(2013, 4, 1), date(2014, 3, 31)
DAYS = [FROM + timedelta(n) for n in range((TO - FROM).days + 1)]
# Bedfordshire MAPPA annual report 2013-14: the picture on 31 March 2014, the yearly total of
# Levels 2 and 3, the orders, the breaches and the returns. Categories 1, 2, 3, total.
SNAPSHOT = {1: [595, 198, 0, 793], 2: [8, 30, 7, 45], 3: [1, 3, 3, 7]}
YEARLY = {2: [19, 68, 17, 104], 3: [2, 2, 3, 7]}
RETURNED = {2: [4, 17, 3, 24], 3: [2, 0, 0, 2]}
ORDERS = {"SOPO": 47, "NO": 1, "FTO": 1}
BREACHES_OF_NOTIFICATION = 14
CASELOAD = bedfordshire_2013_14()


def in_force(case: CaseRecord, day: date) -> tuple[int, int] | None:
    """Level and category on a day, looked for without the code that the answers use."""
    found = [s for s in case.spells if s.started_on <= day and not s.ended_on <= day]
    assert len(found) <= 1
    return (found[0].level, found[0].category) if found else None


def inside(case: CaseRecord, day: date) -> bool:
    return any(stay.from_on <= day and not stay.to_on <= day for stay in case.custody)


def table(places: Iterable[tuple[int, int] | None], levels: Iterable[int]) -> dict[int, list[int]]:
    counts = Counter(places)
    rows = {level: [counts[level, category] for category in (1, 2, 3)] for level in levels}
    return {level: [*row, sum(row)] for level, row in rows.items()}


def test_the_picture_of_31_march_2014_is_the_published_one() -> None:
    there = [in_force(case, TO) for case in CASELOAD if not inside(case, TO)]
    assert table(there, (1, 2, 3)) == SNAPSHOT
    assert sum(place is not None for place in there) == 845


def test_the_yearly_table_by_the_first_level_held_is_the_published_one() -> None:
    first = []
    for case in CASELOAD:
        held = (in_force(case, day) for day in DAYS)
        first.append(next((place for place in held if place and place[0] >= 2), None))
    assert table(first, (2, 3)) == YEARLY


def test_by_the_highest_level_one_person_of_category_2_counts_elsewhere() -> None:
    highest = []
    for case in CASELOAD:
        places = [place for day in DAYS if (place := in_force(case, day)) and place[0] >= 2]
        highest.append(max(places, key=lambda place: place[0]) if places else None)
    counted = table(highest, (2, 3))
    assert (counted[2][1], counted[3][1]) == (67, 3)
    assert counted[2][3] + counted[3][3] == 111


def test_orders_breaches_and_returns_of_the_year_are_the_published_ones() -> None:
    orders = [
        (order.kind, place[1] if (place := in_force(case, order.imposed_on)) else None)
        for case in CASELOAD
        for order in case.orders
        if FROM <= order.imposed_on <= TO
    ]
    assert Counter(orders) == {(kind, 1): count for kind, count in ORDERS.items()}
    events = [(case, event) for case in CASELOAD for event in case.events if FROM <= event.on <= TO]
    breached = {case.ref for case, event in events if event.kind == "breach_of_notification"}
    assert len(breached) == BREACHES_OF_NOTIFICATION
    returned = [(c, e) for c, e in events if e.kind == "returned_breach_of_licence"]
    assert len({case.ref for case, _ in returned}) == len(returned) == 26
    assert table((in_force(case, event.on) for case, event in returned), (2, 3)) == RETURNED
    assert all(inside(case, event.on) for case, event in returned)


def test_the_sample_holds_what_a_mistake_by_a_day_or_by_custody_would_count() -> None:
    assert any(place and inside(case, TO) for case in CASELOAD for place in [in_force(case, TO)])
    ends = {spell.ended_on for case in CASELOAD for spell in case.spells}
    starts = {spell.started_on for case in CASELOAD for spell in case.spells}
    assert {FROM, TO} <= ends and {FROM, TO, TO + timedelta(1)} <= starts
    came_back = [case for case in CASELOAD if len(case.spells) > 1]
    assert any(
        one.ended_on < other.started_on
        for case in came_back
        for one, other in pairwise(case.spells)
    )


def test_the_sample_is_the_same_at_every_call() -> None:
    assert bedfordshire_2013_14() == CASELOAD
    assert live_caseload(TODAY) == live_caseload(TODAY)


def check_legal(cases: list[CaseRecord]) -> None:
    for case in cases:
        assert read_case_ref(case.ref) == case.ref and case.area == "BED"
        assert case.crn and read_crn(case.crn) == case.crn
        assert case.pnc and read_pnc(case.pnc, TODAY) == case.pnc
        assert case.prison_number is None or read_prison_number(case.prison_number)
        assert case.lead_agency in AGENCIES and case.district in DISTRICTS
        assert case.rosh in RISK_BANDS and case.dates.keys() <= DATE_KINDS.keys()
        check_date_order(case.dates)
        for spell in case.spells:
            check_combination(spell.category, spell.level)
            assert spell.started_on < spell.ended_on
            assert spell.threshold is None or spell.threshold in THRESHOLDS
        for one, other in pairwise(case.spells):
            assert one.ended_on <= other.started_on
        for stay in case.custody:
            assert stay.from_on < stay.to_on and stay.why in CUSTODY_REASONS
        for earlier, later in pairwise(case.custody):
            assert earlier.to_on <= later.from_on
        assert all(order.kind in ORDER_KINDS for order in case.orders)
        assert all(event.kind in EVENT_KINDS for event in case.events)
    for name in ("ref", "crn", "pnc"):
        assert len({getattr(case, name) for case in cases}) == len(cases)
    prison_numbers = [case.prison_number for case in cases if case.prison_number]
    assert len(set(prison_numbers)) == len(prison_numbers)


def test_both_caseloads_together_are_legal_under_all_rules() -> None:
    check_legal([*CASELOAD, *live_caseload(TODAY)])


def test_nobody_of_2013_14_is_still_there_today() -> None:
    assert not any(case.is_open(TODAY) for case in CASELOAD)


@settings(max_examples=25)
@given(st.dates(date(2025, 1, 1), date(2032, 12, 31)))
def test_the_live_caseload_is_legal_on_whatever_day_it_is_made(today: date) -> None:
    live = live_caseload(today)
    check_legal(live)
    assert len(live) == 60
    for case in live:
        assert case.is_open(today)
        assert all(spell.started_on <= today for spell in case.spells)
        assert all(stay.from_on <= today for stay in case.custody)
        assert all(spell.ended_on == STILL_RUNNING for spell in case.spells)
    places = Counter(in_force(case, today) for case in live)
    assert all(places[level, category] for level in (2, 3) for category in (1, 2, 3))
    assert places[0, 1] and places[0, 2] and places[2, 4]
    assert any(inside(case, today) for case in live) and any(c.limited_access for c in live)


def test_the_case_of_the_examples_is_priyas_at_level_2_and_due_soon() -> None:
    shown = live_caseload(TODAY)[0]
    assert shown.ref == "BED-3001"
    assert in_force(shown, TODAY) == (2, 2)
    assert shown.dates["licence_end"] == TODAY + timedelta(27)
    assert [(member.user_id, member.part) for member in shown.team] == [("U0PRIYA", "owner")]


@pytest.mark.parametrize(
    "typed",
    [
        "licence-end 31 March 2027 because court varied it",
        "level 3 threshold senior because risk has risen",
        "custody recall note recalled after breach",
        "exit because licence ended",
    ],
)
def test_the_examples_of_the_help_work_on_the_case_of_the_examples(typed: str) -> None:
    shown = live_caseload(TODAY)[0]
    try:
        assert apply_update(shown, read_update(f"BED-3001 {typed}", TODAY, POLICY)) != shown
    except RuleBroken as refused:
        pytest.fail(refused.message)


def test_the_people_of_the_practice_workspace_have_roles_and_see_their_own_cases() -> None:
    people = [
        Person(0, "T0", user_id, name, agency, role, "BED", frozenset(grants))
        for user_id, name, agency, role, grants in practice_people()
    ]
    assert {person.role for person in people} == set(ROLES) - {"lay-adviser", "auditor"}
    assert all(person.name.endswith("Practice") and person.agency in AGENCIES for person in people)
    by_id = {person.user_id: person for person in people}
    seen = {
        user_id: sum(may_do(person, "see case", case) for case in live_caseload(TODAY))
        for user_id, person in by_id.items()
    }
    assert (seen["U0PRIYA"], seen["U0PETE"], seen["U0CORA"]) == (8, 5, 57)
    assert not seen["U0SIMI"] and not seen["U0ADA"]


def test_names_are_invented_and_obviously_so() -> None:
    surnames = {case.name.split()[-1] for case in [*CASELOAD, *live_caseload(TODAY)]}
    assert surnames <= {
        "Example", "Sample", "Specimen", "Placeholder", "Invented", "Imaginary", "Fictional",
        "Madeup", "Nobody", "Pretend", "Mock", "Dummy", "Trial", "Exercise", "Illustration",
        "Template",
    }  # fmt: skip
