"""The dates that people are told of: those on the case, and those that follow from it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mappa.case_facts import Contact, Request, Watch
from mappa.cases import Order, Spell
from mappa.told_dates import (
    LONGEST_SUBJECT,
    Following,
    OpenAction,
    OpenReferral,
    Panel,
    told_dates,
)
from tests.build import POLICY, TODAY, case

START = date(2026, 1, 5)
SOON = TODAY + timedelta(days=60)
PAST = TODAY - timedelta(days=60)
TO_CONFIRM = (Spell(1, 0, START),)
LEFT = (Spell(2, 2, START, PAST),)
NONE: dict[str, Any] = {"dates": {}}


def told(*referrals: OpenReferral, **given: Any) -> list[tuple[str, str, date]]:
    found = told_dates(case(**given), Following(referrals), POLICY, TODAY)
    return [(one.subject, one.kind, one.on) for one in found]


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        (NONE, []),
        ({}, [("licence_end", date(2027, 3, 31))]),
        (
            NONE | {"orders": (Order("SHPO", START, SOON), Order("VOO", START))},
            [("order_end", SOON)],
        ),
        (NONE | {"orders": (Order("SHPO", START, SOON),) * 2}, [("order_end", SOON)]),
        (NONE | {"requests": (Request(1, "escort", START, due_on=SOON),)}, [("request_due", SOON)]),
        (NONE | {"requests": (Request(1, "escort", START),)}, []),
        (NONE | {"requests": (Request(1, "escort", START, due_on=SOON, closed_on=PAST),)}, []),
        # the level is still to be confirmed, and somebody is coming out
        (
            {"spells": TO_CONFIRM, "dates": {"release": SOON}},
            [("release", SOON), ("level_to_confirm", SOON)],
        ),
        (
            {"spells": TO_CONFIRM, "dates": {"parole_hearing": SOON}},
            [("parole_hearing", SOON), ("level_to_confirm", SOON)],
        ),
        ({"spells": TO_CONFIRM, "dates": {"release": PAST}}, [("release", PAST)]),
        ({"dates": {"release": SOON}}, [("release", SOON)]),
        # who has left is told of no more, but the watch goes on
        ({"spells": LEFT}, []),
        ({"spells": LEFT, "watches": (Watch(PAST, SOON),)}, [("watch_end", SOON)]),
        ({"merged_into": "BED-9"}, []),
    ],
)
def test_the_dates_that_people_are_told_of(
    given: dict[str, Any], kinds: list[tuple[str, date]]
) -> None:
    assert [(kind, on) for _, kind, on in told(**given)] == kinds


def test_an_open_referral_is_to_be_decided_within_ten_working_days() -> None:
    referral = OpenReferral("BED-R12", date(2026, 6, 17))
    assert told(referral, dates={}) == [("referral BED-R12", "screening", date(2026, 7, 1))]


SECOND = date(2026, 7, 2)
HEARD = Panel("BED-M12", 3, SECOND, "planned")
TO_DO = OpenAction("BED-AC7", SOON, "U0PETE", "police")


def test_an_action_is_its_own_owners_until_it_is_done_also_of_who_has_left() -> None:
    nobodys = OpenAction("BED-AC8", SOON)
    following = Following(actions=(TO_DO, nobodys))
    found = list(told_dates(case(dates={}, spells=LEFT), following, POLICY, TODAY))
    assert [(one.subject, one.kind, one.owners) for one in found] == [
        ("action BED-AC7 of BED-1042", "action_due", frozenset({"U0PETE"})),
        ("action BED-AC8 of BED-1042", "action_due", frozenset({"U0PRIYA"})),
    ]


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        (HEARD, [("minutes BED-M12 of BED-1042", "minutes_due", date(2026, 7, 9))]),
        (
            replace(HEARD, level=2, status="held"),
            [("minutes BED-M12 of BED-1042", "minutes_due", date(2026, 7, 16))],
        ),
        (replace(HEARD, level=1), []),
        (replace(HEARD, minutes_issued=True), []),
    ],
)
def test_minutes_are_due_by_the_clock_of_the_level_until_they_are_issued(
    panel: Panel, expected: list[tuple[str, str, date]]
) -> None:
    found = told_dates(case(dates={}), Following(panels=(panel,)), POLICY, TODAY)
    assert [(one.subject, one.kind, one.on) for one in found] == expected


@pytest.mark.parametrize(
    ("panels", "chair"),
    [
        ((), set()),
        ((HEARD,), set()),
        ((replace(HEARD, chair="U0CHAS"),), {"U0CHAS"}),
        # the next one, else the last
        (
            (
                replace(HEARD, chair="U0FAR", on=SECOND + timedelta(days=9)),
                replace(HEARD, chair="U0NEXT"),
                replace(HEARD, chair="U0WAS", on=PAST, status="held"),
            ),
            {"U0NEXT"},
        ),
        (
            (
                replace(HEARD, chair="U0WAS", on=PAST, status="held"),
                replace(HEARD, chair="U0LONG", on=START, status="held"),
                HEARD,
            ),
            {"U0WAS"},
        ),
        # not closed yet, and its day has passed
        ((replace(HEARD, chair="U0WAS", on=PAST),), {"U0WAS"}),
    ],
)
def test_the_chair_of_a_case_is_that_of_its_next_meeting_else_of_its_last(
    panels: tuple[Panel, ...], chair: set[str]
) -> None:
    found = told_dates(case(), Following(panels=panels), POLICY, TODAY)
    assert next(found).meant("chair") == chair


def test_minutes_are_their_own_meetings_chairs() -> None:
    panels = (
        replace(HEARD, chair="U0NEXT"),
        replace(HEARD, ref="BED-M3", chair="U0WAS", on=PAST, status="held"),
    )
    found = told_dates(case(dates={}), Following(panels=panels), POLICY, TODAY)
    assert [one.meant("chair") for one in found] == [{"U0NEXT"}, {"U0WAS"}]


def test_the_contact_is_that_of_the_agency_to_which_a_date_belongs() -> None:
    request = Request(1, "escort", START, owner_agency="prison", due_on=SOON)
    contacts = (
        Contact("police", user_id="U0PETE"),
        Contact("probation", user_id="U0PRIYA"),
        Contact("prison", "Sam Example", "sam@example.org"),
    )
    facts = case(requests=(request,), contacts=contacts)
    found = told_dates(facts, Following(actions=(TO_DO,)), POLICY, TODAY)
    meant = {one.kind: one.meant("agency-contact") for one in found}
    assert meant == {
        "licence_end": {"U0PRIYA"},  # the lead agency's
        "request_due": set(),  # outside this Slack
        "action_due": {"U0PETE"},
    }


def test_the_longest_references_fit_into_what_is_stored() -> None:
    ref, other = "X" * 20, "Y" * 20
    following = Following(
        (OpenReferral(other, TODAY),), (replace(TO_DO, ref=other),), (replace(HEARD, ref=other),)
    )
    facts = case("BED-1042", requests=(Request(999, "escort", START, due_on=SOON),))
    found = list(told_dates(replace(facts, ref=ref), following, POLICY, TODAY))
    assert len({(one.subject, one.kind) for one in found}) == len(found) == 5
    assert max(len(one.subject) for one in found) <= LONGEST_SUBJECT


def test_a_request_is_its_own_owners() -> None:
    mine = Request(1, "escort", START, owner="U0PETE", due_on=SOON)
    nobodys = Request(2, "support", START, due_on=SOON + timedelta(days=1))
    found = told_dates(case(dates={}, requests=(mine, nobodys)), Following(), POLICY, TODAY)
    assert [one.owners for one in found] == [{"U0PETE"}, {"U0PRIYA"}]


def test_two_requests_due_on_one_day_are_told_of_apart() -> None:
    both = tuple(Request(number, "support", START, due_on=SOON) for number in (1, 2))
    found = told(dates={}, requests=both)
    assert [subject for subject, _, _ in found] == [
        "request 1 of BED-1042",
        "request 2 of BED-1042",
    ]
