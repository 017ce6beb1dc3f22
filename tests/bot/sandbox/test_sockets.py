"""Socket Mode: one payload to one socket, acknowledged in time, or delivered again."""

import json
import time
from contextlib import ExitStack
from typing import Any

import pytest

from bot.sandbox.cast import APP_TOKEN
from bot.sandbox.workspace import Limits
from tests.bot.workspaces import App, Slack, hasty, serve, wait_until

Json = dict[str, Any]
FAILED = "/mappa failed: the app did not answer in time."
LATE = "a slash_commands payload was not acknowledged within 0.4 s"


def private(slack: Slack, user: str = "U0CORA") -> list[str]:
    return [m["text"] for m in slack.messages(user) if m.get("ephemeral_to") == user]


def test_a_socket_is_greeted_and_the_page_says_that_the_app_is_there(slack: Slack) -> None:
    assert slack.state()["connected"] == 0
    with App(slack).connected() as app:
        (hello,) = app.payloads("hello")
        assert hello["num_connections"] == 1
        assert slack.state()["connected"] == 1
    wait_until(lambda: slack.state()["connected"] == 0, "the end of the connection")


def test_a_ticket_opens_one_connection_once(slack: Slack) -> None:
    url = slack.client.apps_connections_open(app_token=APP_TOKEN)["url"]
    assert url.startswith(f"ws://127.0.0.1:{slack.server.port}/socket/?ticket=")
    path = f"socket/{url.partition('/socket/')[2]}"
    assert slack.http(path)[0] == 400, "no WebSocket was asked for, and the ticket is spent"
    assert slack.http(path)[0] == 403
    assert slack.http("socket/?ticket=made-up")[0] == 403


def test_each_payload_goes_to_one_socket_in_turn(slack: Slack) -> None:
    with ExitStack() as stack:
        apps = [stack.enter_context(App(slack).connected()) for _ in range(3)]
        for number in range(6):
            slack.command(f"/mappa {number}")
        heard = [app.payloads("slash_commands") for app in apps]
    assert [len(one) for one in heard] == [2, 2, 2]
    texts = [payload["text"] for one in heard for payload in one]
    assert sorted(texts) == ["0", "1", "2", "3", "4", "5"]


def test_an_eleventh_connection_is_turned_away(slack: Slack) -> None:
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(App(slack).connected())
        eleventh = stack.enter_context(App(slack).connected())
        (told,) = eleventh.wait_for("disconnect")
        assert told["reason"] == "too_many_websockets"
        assert slack.state()["connected"] == 10


@hasty
def test_a_command_that_is_not_acknowledged_in_time_fails(slack: Slack) -> None:
    with App(slack, answer=lambda envelope: None).connected() as app:
        slack.command("/mappa help")
        assert private(slack) == [FAILED]
        assert slack.broken == [LATE]
        (heard,) = [one for one in app.heard if "envelope_id" in one]
        app.send(json.dumps({"envelope_id": heard["envelope_id"], "payload": {"text": "late"}}))
        wait_until(lambda: len(slack.broken) == 2, "the late answer")
        assert slack.broken[1] == "an acknowledgement came too late, or twice"
        assert private(slack) == [FAILED], "what comes too late is not shown"


def test_a_command_without_any_connection_fails_at_once(slack: Slack) -> None:
    started = time.monotonic()
    slack.command("/mappa help")
    assert time.monotonic() - started < 2
    assert private(slack) == [FAILED]


def test_a_connection_that_breaks_fails_what_it_carried(slack: Slack) -> None:
    with App(slack, answer=_break_off(slack)).connected():
        slack.command("/mappa help")
        assert private(slack) == [FAILED]


@pytest.mark.parametrize("sent", ["{", "[1]", "7", '"x"', '{"payload": 1}', "null"])
def test_what_is_no_acknowledgement_breaks_a_rule_and_nothing_else(
    sent: str, slack: Slack, app: App, capfd: pytest.CaptureFixture[str]
) -> None:
    app.send(sent)
    wait_until(lambda: slack.broken, "the broken rule")
    app.answer = lambda envelope: {"text": "still here"}
    slack.command("/mappa help")
    assert private(slack) == ["still here"]
    assert capfd.readouterr() == ("", "")


@hasty
def test_an_answer_that_is_no_object_is_no_answer(slack: Slack) -> None:
    with App(slack, answer=lambda envelope: None).connected() as app:
        app.answer = lambda envelope: ["words"]  # type: ignore[assignment, return-value]
        slack.command("/mappa help")
    assert private(slack) == [FAILED]


@hasty
def test_an_event_is_delivered_again_until_it_is_acknowledged(slack: Slack) -> None:
    with App(slack).connected() as app:
        app.answer = lambda envelope: {} if envelope["retry_attempt"] == 2 else None
        slack.act("say", channel="D0CORA", text="how many cases")
        app.wait_for("events_api", 3)
    envelopes = [one for one in app.heard if one["type"] == "events_api"]
    retries = [(one["retry_attempt"], one["retry_reason"]) for one in envelopes]
    assert retries == [(0, ""), (1, "timeout"), (2, "timeout")]
    assert len({one["payload"]["event_id"] for one in envelopes}) == 1
    assert len({one["envelope_id"] for one in envelopes}) == 3
    assert not any(one["accepts_response_payload"] for one in envelopes)


@hasty
def test_an_event_is_given_up_after_three_more_times(slack: Slack) -> None:
    with App(slack, answer=lambda envelope: None).connected() as app:
        slack.act("say", channel="D0CORA", text="how many cases")
        app.wait_for("events_api", 4)
        wait_until(lambda: len(slack.broken) == 4, "the last broken rule")
        time.sleep(0.2)
        assert len(app.payloads("events_api")) == 4


@pytest.mark.parametrize("limits", [Limits(retries=(0.1,) * 200)], ids=["patient"])
def test_an_event_waits_for_an_app_that_is_away(slack: Slack) -> None:
    slack.act("say", channel="D0CORA", text="how many cases")
    with App(slack).connected() as app:
        assert app.wait_for("events_api")[0]["event"]["text"] == "how many cases"


def test_slack_warns_before_it_takes_a_connection_away(slack: Slack) -> None:
    with App(slack).connected() as app:
        assert slack.act("sockets/close", politely=True, keep_open=True) == {"closed": 1}
        (told,) = app.wait_for("disconnect")
        assert told["reason"] == "refresh_requested"
        slack.command("/mappa help")
        assert len(app.payloads("slash_commands")) == 1, "it still hears, while there is no other"
        with App(slack).connected() as fresh:
            for _ in range(4):
                slack.command("/mappa help")
            assert len(fresh.payloads("slash_commands")) == 4
        assert slack.broken == []


def test_a_server_that_stops_leaves_nothing_running() -> None:
    with serve() as slack, App(slack, answer=lambda envelope: None).connected():
        slack.act("say", channel="D0CORA", text="how many cases")
        started = time.monotonic()
        slack.server.stop()
        assert time.monotonic() - started < 2
        slack.server.stop()  # once more is no harm


def _break_off(slack: Slack) -> Any:
    def answer(envelope: Json) -> None:
        slack.act("sockets/close", politely=False)

    return answer
