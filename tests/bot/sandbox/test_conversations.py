"""conversations.* and users.*: who is where, and what was said there."""

from typing import Any

import pytest

from tests.bot.workspaces import Slack

PANEL = {"channel": "C0PANEL"}


def post(slack: Slack, text: str, **given: Any) -> str:
    return str(slack.client.chat_postMessage(channel="C0PANEL", text=text, **given)["ts"])


def history(slack: Slack, **given: Any) -> list[str]:
    found = slack.client.conversations_history(channel="C0PANEL", **given)["messages"]
    return [str(message["text"]) for message in found]


def test_history_is_newest_first_and_has_what_people_said(slack: Slack) -> None:
    post(slack, "first")
    slack.act("say", channel="C0PANEL", text="second")
    assert history(slack) == ["second", "first"]


def test_history_comes_in_pages(slack: Slack) -> None:
    for number in range(5):
        post(slack, str(number))
    page = slack.client.conversations_history(channel="C0PANEL", limit=2)
    assert page["has_more"]
    cursor = page["response_metadata"]["next_cursor"]
    assert history(slack, limit=2, cursor=cursor) == ["2", "1"]
    last = slack.client.conversations_history(channel="C0PANEL", limit=2, cursor="4")
    assert not last["has_more"]
    assert last["response_metadata"]["next_cursor"] == ""


def test_history_can_begin_and_end_anywhere(slack: Slack) -> None:
    stamps = [post(slack, str(number)) for number in range(4)]
    assert history(slack, oldest=stamps[0], latest=stamps[3]) == ["2", "1"]


def test_what_is_said_in_a_thread_stands_there_and_not_in_the_channel(slack: Slack) -> None:
    top = post(slack, "top")
    reply = post(slack, "reply", thread_ts=top)
    post(slack, "beside it")
    assert history(slack) == ["beside it", "top"]
    read = slack.client.conversations_replies
    found = read(channel="C0PANEL", ts=top)["messages"]
    assert [message["text"] for message in found] == ["top", "reply"]
    later = read(channel="C0PANEL", ts=top, oldest=reply)["messages"]
    assert [message["text"] for message in later] == ["top"], "a thread's first is always there"
    assert slack.error("conversations.replies", ts="1.0", **PANEL) == "thread_not_found"


def test_metadata_is_shown_only_on_request_and_blocks_keep_their_ids(slack: Slack) -> None:
    blocks = [{"type": "divider", "block_id": "key"}, {"type": "divider"}]
    metadata = {"event_type": "mappa_message", "event_payload": {"key": "k"}}
    post(slack, "words", blocks=blocks, metadata=metadata)
    (plain,) = slack.client.conversations_history(channel="C0PANEL")["messages"]
    assert "metadata" not in plain
    assert plain["blocks"][0]["block_id"] == "key"
    assert plain["blocks"][1]["block_id"], "Slack names what was left without a name"
    asked = slack.client.conversations_history(channel="C0PANEL", include_all_metadata=True)
    assert asked["messages"][0]["metadata"] == metadata


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"channel": "U0CORA"}, "channel_not_found"),
        ({"channel": "C0NOWHERE"}, "channel_not_found"),
        ({"channel": "C0PANEL", "limit": "many"}, "invalid_limit"),
        ({"channel": "C0PANEL", "limit": -1}, "invalid_limit"),
        ({"channel": "C0PANEL", "limit": 1000}, "invalid_limit"),
        ({"channel": "C0PANEL", "cursor": "x"}, "invalid_cursor"),
        ({"channel": "C0PANEL", "oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"channel": "C0PANEL", "latest": [1]}, "invalid_ts_latest"),
    ],
)
def test_history_that_is_asked_for_wrongly_is_refused(
    given: dict[str, Any], error: str, slack: Slack
) -> None:
    post(slack, "words")
    assert slack.error("conversations.history", **given) == error


@pytest.mark.parametrize(
    ("channel", "private", "shared"),
    [
        ("C0PANEL", True, False),
        ("C0GENERAL", False, False),
        ("C0SHARED", False, True),
        ("D0CORA", True, False),
    ],
)
def test_a_channel_says_whether_it_is_private_and_whether_outsiders_read_it(
    channel: str, private: bool, shared: bool, slack: Slack
) -> None:
    found = slack.client.conversations_info(channel=channel)["channel"]
    assert (found["is_private"], found["is_ext_shared"]) == (private, shared)
    members = slack.client.conversations_members(channel=channel)["members"]
    assert "U0MAPPA" in members
    assert ("U0OLGA" in members) is shared


def test_from_outside_a_public_channel_can_be_looked_at_and_a_private_one_is_not_there(
    slack: Slack,
) -> None:
    for channel in ("C0PANEL", "C0GENERAL"):
        slack.act("membership", channel=channel, inside=False)
    assert not slack.client.conversations_info(channel="C0GENERAL")["channel"]["is_member"]
    assert "U0MAPPA" not in slack.client.conversations_members(channel="C0GENERAL")["members"]
    for method in ("conversations.info", "conversations.members", "conversations.history"):
        assert slack.error(method, channel="C0PANEL") == "channel_not_found"
    assert slack.error("conversations.history", channel="C0GENERAL") == "not_in_channel"
    listed = {room["id"] for room in slack.client.conversations_list()["channels"]}
    assert listed == {"C0GENERAL", "C0SHARED"}


def test_direct_messages_are_opened_with_one_person_of_the_workspace(slack: Slack) -> None:
    opened = slack.client.conversations_open(users=["U0CORA"])["channel"]["id"]
    assert opened == slack.client.conversations_open(users="U0CORA")["channel"]["id"] == "D0CORA"
    assert slack.error("conversations.open", users="U0OLGA") == "cannot_dm_user"
    assert slack.error("conversations.open", users="U0NOBODY") == "user_not_found"
    assert slack.error("conversations.open", users="U0CORA,U0PRIYA") == "user_not_found"
    assert slack.error("conversations.open", users=[["U0CORA"]]) == "invalid_arguments"


def test_people_say_whether_they_are_from_outside(slack: Slack) -> None:
    people = {one["id"]: one for one in slack.client.users_list()["members"]}
    assert {id for id, one in people.items() if one["is_stranger"]} == {"U0OLGA"}
    assert slack.client.users_info(user="U0OLGA")["user"]["team_id"] == "T0OUTSIDE"
    assert slack.error("users.info", user="U0NOBODY") == "user_not_found"


def test_an_account_can_be_deactivated_until_all_is_as_it_was(slack: Slack) -> None:
    slack.act("account", user="U0NOEL", now={"deleted": True})
    slack.act("account", user="U0NOEL", now={"is_restricted": True})
    told = slack.client.users_info(user="U0NOEL")["user"]
    assert told["deleted"] and told["is_restricted"] and not told["is_bot"]
    slack.act("recover")
    assert slack.client.users_info(user="U0NOEL")["user"]["deleted"] is False
