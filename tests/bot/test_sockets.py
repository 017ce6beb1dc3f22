"""Socket Mode with the real client: refusals, refreshes without a gap, and a quick end."""

import gc
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import Ack, App

from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from bot.sockets import Socket, connect
from mappa.errors import SettingWrong
from tests.bot.workspaces import Slack, serve, wait_until

# A handshake that fails leaves the library's socket to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
QUIET = logging.getLogger("tests.quiet")


@pytest.fixture
def slack() -> Iterator[Slack]:
    QUIET.setLevel(logging.CRITICAL)
    with serve() as served:
        yield served
    gc.collect()


@pytest.fixture
def app(slack: Slack) -> App:
    made = App(client=slack.client, process_before_response=True, logger=QUIET)

    @made.command("/mappa")
    def answer(ack: Ack, command: dict[str, Any]) -> None:
        ack(command["text"])

    return made


@contextmanager
def connected(app: App, gave_up: list[str], **given: float) -> Iterator[Socket]:
    socket = connect(app, APP_TOKEN, gave_up.append, **given)
    try:
        yield socket
    finally:
        socket.close()


def replies(slack: Slack) -> list[str]:
    return [message["text"] for message in slack.messages()]


def test_a_command_goes_to_the_app_and_its_answer_back(slack: Slack, app: App) -> None:
    with connected(app, []):
        slack.command("/mappa one")
        assert replies(slack) == ["one"]
        started = time.monotonic()
    assert time.monotonic() - started < 2.5, "an end does not wait for what is being read"
    wait_until(lambda: slack.state()["connected"] == 0, "the end of the connection")


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("refuse token", "Slack refuses SLACK_APP_TOKEN (invalid_auth). It needs the scope"),
        ("429", "Slack cannot be asked now (ratelimited)."),
        ("500", "Slack cannot be asked now"),
        ("accept then drop", "Slack cannot be reached at http://127.0.0.1"),
    ],
)
def test_a_connection_that_is_refused_is_one_line(
    kind: str, says: str, slack: Slack, app: App
) -> None:
    slack.act("fault", kind=kind, method="apps.connections.open", seconds=30)
    started = time.monotonic()
    with pytest.raises(SettingWrong) as refused:
        connect(app, APP_TOKEN, lambda error: None)
    assert refused.value.message.startswith(says)
    assert time.monotonic() - started < 5, "a rate limit is not waited for at a start"


def test_another_token_is_refused_and_never_shown(slack: Slack, app: App) -> None:
    with pytest.raises(SettingWrong) as refused:
        connect(app, "xapp-live-one", lambda error: None)
    assert "live-one" not in refused.value.message
    assert slack.state()["connected"] == 0


def test_a_socket_that_does_not_open_is_one_line(slack: Slack, app: App) -> None:
    slack.act("fault", kind="500", method="socket")
    with pytest.raises(SettingWrong, match="Slack cannot be reached: its socket does not open"):
        connect(app, APP_TOKEN, lambda error: None)


def test_a_fresh_connection_takes_over_without_a_gap(slack: Slack, app: App) -> None:
    with connected(app, []):
        for number in range(3):
            slack.act("sockets/close", politely=True, keep_open=True)
            started = time.monotonic()
            slack.command(f"/mappa {number}")
            assert time.monotonic() - started < 2, "nobody waits for the old connection"
            wait_until(lambda: slack.state()["connected"] == 1, "the end of the old connection")
    assert replies(slack) == ["0", "1", "2"]
    assert slack.broken == []


def test_a_connection_that_slack_drops_is_opened_again(slack: Slack, app: App) -> None:
    with connected(app, []):
        slack.act("sockets/close", politely=True)
        wait_until(lambda: slack.state()["connected"] == 1, "the new connection")
        slack.command("/mappa again")
    assert replies(slack)[-1] == "again"


def test_a_refusal_that_comes_later_is_heard_once_and_nothing_loops(slack: Slack, app: App) -> None:
    gave_up: list[str] = []
    with connected(app, gave_up):
        slack.act("fault", kind="refuse token", method="apps.connections.open", times=99)
        slack.act("sockets/close", politely=True)
        wait_until(lambda: gave_up, "the refusal")
    assert gave_up[0] == "invalid_auth"


def test_a_rate_limit_is_waited_for_but_not_by_whoever_stops_the_bot(
    slack: Slack, app: App
) -> None:
    with connected(app, [], every=0.2):
        slack.act("fault", kind="429", method="apps.connections.open", seconds=60, times=99)
        slack.act("sockets/close", politely=True)
        wait_until(lambda: slack.state()["connected"] == 0, "the end of the connection")
        time.sleep(0.3)
        started = time.monotonic()
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        ("429", "apps.connections.open"),
        ("500", "apps.connections.open"),
        ("accept then drop", "apps.connections.open"),
        ("500", "socket"),
    ],
)
def test_a_slack_that_is_unwell_for_a_moment_is_asked_again(
    kind: str, method: str, slack: Slack, app: App
) -> None:
    gave_up: list[str] = []
    with connected(app, gave_up, every=0.2):
        slack.act("fault", kind=kind, method=method, seconds=1)
        slack.act("sockets/close", politely=True)
        wait_until(lambda: slack.state()["connected"] == 1, "the new connection")
    assert gave_up == []


def test_the_bot_token_is_not_what_opens_a_socket(slack: Slack, app: App) -> None:
    with pytest.raises(SettingWrong, match=r"SLACK_APP_TOKEN \(not_allowed_token_type\)"):
        connect(app, BOT_TOKEN, lambda error: None)
