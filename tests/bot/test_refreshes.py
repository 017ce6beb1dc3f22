"""Connections that are replaced, that break before the answer, and that are gone for a while."""

import logging
import socket as plain
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.sandbox.cast import BOT_TOKEN
from tests.bot.refreshes import Refreshing
from tests.bot.test_sockets import QUIET, connected, pytestmark, slack
from tests.bot.workspaces import Slack, wait_until
from tests.journeys.processes import Process, start_workspace
from tests.journeys.workspaces import Workspace

__all__ = ["pytestmark", "slack"]


@contextmanager
def hanging_up(port: int) -> Iterator[list[float]]:
    """Something on this port that hangs up on everybody; when they came."""
    came: list[float] = []
    with plain.create_server(("127.0.0.1", port)) as listening:
        over = threading.Event()

        def hang_up() -> None:
            while not over.is_set():
                listening.accept()[0].close()
                came.append(time.monotonic())

        thread = threading.Thread(target=hang_up)
        thread.start()
        try:
            yield came
        finally:
            over.set()
            plain.create_connection(("127.0.0.1", port)).close()
            thread.join()


def test_what_is_sent_while_the_old_connection_stays_open_is_acknowledged_at_once_and_once() -> (
    None
):
    """Over the old one after the request for a fresh one, and over the new one; Slack's library
    stalls for three seconds here and loses some of it."""
    heard: list[str] = []
    with Refreshing(old=3, new=3) as slack:
        app = App(client=slack.client, process_before_response=True, logger=QUIET)

        @app.command("/mappa")
        def answer(ack: Ack, command: dict[str, Any]) -> None:
            heard.append(command["text"])
            ack(command["text"])

        with connected(app, []):
            wait_until(lambda: len(slack.acknowledged) == 6, "every acknowledgement")
            assert slack.connections == 2
    texts = ["new 0", "new 1", "new 2", "old 0", "old 1", "old 2"]
    assert sorted(heard) == sorted(text for text, _, _ in slack.acknowledged) == texts
    assert max(seconds for _, _, seconds in slack.acknowledged) < 1
    assert {(text[:3], over) for text, over, _ in slack.acknowledged} == {("old", 1), ("new", 2)}


def test_a_connection_that_closes_before_the_answer_is_one_line_on_the_log(
    slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    app = App(client=slack.client, process_before_response=True, logger=logging.getLogger("bolt"))

    @app.command("/mappa")
    def answer(ack: Ack) -> None:
        slack.act("fault", kind="500", method="apps.connections.open", times=99)
        slack.act("sockets/close", politely=False)
        # Until it is noticed the answer would go into a connection at whose end nobody is.
        wait_until(lambda: "not connected to Slack for now" in caplog.text, "the loss")
        ack("too late")

    with connected(app, []) as socket:
        socket.patience = 0.1
        slack.command("/mappa help")
        wait_until(lambda: "could not be given" in caplog.text, "the line")
    assert [one for one in caplog.records if one.exc_info] == []
    assert "Traceback" not in caplog.text


def test_when_the_whole_of_slack_goes_and_comes_back_the_bot_is_there_in_seconds(
    tmp_path: Path,
) -> None:
    """Killed, so that no connection is closed in good form; and nobody is asked without end."""
    first, address = start_workspace(tmp_path)
    port = address.rstrip("/").rpartition(":")[2]
    client = WebClient(token=BOT_TOKEN, base_url=f"{address}api/", retry_handlers=[])
    app = App(client=client, process_before_response=True, logger=QUIET)
    with connected(app, []) as socket:
        first.kill()
        with hanging_up(int(port)) as attempts:
            wait_until(lambda: len(attempts) >= 4, "four attempts")
            pauses = [after - before for before, after in pairwise(attempts)]
            assert pauses == sorted(pauses), "each later than the one before"
            assert sum(pauses[:3]) > 1
        assert not socket.is_connected()
        with Process(tmp_path, "-m", "bot.sandbox", port) as second:
            second.wait_for(r"(http://\S+/)\n")
            began = time.monotonic()
            Workspace(address).wait_for_bot()
            assert time.monotonic() - began < 5
