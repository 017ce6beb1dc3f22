"""The sender against a Slack that is unwell: each message arrives once, or is said to repeat."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient

from storage.people import add_person, set_dm_channel
from tests.build import person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import (
    LOOKED_UP_AFTER,
    REPEAT,
    add_due,
    begin,
    said,
    states,
    wait_until,
)


@pytest.fixture
def due(talk: Conversation) -> Conversation:
    """One reminder of Priya's and nobody else's is due now."""
    return add_due(begin(talk))


@pytest.fixture
def due_on_both(talk_on_both: Conversation) -> Conversation:
    return add_due(begin(talk_on_both))


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


def test_a_post_accepted_but_unconfirmed_is_looked_up_and_not_sent_again(
    due_on_both: Conversation,
) -> None:
    talk = due_on_both
    talk.slack.fault("accept then drop", "chat.postMessage")
    talk.send()
    assert len(said(talk)) == 1
    assert states(talk) == ["sending"]
    assert talk.send() == 0  # not before Slack has posted or never will
    talk.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    talk.send()
    assert len(said(talk)) == 1
    assert states(talk) == ["sent"]
    assert talk.count("reminders", state="sent") == 1


def test_the_same_in_a_thread(talk: Conversation) -> None:
    begin(talk)
    first = talk.say("U0PRIYA", "hello")["event"]["ts"]
    talk.send()
    talk.say("U0PRIYA", "how many cases", thread_ts=first)
    talk.slack.fault("accept then drop", "chat.postMessage")
    talk.send()
    talk.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    talk.send()
    answers = [m for m in said(talk) if m.get("thread_ts") == first]
    assert [REPEAT in m["text"] for m in answers] == [False]
    assert states(talk) == ["sent", "sent"]


def test_one_that_was_refused_is_tried_again_when_slack_says(due_on_both: Conversation) -> None:
    talk = due_on_both
    talk.slack.fault("429", "chat.postMessage", seconds=7)
    talk.send()
    assert states(talk) == ["waiting"]
    talk.clock.pass_(seconds=6)
    assert talk.send() == 0
    talk.clock.pass_(seconds=2)
    assert talk.send() == 1
    assert [REPEAT in m["text"] for m in said(talk)] == [False]


def test_one_that_failed_without_arriving_is_sent_again_unmarked(due: Conversation) -> None:
    due.slack.fault("500", "chat.postMessage")
    due.send()
    assert said(due) == []
    due.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    due.send()
    assert [REPEAT in m["text"] for m in said(due)] == [False]
    assert states(due) == ["sent"]


def test_one_that_hangs_is_given_up_in_time_and_looked_up(due: Conversation) -> None:
    impatient = WebClient(
        token=due.bot.desk.client.token, base_url=due.slack.api, timeout=1, retry_handlers=[]
    )
    due.slack.fault("hang", "chat.postMessage", seconds=2)
    due.send(client=impatient)
    assert states(due) == ["sending"]
    due.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    due.send()
    assert [REPEAT in m["text"] for m in said(due)] == [False]


def test_a_look_up_that_is_refused_leaves_it_in_doubt(due: Conversation) -> None:
    due.slack.fault("accept then drop", "chat.postMessage")
    due.send()
    due.slack.fault("429", "conversations.history", seconds=50)
    due.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    due.send()
    assert states(due) == ["sending"]
    due.clock.pass_(seconds=49)
    assert due.send() == 0
    due.clock.pass_(seconds=20)
    due.send()
    assert states(due) == ["sent"]
    assert len(said(due)) == 1


@pytest.mark.parametrize("kind", ["500", "hang"])
def test_a_look_up_that_fails_is_made_again(due: Conversation, kind: str) -> None:
    due.slack.fault("accept then drop", "chat.postMessage")
    due.send()
    due.slack.fault(kind, "conversations.history", seconds=0.1)
    for _ in range(2):
        due.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
        due.send()
    assert states(due) == ["sent"]
    assert len(said(due)) == 1


def test_where_history_cannot_be_read_it_is_sent_again_and_says_so(due: Conversation) -> None:
    # History is not given out by a person's id, although one can post to it.
    due.write(lambda session: set_dm_channel(session, due.people["U0PRIYA"].id, "U0PRIYA"))
    due.slack.fault("accept then drop", "chat.postMessage")
    due.send()
    due.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    due.send()
    assert [REPEAT in m["text"] for m in said(due)] == [False, True]
    assert REPEAT in str(said(due)[1]["blocks"])
    assert states(due) == ["sent"]


def test_a_private_reply_in_doubt_is_given_again_and_says_so(talk: Conversation) -> None:
    begin(talk)
    talk.say("U0PRIYA", "@MAPPA how many cases", "C0PANEL")
    talk.slack.fault("accept then drop", "chat.postEphemeral")
    talk.send()
    talk.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    talk.send()
    assert [REPEAT in m["text"] for m in said(talk, "C0PANEL")] == [False, True]
    assert {m["ephemeral_to"] for m in said(talk, "C0PANEL")} == {"U0PRIYA"}


def test_a_refused_token_is_reported_and_nothing_is_lost(due: Conversation) -> None:
    heard: list[str] = []
    due.slack.fault("refuse token", "chat.postMessage")
    due.send(give_up=heard.append)
    assert heard == ["invalid_auth"]
    assert states(due) == ["waiting"]
    due.clock.pass_(seconds=61)
    due.send()
    assert len(said(due)) == 1


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


def test_a_repeat_that_is_refused_for_now_is_still_marked_when_it_goes_out(
    due: Conversation,
) -> None:
    due.write(lambda session: set_dm_channel(session, due.people["U0PRIYA"].id, "U0PRIYA"))
    due.slack.fault("accept then drop", "chat.postMessage")
    due.send()
    due.slack.fault("429", "chat.postMessage", seconds=5)
    due.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    due.send()
    assert len(said(due)) == 1
    due.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    due.send()
    assert [REPEAT in m["text"] for m in said(due)] == [False, True]


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


def test_a_token_refused_while_looking_up_is_reported_too(due: Conversation) -> None:
    heard: list[str] = []
    due.slack.fault("accept then drop", "chat.postMessage")
    due.send()
    due.slack.fault("refuse token", "conversations.history")
    due.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    due.send(give_up=heard.append)
    assert heard == ["invalid_auth"]
    due.clock.pass_(seconds=100)
    due.send()
    assert len(said(due)) == 1
