"""Deliveries: what Slack delivers twice is done once."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from mappa.errors import AlreadyDone
from storage.databases import Database, Session
from storage.deliveries import KEPT, forget_deliveries, once
from storage.installations import get_note, set_note
from storage.tables import deliveries
from tests.build import NOW
from tests.storage.threads import at_once


@pytest.mark.parametrize(
    "key",
    [
        "command 13345224609.738474920.8088930838d88f008e0",
        "x" * 100,
        "form " + "V" * 5000,
        "event \x00\ud800 “ключ”",
        "",
    ],
)
def test_the_second_delivery_is_refused_and_changes_nothing(db: Database, key: str) -> None:
    for value in ("first", "second"):
        try:
            with db.write() as session:
                set_note(session, "did", value)
                once(session, key, NOW)
        except AlreadyDone as refused:
            assert "nothing was changed a second time" in refused.message
    with db.read() as session:
        assert get_note(session, "did") == "first"
        assert session.execute(select(func.count()).select_from(deliveries)).scalar() == 1


def test_of_many_deliveries_at_the_same_moment_exactly_one_wins(db: Database) -> None:
    def deliver(n: int) -> bool:
        try:
            with db.write() as session:
                once(session, "click U1 accept 1.2", NOW)
                set_note(session, f"done {n}", "yes")
        except AlreadyDone:
            return False
        return True

    assert sorted(at_once(*[partial(deliver, n) for n in range(6)])) == [False] * 5 + [True]
    with db.read() as session:
        assert sum(get_note(session, f"done {n}") == "yes" for n in range(6)) == 1


def test_a_delivery_whose_work_failed_may_come_again(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as session:
        once(session, "event Ev1", NOW)
        raise ZeroDivisionError
    with db.write() as session:
        once(session, "event Ev1", NOW)


def test_different_deliveries_do_not_disturb_each_other(session: Session) -> None:
    long = "form " + "V" * 5000
    for key in ("event Ev1", "event Ev2", "form Ev1", long, long + "!"):
        once(session, key, NOW)


def test_only_what_is_too_old_to_come_again_is_forgotten(session: Session) -> None:
    once(session, "old", NOW - KEPT - timedelta(seconds=1))
    once(session, "a day old", NOW - KEPT)
    once(session, "new", NOW)
    assert forget_deliveries(session, NOW) == 1
    assert forget_deliveries(session, NOW) == 0
    once(session, "old", NOW)
    with pytest.raises(AlreadyDone):
        once(session, "a day old", NOW)
