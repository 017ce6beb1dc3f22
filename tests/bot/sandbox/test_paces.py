"""One message a second in a channel: a short burst passes, and what goes on is turned away."""

import time
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.workspace import Limits
from tests.bot.workspaces import Slack

quick = pytest.mark.parametrize("limits", [Limits(pace=0.2, burst=3)], ids=["quick"])
RULE = "more than one message a second was posted in mappa-panel (C0PANEL)"


def post(slack: Slack, channel: str = "C0PANEL") -> Any:
    return slack.client.chat_postMessage(channel=channel, text="words")


def turned_away(slack: Slack) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        post(slack)
    return caught.value


def test_a_short_burst_passes_and_then_slack_says_how_long_to_wait(slack: Slack) -> None:
    for _ in range(5):
        post(slack)
    assert slack.broken == []
    response = turned_away(slack).response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["Retry-After"] == "1"
    assert slack.broken == [RULE]
    assert len(slack.messages()) == 5, "what is turned away is not posted"


@quick
def test_who_waits_as_told_goes_on_and_who_keeps_the_pace_is_never_turned_away(
    slack: Slack,
) -> None:
    for _ in range(3):
        post(slack)
    turned_away(slack)
    for _ in range(6):
        time.sleep(0.21)
        post(slack)
    assert slack.broken == [RULE]


@quick
def test_each_channel_and_each_persons_direct_messages_have_a_pace_of_their_own(
    slack: Slack,
) -> None:
    for channel in ("C0PANEL", "C0GENERAL", "D0CORA", "U0PRIYA"):
        for _ in range(3):
            post(slack, channel)
    assert slack.broken == []
    with pytest.raises(SlackApiError, match="ratelimited"):
        post(slack, "D0PRIYA")  # the same place as by the person's id
    slack.client.chat_update(channel="C0PANEL", ts=slack.messages()[0]["ts"], text="other words")


@pytest.mark.parametrize("error", ["is_archived", "user_not_found", "account_inactive"])
def test_slack_says_no_in_its_own_words(error: str, slack: Slack) -> None:
    slack.act("fault", kind=error, method="chat.postMessage")
    assert slack.error("chat.postMessage", channel="C0PANEL", text="words") == error
    assert slack.messages() == []
    assert post(slack)["ok"]
