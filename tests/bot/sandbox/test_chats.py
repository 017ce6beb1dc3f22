"""chat.*: what the app posts, where it may, and what it can change afterwards."""

from typing import Any

import pytest

from tests.bot.workspaces import Slack

SAID: dict[str, Any] = {"channel": "C0PANEL", "text": "words"}


def test_what_is_posted_is_seen_by_the_members_and_nobody_else(slack: Slack) -> None:
    posted = slack.client.chat_postMessage(**SAID)
    assert [m["ts"] for m in slack.messages("U0PRIYA")] == [posted["ts"]]
    assert slack.messages("U0SIMI") == []
    assert posted["message"]["user"] == "U0MAPPA"


def test_a_private_reply_is_seen_by_one_person_only_and_stands_in_no_history(slack: Slack) -> None:
    slack.client.chat_postEphemeral(user="U0PRIYA", **SAID)
    assert [m["ephemeral_to"] for m in slack.messages("U0PRIYA")] == ["U0PRIYA"]
    assert slack.messages("U0CORA") == []
    assert slack.client.conversations_history(channel="C0PANEL")["messages"] == []


def test_a_private_reply_in_a_thread_stands_in_no_history_either(slack: Slack) -> None:
    top = slack.client.chat_postMessage(**SAID)["ts"]
    slack.client.chat_postEphemeral(user="U0PRIYA", thread_ts=top, **SAID)
    found = slack.client.conversations_replies(channel="C0PANEL", ts=top)["messages"]
    assert [message["ts"] for message in found] == [top]


@pytest.mark.parametrize("user", ["U0SIMI", "U0NOBODY", ""])
def test_a_private_reply_goes_to_members_only(user: str, slack: Slack) -> None:
    assert slack.error("chat.postEphemeral", user=user, **SAID) == "user_not_in_channel"


def test_a_person_as_the_channel_means_their_direct_messages(slack: Slack) -> None:
    assert slack.client.chat_postMessage(channel="U0CORA", text="words")["channel"] == "D0CORA"
    assert slack.error("chat.postMessage", channel="U0OLGA", text="x") == "channel_not_found"


@pytest.mark.parametrize("channel", ["C0NOWHERE", "D0OLGA", "mappa-panel", ""])
def test_a_channel_that_is_not_there_is_refused(channel: str, slack: Slack) -> None:
    assert slack.error("chat.postMessage", channel=channel, text="x") == "channel_not_found"


@pytest.mark.parametrize(
    ("channel", "error"), [("C0PANEL", "channel_not_found"), ("C0GENERAL", "not_in_channel")]
)
@pytest.mark.parametrize(
    "method", ["chat.postMessage", "chat.postEphemeral", "chat.update", "chat.delete"]
)
def test_a_channel_that_the_app_was_taken_out_of_is_closed_to_it(
    channel: str, error: str, method: str, slack: Slack
) -> None:
    ts = slack.client.chat_postMessage(channel=channel, text="words")["ts"]
    slack.act("membership", channel=channel, inside=False)
    given = {"channel": channel, "text": "x", "user": "U0CORA", "ts": ts}
    assert slack.error(method, **given) == error
    slack.act("membership", channel=channel, inside=True)
    assert slack.client.api_call(method, json=given)["ok"]


def test_nobody_takes_the_app_out_of_direct_messages(slack: Slack) -> None:
    for channel in ("D0CORA", "C0NOWHERE"):
        given = {"channel": channel, "inside": False}
        assert slack.post("practice/membership", given)[0] == 400


def test_too_long_a_text_and_none_have_slacks_own_errors(slack: Slack) -> None:
    assert slack.error("chat.postMessage", channel="C0PANEL", text="x" * 4001) == "msg_too_long"
    assert slack.error("chat.postMessage", channel="C0PANEL") == "no_text"
    assert slack.messages() == []


def test_a_message_is_changed_and_taken_back_by_whoever_posted_it(slack: Slack) -> None:
    ts = slack.client.chat_postMessage(**SAID)["ts"]
    slack.client.chat_update(channel="C0PANEL", ts=ts, text="other words")
    (message,) = slack.messages()
    assert (message["text"], message["ts"]) == ("other words", ts)
    slack.client.chat_delete(channel="C0PANEL", ts=ts)
    assert slack.messages() == []
    assert slack.error("chat.update", ts=ts, **SAID) == "message_not_found"


def test_what_somebody_else_said_cannot_be_changed(slack: Slack) -> None:
    slack.act("say", channel="C0PANEL", text="mine")
    (message,) = slack.messages()
    assert slack.error("chat.update", ts=message["ts"], **SAID) == "cant_update_message"
    given = {"channel": "C0PANEL", "ts": message["ts"]}
    assert slack.error("chat.delete", **given) == "cant_update_message"


def test_a_private_reply_cannot_be_changed(slack: Slack) -> None:
    ts = slack.client.chat_postEphemeral(user="U0CORA", **SAID)["message_ts"]
    assert slack.error("chat.update", ts=ts, **SAID) == "message_not_found"


def test_every_message_has_a_timestamp_of_its_own(slack: Slack) -> None:
    stamps = [slack.client.chat_postMessage(**SAID)["ts"] for _ in range(5)]
    assert sorted(set(stamps)) == stamps
