"""The sender: what is due goes out once, whoever else is sending, whatever fails meanwhile."""

from typing import Any

import pytest

from storage.lanes import next_free_at
from storage.outgoing import Message, add_outgoing
from storage.people import add_person
from storage.tables import outgoing
from tests.build import person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import add_due, begin, said, states, wait_until
from tests.storage.threads import at_once


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


def test_two_senders_on_one_database_send_each_message_once_and_keep_the_pace(
    talk_on_both: Conversation,
) -> None:
    talk = begin(talk_on_both)
    owners = ("U0PRIYA", "U0PETE", "U0CHAS", "U0SIMI", "U0ADA", "U0NOEL")
    talk.write(lambda s: [add_person(s, person(owner), talk.clock()) for owner in owners])
    for number, owner in enumerate(owners * 2):
        add_due(talk, f"BED-{3000 + number}", owner=owner)
    senders = [talk.kit.sender() for _ in range(2)]
    texts: list[str] = []
    for second in (1, 2):
        at_once(*[sender.send_due for sender in senders])
        texts = [m["text"] for m in talk.messages() if m.get("bot_id")]
        assert len(texts) == second * len(owners), "to each person one in a second"
        talk.clock.pass_(seconds=1)
    for sender in senders:
        sender.stop()
    assert sorted(text[10:18] for text in texts) == [f"BED-{3000 + n}" for n in range(12)]
    assert set(states(talk)) == {"sent"}


def test_a_running_sender_goes_on_by_itself_when_a_lane_is_free_again(talk: Conversation) -> None:
    begin(talk)
    add_due(talk, "BED-3000", "BED-3001")
    sender = talk.kit.sender()
    sender.start()
    sender.nudge()
    wait_until(lambda: len(said(talk)) == 1)
    talk.clock.pass_(seconds=1)  # nobody nudges it
    wait_until(lambda: len(said(talk)) == 2)
    sender.stop()
    assert states(talk) == ["sent", "sent"]


def test_while_slack_limits_posts_changes_of_messages_still_go_out(due: Conversation) -> None:
    due.send()
    (there,) = said(due)
    add_due(due, "BED-3001")
    due.slack.fault("429", "chat.postMessage", seconds=30)
    due.clock.pass_(seconds=2)
    sender = due.kit.sender()
    sender.send_due()
    place: dict[str, Any] = {"channel": there["channel"], "ts": there["ts"], "method": "update"}
    with due.db.write() as session:
        add_outgoing(
            session, Message("changed"), due.people["U0PRIYA"], due.clock(), **place, about=()
        )
    add_due(due, "BED-3002")  # and another post is not even tried
    sender.send_due()
    assert [m["text"] for m in said(due)] == ["changed"]
    assert sorted(states(due)) == ["sent", "sent", "waiting", "waiting"]
    due.clock.pass_(seconds=30)
    sender.send_due()
    due.clock.pass_(seconds=1)
    sender.send_due()
    sender.stop()
    assert [m["text"][10:18] for m in said(due)[1:]] == ["BED-3001", "BED-3002"]


def test_a_channel_that_is_limited_is_left_alone_for_as_long_as_slack_says(
    talk: Conversation,
) -> None:
    begin(talk)
    cora = talk.people["U0CORA"]
    for channel in ("C0PANEL", "C0PANEL", "C0GENERAL"):
        with talk.db.write() as session:
            add_outgoing(session, Message("x"), cora, talk.clock(), channel=channel, about=())
    talk.slack.fault("429", "chat.postMessage", seconds=30)
    talk.send()
    free_at = talk.read(lambda session: next_free_at(session, talk.clock()))
    assert free_at is None, "what waits is not due before Slack takes it"
    talk.clock.pass_(seconds=30)
    talk.send()
    assert sorted(m["channel"] for m in talk.messages()) == ["C0GENERAL", "C0PANEL", "C0PANEL"]


@pytest.mark.parametrize("how", ["one by one", "together"])
def test_a_letter_that_cannot_be_written_keeps_no_other_back(how: str, talk: Conversation) -> None:
    """Whether or not it was opened in one transaction with others."""
    begin(talk)
    _write_to(talk, "U0PRIYA", "U0CORA")
    if how == "together":  # where Slack has been asked for their direct messages
        talk.send()
        talk.clock.pass_(seconds=1)
        _write_to(talk, "U0PRIYA", "U0CORA")
    before = len(said(talk, "D0CORA"))
    broken = outgoing.c.state == "waiting", outgoing.c.person_id == talk.people["U0PRIYA"].id
    talk.write(lambda s: s.execute(outgoing.update().where(*broken).values(body_sealed=b"?")))
    sender = talk.kit.sender()
    sender.start()
    sender.nudge()
    wait_until(lambda: len(said(talk, "D0CORA")) > before)
    sender.stop()
    assert said(talk, "D0CORA")[before]["text"] == "U0CORA"


def _write_to(talk: Conversation, *users: str) -> None:
    with talk.db.write() as session:
        for user in users:
            add_outgoing(session, Message(user), talk.people[user], talk.clock(), about=())
