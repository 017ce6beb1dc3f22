"""The sender: what is due goes out once, whoever else is sending, whatever fails meanwhile."""

import threading
import time
from datetime import UTC, datetime, timedelta

from storage.people import add_person
from tests.build import person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import add_due, begin, said, states, wait_until


def test_a_due_reminder_arrives_once_and_is_confirmed(due_on_both: Conversation) -> None:
    talk = due_on_both
    assert talk.send() == 1
    assert [m["text"].startswith("Reminder. BED-1050: Licence end") for m in said(talk)] == [True]
    assert states(talk) == ["sent"]
    assert talk.count("reminders", state="sent") == 1
    assert talk.send() == 0
    talk.clock.pass_(days=1)
    assert talk.send() == 0
    assert len(said(talk)) == 1


def test_nothing_goes_out_before_its_time(talk: Conversation) -> None:
    assert talk.send() == 0
    assert talk.messages() == []


def test_a_pass_that_fails_does_not_end_the_sending(due: Conversation) -> None:
    sender = due.kit.sender()
    sender.start()
    with due.db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE outgoing RENAME TO elsewhere")
    sender.nudge()
    wait_until(lambda: "sending failed for now" in due.log.getvalue())
    with due.db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO outgoing")
    sender.nudge()
    wait_until(lambda: len(said(due)) == 1)
    sender.stop()
    assert states(due) == ["sent"]


def test_two_senders_on_one_database_send_each_message_once(talk_on_both: Conversation) -> None:
    talk = begin(talk_on_both)
    owners = ("U0PRIYA", "U0PETE", "U0CHAS", "U0SIMI", "U0ADA", "U0NOEL")
    talk.write(lambda s: [add_person(s, person(owner), talk.clock()) for owner in owners])
    for number, owner in enumerate(owners * 2):
        add_due(talk, f"BED-{3000 + number}", owner=owner)
    senders = [talk.kit.sender() for _ in range(2)]
    barrier = threading.Barrier(2)
    threads = [threading.Thread(target=lambda s=s: (barrier.wait(), s.send_due())) for s in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for sender in senders:
        sender.stop()
    texts = [m["text"] for m in talk.messages() if m.get("bot_id")]
    assert sorted(text[10:18] for text in texts) == [f"BED-{3000 + n}" for n in range(12)]
    assert set(states(talk)) == {"sent"}


def test_a_sender_too_slow_for_its_lease_sends_nothing_a_second_time(talk: Conversation) -> None:
    """One waits for the channel's turn while the other takes its messages over."""
    begin(talk)
    refs = [f"BED-{3000 + number}" for number in range(4)]
    add_due(talk, *refs)
    lease = timedelta(seconds=0.4)
    senders = [talk.kit.sender(now=lambda: datetime.now(UTC), lease=lease) for _ in range(2)]
    first = threading.Thread(target=senders[0].send_due)
    first.start()
    wait_until(lambda: len(said(talk)) == 1)
    time.sleep(0.6)  # the lease of what the first one holds runs out
    senders[1].send_due()
    first.join()
    for sender in senders:
        sender.send_due()
        sender.stop()
    assert sorted(m["text"][10:18] for m in said(talk)) == refs
    assert set(states(talk)) == {"sent"}
