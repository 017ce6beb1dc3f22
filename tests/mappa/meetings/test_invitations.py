"""Who is invited for a case, and how an answer is typed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mappa.case_facts import Contact
from mappa.cases import CaseRecord, Custody, TeamMember
from mappa.contacts import AreaContact
from mappa.errors import RuleBroken
from mappa.meetings.invitations import Answered, Invited, in_order, invited_for, read_reply
from tests.build import case

ON = date(2026, 7, 7)
REGISTERED = {"U0PRIYA": "probation", "U0PETE": "police", "U0HANA": "health"}
GAIL = AreaContact("prison", "Gail Gaol", "gail@prison.example")
PAUL = AreaContact("prison", "Paul Gaol")
HUGH = AreaContact("housing", "Hugh House")
PRIYA, PETE = Invited("probation", "U0PRIYA"), Invited("police", "U0PETE")
NEW, INVITED_PAUL = Invited("health", "U0NEW"), Invited("prison", "", PAUL.name)
SAM = Invited("housing", "", "Sam Example", "sam@housing.example")
INSIDE = (Custody(date(2026, 3, 1)),)
RELEASED_BEFORE = (Custody(date(2026, 3, 1), ON),)


def given(**facts: Any) -> CaseRecord:
    return replace(case(), **facts)


@pytest.mark.parametrize(
    ("facts", "standing", "invited"),
    [
        ({}, (), [PRIYA]),
        # Everybody of the team who is registered, the lead agency first, then as agencies stand.
        (
            {"team": (TeamMember("U0PETE"), TeamMember("U0GONE"), TeamMember("U0PRIYA", "owner"))},
            (),
            [PRIYA, PETE],
        ),
        # A contact in Slack or outside; nobody twice.
        (
            {"contacts": (Contact("housing", "Sam Example", "sam@housing.example"),)},
            (),
            [PRIYA, SAM],
        ),
        ({"contacts": (Contact("probation", user_id="U0PRIYA"),)}, (), [PRIYA]),
        ({"contacts": (Contact("health", user_id="U0NEW"),)}, (), [PRIYA, NEW]),
        # The lead agency in any case: by the area's contacts, by a standing member, or unnamed.
        ({"lead_agency": "housing"}, (), [Invited("housing", "", "Hugh House"), PRIYA]),
        ({"lead_agency": "housing"}, ("housing",), [PRIYA]),
        ({"lead_agency": "education", "team": ()}, (), [Invited("education")]),
        ({"lead_agency": None, "team": ()}, (), []),
        # The prison while the person is there on the day of the meeting; all its contacts.
        (
            {"custody": INSIDE},
            (),
            [PRIYA, Invited("prison", "", GAIL.name, GAIL.address), INVITED_PAUL],
        ),
        ({"custody": RELEASED_BEFORE}, (), [PRIYA]),
        ({"custody": INSIDE}, ("prison",), [PRIYA]),
        ({"custody": INSIDE, "contacts": (Contact("prison", "Own Guard"),)}, (),
         [PRIYA, Invited("prison", "", "Own Guard")]),
    ],
)  # fmt: skip
def test_who_is_invited_for_a_case(
    facts: dict[str, Any], standing: tuple[str, ...], invited: list[Invited]
) -> None:
    found = invited_for(given(**facts), REGISTERED, [GAIL, PAUL, HUGH], ON, standing)
    assert list(found) == invited


def test_agencies_stand_in_the_order_of_their_list_each_once() -> None:
    assert in_order(["housing", "police", "housing", "own"]) == ["police", "housing", "own"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("housing accepted", Answered("housing", "accepted")),
        ("Social services: I will send a report", Answered("social-services", "report")),
        ("housing Sam Example will come.", Answered("housing", "accepted", "Sam Example")),
        ('housing "Sam Example" sends apologies', Answered("housing", "apologies", "Sam Example")),
        ("health <@U0HANA|hana> report", Answered("health", "report", "U0HANA")),
        ("Jobcentre Plus declined", Answered("jobcentre", "apologies")),
    ],
)
def test_a_reply_is_read(typed: str, read: Answered) -> None:
    assert read_reply(typed) == read


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("", "agency"),
        ("nobody accepted", "agency"),
        ("housing", "answer"),
        ("housing Sam Example perhaps", "answer"),
        ("housing accepted by Sam", "answer"),
        ("housing \x07 accepted", "reply"),
        (f"housing {'x' * 4000} accepted", "reply"),
    ],
)
def test_what_cannot_be_read_is_refused_by_field(typed: str, field: str) -> None:
    with pytest.raises(RuleBroken, match=r"Example|Shorten|Type it again") as refused:
        read_reply(typed)
    assert refused.value.field == field
