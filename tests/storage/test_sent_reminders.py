"""What becomes of a reminder: due, sent, acknowledged, failed or void."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mappa.errors import NotFound
from storage.databases import Database, Session
from storage.due_reminders import claim_due_reminders
from storage.reminders import (
    count_due_unsent,
    get_reminder,
    list_reminders_of_message,
    mark_acknowledged,
    mark_failed,
    mark_sent,
    mark_void,
)
from storage.tables import reminders
from tests.build import NOW, POLICY, TODAY, case, open_case, register_cast
from tests.storage.reminding import change

SOON = {"licence_end": TODAY + timedelta(days=5)}


@pytest.fixture
def due(db: Database) -> Database:
    """Two reminders of BED-1042 on their way: message 1 to Cora, message 2 to Priya."""
    with db.write() as session:
        register_cast(session)
        open_case(session, case(dates=SOON))
        assert claim_due_reminders(session, POLICY, NOW) == 2
    return db


def of_message(session: Session, message: int) -> str:
    query = select(reminders.c.state).where(reminders.c.outgoing_id == message)
    return str(session.execute(query).scalar_one())


def test_a_message_that_arrived_makes_its_own_reminders_sent(due: Database) -> None:
    with due.write() as session:
        assert count_due_unsent(session, NOW) == 2
        mark_sent(session, 1, POLICY, NOW)
        assert (of_message(session, 1), of_message(session, 2)) == ("sent", "due")
        assert count_due_unsent(session, NOW) == 1
        sent_at = select(reminders.c.sent_at).where(reminders.c.outgoing_id == 1)
        assert session.execute(sent_at).scalar() == NOW


def test_a_message_that_cannot_arrive_makes_its_own_reminders_failed(due: Database) -> None:
    with due.write() as session:
        mark_failed(session, 1)
        assert (of_message(session, 1), of_message(session, 2)) == ("failed", "due")
        assert list_reminders_of_message(session, 1) == []
        mark_sent(session, 1, POLICY, NOW)
        assert of_message(session, 1) == "failed"


def test_a_message_no_longer_carries_what_became_void(due: Database) -> None:
    with due.write() as session:
        carried = [one.id for one in list_reminders_of_message(session, 1)]
        mark_void(session, carried)
        assert list_reminders_of_message(session, 1) == []
        mark_sent(session, 1, POLICY, NOW)
        mark_failed(session, 1)
        assert (of_message(session, 1), of_message(session, 2)) == ("void", "due")


def test_what_was_sent_does_not_come_back_when_it_is_void_afterwards(due: Database) -> None:
    with due.write() as session:
        carried = [one.id for one in list_reminders_of_message(session, 1)]
        mark_sent(session, 1, POLICY, NOW)
        mark_void(session, carried)
        change(session, "BED-1042", dates={})
        change(session, "BED-1042", dates=SOON)
        assert of_message(session, 1) == "void"
        assert claim_due_reminders(session, POLICY, NOW) == 1  # the other one, which never arrived


def test_what_is_on_its_way_when_the_date_moves_is_void(due: Database) -> None:
    with due.write() as session:
        change(session, "BED-1042", dates={"licence_end": TODAY + timedelta(days=400)})
        assert (of_message(session, 1), of_message(session, 2)) == ("void", "void")
        assert count_due_unsent(session, NOW) == 0


def test_what_is_wanted_again_goes_out_in_a_message_of_its_own(due: Database) -> None:
    with due.write() as session:
        change(session, "BED-1042", dates={})
        change(session, "BED-1042", dates=SOON)
        assert list_reminders_of_message(session, 1) == []
        assert claim_due_reminders(session, POLICY, NOW) == 2
        assert [len(list_reminders_of_message(session, n)) for n in (1, 2, 3, 4)] == [0, 0, 1, 1]


def test_an_acknowledged_reminder_says_when(due: Database) -> None:
    with due.write() as session:
        reminder = list_reminders_of_message(session, 2)[0]
        mark_sent(session, 2, POLICY, NOW)
        mark_acknowledged(session, reminder, NOW + timedelta(hours=1))
        found = get_reminder(session, reminder.id)
        at = select(reminders.c.acknowledged_at).where(reminders.c.id == reminder.id)
        assert session.execute(at).scalar() == NOW + timedelta(hours=1)
    assert (found.state, found.case_ref, found.kind) == ("acknowledged", "BED-1042", "licence_end")


@pytest.mark.parametrize("reminder_id", [0, -1, 4711])
def test_a_reminder_that_never_was_is_no_longer_there(due: Database, reminder_id: int) -> None:
    with pytest.raises(NotFound, match="no longer there"), due.write() as session:
        get_reminder(session, reminder_id)


def test_what_is_still_to_come_is_not_unsent(session: Session) -> None:
    register_cast(session)
    open_case(session, case())
    assert count_due_unsent(session, NOW) == 0
    assert count_due_unsent(session, NOW + timedelta(days=400)) == 10
