"""The outbox: each message is one sender's at a time, and what became of it is known."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage.databases import Database, Session
from storage.lanes import make_lanes
from storage.outgoing import (
    LEASE,
    Message,
    Outgoing,
    add_outgoing,
    claim_outgoing,
    count_unsent,
    is_anything_due,
    mark_arrived,
    mark_attempt,
    mark_doubtful,
    mark_over,
    mark_refused,
)
from storage.people import find_people
from storage.tables import outgoing
from tests.build import NOW, case, open_case, register_cast
from tests.storage.threads import at_once

HELLO = Message("Hello “there” \U0001f600", ({"type": "divider"},))
SECOND = timedelta(seconds=1)
AFTER = NOW + LEASE  # when the lease of a claim made now has just run out


@pytest.fixture
def outbox(db: Database) -> Database:
    """One message to Cora, who is person 1."""
    with db.write() as session:
        to = register_cast(session)["U0CORA"]
        add_outgoing(session, HELLO, to, NOW, about=())
    return db


def claim(db: Database, now: datetime, limit: int = 10) -> list[Outgoing]:
    with db.write() as session:
        return claim_outgoing(session, now, limit)


def attempt(db: Database, sending: Outgoing, now: datetime) -> bool:
    with db.write() as session:
        return mark_attempt(session, sending, now)


def stored(db: Database) -> dict[str, Any]:
    with db.read() as session:
        return session.execute(select(outgoing)).one()._asdict()


def test_a_message_is_claimed_as_it_was_put_in(outbox: Database) -> None:
    (sending,) = claim(outbox, NOW)
    assert sending.message == HELLO
    assert (sending.method, sending.person_id, sending.area) == ("post", 1, "BED")
    assert (sending.channel, sending.ts, sending.thread_ts) == (None, None, None)
    assert (sending.attempts, sending.attempted_at) == (0, None)
    assert len(sending.key) == 32


def test_where_a_message_goes_is_kept(db: Database) -> None:
    with db.write() as session:
        to = register_cast(session)["U0PRIYA"]
        place: dict[str, Any] = {"channel": "C1", "ts": "1.2", "thread_ts": "0.1"}
        add_outgoing(session, Message("x"), to, NOW, method="update", **place, about=())
    (sending,) = claim(db, NOW)
    assert (sending.method, sending.channel) == ("update", "C1")
    assert (sending.ts, sending.thread_ts) == ("1.2", "0.1")
    assert sending.message == Message("x")


def test_what_is_put_in_by_a_write_that_fails_is_never_sent(outbox: Database) -> None:
    with pytest.raises(ZeroDivisionError), outbox.write() as session:
        add_outgoing(session, Message("never"), find_people(session, [1])[1], NOW, about=())
        raise ZeroDivisionError
    assert len(claim(outbox, NOW)) == 1


def test_nobody_else_gets_a_message_until_the_lease_has_run_out(outbox: Database) -> None:
    assert len(claim(outbox, NOW)) == 1
    assert claim(outbox, NOW) == []
    assert claim(outbox, AFTER - SECOND) == []
    assert len(claim(outbox, AFTER)) == 1


def test_nothing_is_claimed_before_its_time(outbox: Database) -> None:
    assert claim(outbox, NOW - SECOND) == []


def test_of_two_who_hold_a_claim_only_one_makes_the_call(outbox: Database) -> None:
    (slow,), (quick,) = claim(outbox, NOW), claim(outbox, AFTER)
    assert attempt(outbox, quick, AFTER)
    assert not attempt(outbox, slow, AFTER + SECOND)
    assert not attempt(outbox, quick, AFTER + SECOND)


def test_a_slow_sender_that_is_still_first_keeps_the_other_from_calling(outbox: Database) -> None:
    (slow,), (quick,) = claim(outbox, NOW), claim(outbox, AFTER)
    assert attempt(outbox, slow, AFTER)
    assert not attempt(outbox, quick, AFTER)


def test_after_a_call_the_message_is_left_alone_for_longer_than_slack_needs(
    outbox: Database,
) -> None:
    (sending,) = claim(outbox, NOW)
    called_at = NOW + 20 * SECOND
    assert attempt(outbox, sending, called_at)
    assert claim(outbox, called_at + LEASE) == []
    (again,) = claim(outbox, called_at + LEASE * 2)
    assert (again.attempts, again.attempted_at, again.key) == (1, called_at, sending.key)


def test_what_arrived_is_never_claimed_again_and_its_text_is_dropped(outbox: Database) -> None:
    (sending,) = claim(outbox, NOW)
    attempt(outbox, sending, NOW)
    with outbox.write() as session:
        mark_arrived(session, sending, "1718613000.000100", NOW + SECOND)
        assert count_unsent(session) == 0
    assert claim(outbox, NOW + timedelta(days=1)) == []
    row = stored(outbox)
    assert (row["state"], row["ts"], row["sent_at"]) == ("sent", "1718613000.000100", NOW + SECOND)
    assert row["body_sealed"] is None


def test_what_was_refused_is_certainly_not_there_and_tried_again_later(outbox: Database) -> None:
    (sending,) = claim(outbox, NOW)
    attempt(outbox, sending, NOW)
    later = NOW + timedelta(minutes=5)
    with outbox.write() as session:
        mark_refused(session, sending, later, "ratelimited")
    assert claim(outbox, later - SECOND) == []
    (again,) = claim(outbox, later)
    assert (again.attempts, again.attempted_at, again.message) == (1, None, HELLO)
    assert stored(outbox)["problem"] == "ratelimited"


def test_what_is_in_doubt_says_since_when_and_waits_for_slack_to_settle(outbox: Database) -> None:
    (sending,) = claim(outbox, NOW)
    attempt(outbox, sending, NOW)
    with outbox.write() as session:
        mark_doubtful(session, sending, NOW + SECOND, LEASE, "timeout")
    assert claim(outbox, NOW + SECOND + LEASE) == []
    (again,) = claim(outbox, NOW + 2 * LEASE)
    assert (again.attempts, again.attempted_at, again.message) == (1, NOW, HELLO)


@pytest.mark.parametrize("state", ["void", "failed"])
def test_what_is_over_is_never_sent(outbox: Database, state: str) -> None:
    (sending,) = claim(outbox, NOW)
    with outbox.write() as session:
        mark_over(session, sending, state, "channel_not_found")
        assert not is_anything_due(session, NOW + timedelta(days=9))
    assert claim(outbox, NOW + timedelta(days=9)) == []
    row = stored(outbox)
    assert (row["state"], row["problem"], row["body_sealed"]) == (state, "channel_not_found", None)


Mark = Callable[[Session, Outgoing], bool | None]
MARKS: list[Mark] = [
    lambda session, slow: mark_refused(session, slow, NOW, "ratelimited"),
    lambda session, slow: mark_doubtful(session, slow, NOW, LEASE, "timeout"),
    lambda session, slow: mark_over(session, slow, "failed", "channel_not_found"),
]


@pytest.mark.parametrize("mark", MARKS, ids=["refused", "doubtful", "over"])
def test_who_comes_late_does_not_undo_what_the_next_one_did(outbox: Database, mark: Mark) -> None:
    (slow,) = claim(outbox, NOW)
    attempt(outbox, slow, NOW)
    (quick,) = claim(outbox, NOW + 2 * LEASE)
    attempt(outbox, quick, NOW + 2 * LEASE)
    called = stored(outbox)
    with outbox.write() as session:
        mark(session, slow)
    assert stored(outbox) == called
    with outbox.write() as session:
        mark_arrived(session, quick, "1.2", NOW + 2 * LEASE)
        mark(session, quick)
    assert stored(outbox)["state"] == "sent"


@pytest.mark.parametrize("mark", MARKS, ids=["refused", "doubtful", "over"])
def test_a_problem_of_any_length_is_noted(outbox: Database, mark: Mark) -> None:
    (sending,) = claim(outbox, NOW)
    with outbox.write() as session:
        mark_refused(session, sending, NOW, "x" * 5000)
    assert stored(outbox)["problem"] == "x" * 100
    (again,) = claim(outbox, NOW + SECOND)
    with outbox.write() as session:
        mark(session, again)
    assert stored(outbox)["problem"] in ("ratelimited", "timeout", "channel_not_found")


def test_a_text_moved_to_another_message_does_not_open_and_keeps_nothing_back(
    outbox: Database,
) -> None:
    with outbox.write() as session:
        session.execute(outgoing.update().values(key="0" * 32))
        add_outgoing(session, HELLO, find_people(session, [2])[2], NOW, about=())
    moved, other = claim(outbox, NOW)
    assert (moved.message, moved.is_readable) == (None, False)
    assert (other.message, other.is_readable) == (HELLO, True)


def test_four_who_claim_at_once_take_each_message_once(db: Database) -> None:
    with db.write() as session:
        to = register_cast(session)["U0CORA"]
        for n in range(80):
            add_outgoing(session, Message(f"message {n}"), to, NOW, channel=f"C{n}", about=())

    def take() -> list[str]:
        taken: list[str] = []
        while some := claim(db, NOW, limit=3):
            taken += [one.message.text for one in some if one.message]
        return taken

    each = at_once(*[take] * 4)
    assert sorted(text for taken in each for text in taken) == sorted(
        f"message {n}" for n in range(80)
    )


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_nobody_waits_for_somebody_elses_claim(outbox: Database) -> None:
    with outbox.write() as session:
        add_outgoing(
            session, Message("second"), find_people(session, [1])[1], NOW, channel="C1", about=()
        )
        make_lanes(session, NOW)
    with outbox.write() as first, outbox.write() as second:
        assert len(claim_outgoing(first, NOW, 1)) == 1
        (other,) = claim_outgoing(second, NOW, 10)
        assert other.message == Message("second")


def test_a_tick_knows_whether_there_is_anything_to_do(outbox: Database) -> None:
    with outbox.write() as session:
        assert not is_anything_due(session, NOW - SECOND)
        assert is_anything_due(session, NOW)
        (sending,) = claim_outgoing(session, NOW, 1)
        assert not is_anything_due(session, AFTER - SECOND)
        assert is_anything_due(session, AFTER)
        mark_over(session, sending, "void", "no longer wanted")
        open_case(session, case())
        assert not is_anything_due(session, NOW)
        assert is_anything_due(session, NOW + timedelta(days=400))
