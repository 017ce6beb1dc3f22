"""The dates that people are told of: those on the case, and those that follow from it."""

from datetime import date, timedelta
from typing import Any

import pytest

from mappa.case_facts import Request, Watch
from mappa.cases import Order, Spell
from mappa.told_dates import OpenReferral, told_dates
from tests.build import POLICY, TODAY, case

START = date(2026, 1, 5)
SOON = TODAY + timedelta(days=60)
PAST = TODAY - timedelta(days=60)
TO_CONFIRM = (Spell(1, 0, START),)
LEFT = (Spell(2, 2, START, PAST),)
NONE: dict[str, Any] = {"dates": {}}


def told(*referrals: OpenReferral, **given: Any) -> list[tuple[str, str, date]]:
    found = told_dates(case(**given), referrals, POLICY, TODAY)
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


def test_a_request_is_its_own_owners() -> None:
    mine = Request(1, "escort", START, owner="U0PETE", due_on=SOON)
    nobodys = Request(2, "support", START, due_on=SOON + timedelta(days=1))
    found = told_dates(case(dates={}, requests=(mine, nobodys)), (), POLICY, TODAY)
    assert [one.owners for one in found] == [{"U0PETE"}, {"U0PRIYA"}]


def test_two_requests_due_on_one_day_are_told_of_apart() -> None:
    both = tuple(Request(number, "support", START, due_on=SOON) for number in (1, 2))
    found = told(dates={}, requests=both)
    assert [subject for subject, _, _ in found] == [
        "request 1 of BED-1042",
        "request 2 of BED-1042",
    ]
