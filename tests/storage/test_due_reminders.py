"""From what is due to the outbox: everything once, the urgent first, the late together."""

from datetime import datetime, timedelta

import pytest

from mappa.people import Person
from storage.databases import Session
from storage.due_reminders import CATCH_UP_AFTER, claim_due_reminders
from storage.outgoing import claim_outgoing, is_anything_due
from tests.build import NOW, POLICY, TODAY
from tests.storage.reminding import Sent, messages, reminded_of, store

CORA, PRIYA = "U0CORA", "U0PRIYA"
MINUTE = timedelta(minutes=1)
ON_TIME, LATE = NOW - CATCH_UP_AFTER, NOW - CATCH_UP_AFTER - MINUTE


@pytest.fixture(autouse=True)
def everybody(cast: dict[str, Person]) -> dict[str, Person]:
    return cast


def test_each_reminder_that_is_on_time_is_a_message_of_its_own(
    session: Session, everybody: dict[str, Person]
) -> None:
    one, two, three = store(session, [PRIYA, PRIYA, CORA], ON_TIME)
    assert claim_due_reminders(session, POLICY, NOW) == 3
    assert messages(session) == [
        Sent(PRIYA, 2, [one]), Sent(PRIYA, 2, [two]), Sent(CORA, 2, [three]),
    ]  # fmt: skip
    assert claim_due_reminders(session, POLICY, NOW) == 0
    assert [one.lane for one in claim_outgoing(session, NOW, 10)] == [
        f"@{everybody[user_id].id}"
        for user_id in (PRIYA, CORA)  # the second of hers waits
    ]


def test_a_tick_has_nothing_to_do_while_everything_due_is_being_sent(session: Session) -> None:
    store(session, [PRIYA, CORA], NOW)
    assert is_anything_due(session, NOW)
    claim_due_reminders(session, POLICY, NOW)
    assert is_anything_due(session, NOW)
    claim_outgoing(session, NOW, 10)
    assert not is_anything_due(session, NOW)


@pytest.mark.parametrize(("due_at", "late"), [(LATE, False), (NOW, True)])
def test_what_comes_late_is_one_message_for_each_person(
    session: Session, due_at: datetime, late: bool
) -> None:
    refs = store(session, [PRIYA, CORA, PRIYA, CORA], due_at, late=late)
    assert claim_due_reminders(session, POLICY, NOW) == 4
    found = {message.to: message.refs for message in messages(session)}
    assert len(messages(session)) == 2
    assert found == {PRIYA: [refs[0], refs[2]], CORA: [refs[1], refs[3]]}


def test_late_and_on_time_do_not_mix(session: Session) -> None:
    late = store(session, [PRIYA] * 2, LATE)
    on_time = store(session, [PRIYA], NOW)
    claim_due_reminders(session, POLICY, NOW)
    assert sorted(message.refs for message in messages(session)) == [late, on_time]


@pytest.mark.parametrize(("count", "in_messages"), [(30, [30]), (31, [30, 1]), (75, [30, 30, 15])])
def test_a_long_catch_up_goes_on_in_more_messages_and_lists_every_one(
    session: Session, count: int, in_messages: list[int]
) -> None:
    refs = store(session, [PRIYA] * count, LATE)
    assert claim_due_reminders(session, POLICY, NOW) == count
    assert [len(message.refs) for message in messages(session)] == in_messages
    assert reminded_of(session) == refs


def test_the_most_urgent_is_sent_first(session: Session) -> None:
    for days in (200, 85, 84, 29, 28, 8, 7, 1, 0, -3):
        store(session, [PRIYA], NOW, about_on=TODAY + timedelta(days=days))
    for _ in range(5):  # the first claims hold the most urgent, however much is due
        claim_due_reminders(session, POLICY, NOW, limit=2)
    assert [message.urgency for message in messages(session)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    order = [ref.removeprefix("BED-") for message in messages(session) for ref in message.refs]
    assert order == ["10", "9", "8", "7", "6", "5", "4", "3", "2", "1"]


def test_a_catch_up_is_as_urgent_as_the_most_urgent_thing_in_it(session: Session) -> None:
    for days in (200, 0, 50):
        store(session, [PRIYA], LATE, about_on=TODAY + timedelta(days=days))
    claim_due_reminders(session, POLICY, NOW)
    assert [message.urgency for message in messages(session)] == [0]


@pytest.mark.parametrize(
    ("state", "due_at", "claimed"),
    [
        ("planned", NOW, 1),
        ("snoozed", NOW, 1),
        ("planned", NOW + MINUTE, 0),
        ("snoozed", NOW + MINUTE, 0),
        ("due", NOW, 0),
        ("sent", NOW, 0),
        ("acknowledged", NOW, 0),
        ("failed", NOW, 0),
        ("void", NOW, 0),
    ],
)
def test_only_what_waits_and_is_due_is_claimed(
    session: Session, state: str, due_at: datetime, claimed: int
) -> None:
    store(session, [PRIYA], due_at, state=state)
    assert claim_due_reminders(session, POLICY, NOW) == claimed
    assert len(messages(session)) == claimed


def test_what_one_claim_does_not_hold_is_in_the_next(session: Session) -> None:
    refs = store(session, [PRIYA] * 7, LATE)
    assert [claim_due_reminders(session, POLICY, NOW, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert reminded_of(session) == refs
