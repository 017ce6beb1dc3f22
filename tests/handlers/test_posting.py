"""A Slack that is unwell: what was refused, what is in doubt, and how the doubt is resolved."""

import pytest
from slack_sdk import WebClient

from storage.people import set_dm_channel
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import LOOKED_UP_AFTER, REPEAT, begin, said, states


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


def test_a_wait_that_cannot_be_read_is_a_second(due: Conversation) -> None:
    due.slack.fault("429", "chat.postMessage", seconds=0.5)
    due.send()
    assert states(due) == ["waiting"]
    due.clock.pass_(seconds=1)
    assert due.send() == 1


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
