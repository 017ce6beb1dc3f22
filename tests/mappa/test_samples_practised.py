"""The practice workspace: who uses it, and that what the help's examples name is there."""

from datetime import timedelta

import pytest

from mappa.access import may_do
from mappa.agencies import AGENCIES
from mappa.case_changes import apply_update
from mappa.errors import RuleBroken
from mappa.people import ROLES, Person
from mappa.samples import live_workbook, practice_people
from mappa.screenings import EXAMPLE
from mappa.updates import read_update
from tests.build import POLICY, TODAY
from tests.mappa.sampled import CASELOAD, PUBLISHED, in_force

LIVE = live_workbook(TODAY)


def test_the_case_of_the_examples_is_priyas_at_level_2_and_due_soon() -> None:
    shown = LIVE.cases[0]
    assert shown.ref == "BED-3001"
    assert in_force(shown, TODAY) == (2, 2)
    assert shown.dates["licence_end"] == TODAY + timedelta(27)
    assert [(member.user_id, member.part) for member in shown.team] == [("U0PRIYA", "owner")]


def test_the_referral_of_the_examples_waits_for_its_decision() -> None:
    assert "BED-R12" in EXAMPLE
    (shown,) = [row for row in LIVE.referrals if row.ref == "BED-R12"]
    (case,) = [case for case in LIVE.cases if case.ref == shown.case_ref]
    assert (shown.decision, shown.level_sought, shown.category) == ("open", 2, 2)
    assert in_force(case, TODAY) == (1, 2) and not case.limited_access


def test_who_referred_one_of_their_own_cases_works_with_it() -> None:
    teams = {case.ref: {m.user_id for m in case.team} for case in LIVE.cases}
    own = [row for row in LIVE.referrals if row.referred_by]
    assert {row.referred_by for row in own} == {"U0PRIYA", "U0PETE"}
    assert all(row.referred_by in teams[row.case_ref] for row in own)


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
    shown = LIVE.cases[0]
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
        user_id: sum(may_do(person, "see case", case) for case in LIVE.cases)
        for user_id, person in by_id.items()
    }
    assert (seen["U0PRIYA"], seen["U0PETE"], seen["U0CORA"]) == (8, 5, 57)
    assert not seen["U0SIMI"] and not seen["U0ADA"]


def test_names_are_invented_and_obviously_so() -> None:
    surnames = {case.name.split()[-1] for case in [*CASELOAD, *LIVE.cases]}
    assert surnames <= {
        "Example", "Sample", "Specimen", "Placeholder", "Invented", "Imaginary", "Fictional",
        "Madeup", "Nobody", "Pretend", "Mock", "Dummy", "Trial", "Exercise", "Illustration",
        "Template",
    }  # fmt: skip
    answered = {row.who.partition(",")[0] for row in PUBLISHED.attendance if row.who}
    assert answered == {"Pat Example", "Jo Sample", "Kim Invented"}
