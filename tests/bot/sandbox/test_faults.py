"""Faults on request: a Slack that is unwell, call by call."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.workspaces import Slack, wait_until

SAID: dict[str, Any] = {"channel": "C0PANEL", "text": "words"}
POST = {"method": "chat.postMessage"}


def refused(slack: Slack) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        slack.client.chat_postMessage(**SAID)
    return caught.value


def test_a_rate_limit_says_how_long_to_wait_and_posts_nothing(slack: Slack) -> None:
    slack.act("fault", kind="429", seconds=7, **POST)
    response = refused(slack).response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["Retry-After"] == "7"
    assert slack.messages() == []
    assert slack.client.chat_postMessage(**SAID)["ok"], "once means once"


def test_a_fault_strikes_as_often_as_asked_and_its_own_method_only(slack: Slack) -> None:
    slack.act("fault", kind="500", times=2, **POST)
    assert slack.client.auth_test()["ok"]
    assert [refused(slack).response.status_code for _ in range(2)] == [500, 500]
    assert slack.client.chat_postMessage(**SAID)["ok"]
    assert len(slack.messages()) == 1


def test_faults_strike_in_the_order_in_which_they_were_asked_for(slack: Slack) -> None:
    for kind in ("500", "429"):
        slack.act("fault", kind=kind, **POST)
    assert [refused(slack).response.status_code for _ in range(2)] == [500, 429]


def test_accepted_then_dropped_means_posted_without_an_answer(slack: Slack) -> None:
    slack.act("fault", kind="accept then drop", **POST)
    with pytest.raises((HTTPException, URLError, ConnectionError)):
        slack.client.chat_postMessage(**SAID)
    assert [message["text"] for message in slack.messages()] == ["words"]


def test_accepted_then_hung_is_posted_at_once_and_not_answered_for_a_while(slack: Slack) -> None:
    slack.act("fault", kind="accept then hang", seconds=0.5, **POST)
    with ThreadPoolExecutor(1) as caller:
        calling = caller.submit(lambda: slack.client.chat_postMessage(**SAID))
        wait_until(lambda: [m["text"] for m in slack.messages()] == ["words"], "the message")
        assert not calling.done()
        with pytest.raises((HTTPException, URLError, ConnectionError)):
            calling.result()


def test_a_call_that_hangs_posts_nothing(slack: Slack) -> None:
    slack.act("fault", kind="hang", seconds=0.3, **POST)
    started = time.monotonic()
    assert refused(slack).response.status_code == 500
    assert time.monotonic() - started >= 0.3
    assert slack.messages() == []


def test_a_client_that_waits_no_longer_than_a_hang_is_cut_off(slack: Slack) -> None:
    slack.act("fault", kind="hang", seconds=5, **POST)
    slack.client.timeout = 1
    with pytest.raises((TimeoutError, socket.timeout, URLError)):
        slack.client.chat_postMessage(**SAID)


def test_a_refused_token_has_slacks_own_error(slack: Slack) -> None:
    slack.act("fault", kind="refuse token", **POST)
    assert refused(slack).response["error"] == "invalid_auth"
    assert slack.messages() == []


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "earthquake"},
        {"kind": "500", "times": 0},
        {"kind": "500", "times": -1},
        {"kind": "hang", "seconds": -1},
        {"kind": "hang", "seconds": 3601},
    ],
)
def test_a_fault_that_is_none_is_refused(given: dict[str, Any], slack: Slack) -> None:
    says = slack.refused("fault", **POST, **given)
    assert says.startswith("A fault ")
    assert slack.client.chat_postMessage(**SAID)["ok"]


def test_a_slack_that_has_recovered_is_well_whatever_was_still_to_come(slack: Slack) -> None:
    slack.act("fault", kind="500", times=5, **POST)
    slack.act("recover")
    assert slack.client.chat_postMessage(**SAID)["ok"]
