"""Socket Mode: whatever comes over the socket, it goes on being read, and what follows is heard."""

import json
import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import Ack, App

from bot.sandbox.cast import APP_TOKEN
from bot.sockets import Socket, connect
from tests.bot.workspaces import Slack, serve
from tests.fuzz.mutations import WRONG, drop, paths, put
from tests.handlers.badness import SECRET
from tests.handlers.conftest import production_log

ENVELOPE: dict[str, Any] = {
    "envelope_id": "e-1", "type": "slash_commands", "accepts_response_payload": True,
    "payload": {"command": "/mappa", "text": SECRET, "team_id": "T0PRACTICE", "user_id": "U0CORA",
                "trigger_id": "1.2", "channel_id": "D0CORA"},
    "retry_attempt": 0, "retry_reason": "",
}  # fmt: skip
RAW = (
    "", "{", "[]", "null", "1", '"x"', "{}", "{" * 5000, "[" * 100_000, '{"a":' * 20_000, "\x00",
    '{"type": "hello"}', '{"type": "disconnecting"}', '{"type": ["disconnect"]}',
    '{"envelope_id": "e"}', '{"type": "events_api", "envelope_id": "e", "payload": "{}"}',
    '{"type": 1e999, "envelope_id": NaN, "payload": {}}', "ping", "pong", SECRET,
)  # fmt: skip


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    with serve() as served:
        yield served


@contextmanager
def connected(slack: Slack) -> Iterator[tuple[Socket, list[str]]]:
    """The bot's own socket; what the app heard."""
    heard: list[str] = []
    app = App(
        client=slack.client,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        logger=logging.getLogger("mappa.slack"),
    )

    @app.command("/mappa")
    def answer(ack: Ack, command: dict[str, Any]) -> None:
        heard.append(str(command["text"]))
        ack("heard")

    socket = connect(app, APP_TOKEN, heard.append)
    try:
        yield socket, heard
    finally:
        socket.close()


def envelopes(seed: int) -> Iterator[str]:
    """Every place of an envelope without what stands there, and with nonsense instead."""
    chance = random.Random(seed)
    for path in paths(ENVELOPE):
        for name in ("", *chance.sample(list(WRONG), 8)):
            made = json.loads(json.dumps(ENVELOPE))
            if name:
                put(made, path, WRONG[name]())
            else:
                drop(made, path)
            yield json.dumps(made)


def test_the_socket_outlives_every_envelope(slack: Slack) -> None:
    with production_log() as log, connected(slack) as (socket, heard):
        session = socket.current_session
        assert session is not None
        sent = [*RAW, *envelopes(1)]
        for message in sent:
            socket._hear(session, message)
        slack.command("/mappa still there")
        assert heard[-1] == "still there"
        assert socket.current_session is session, "no new connection was needed"
        said = log.getvalue()
    assert len(sent) > 120
    assert SECRET not in said
    assert "Traceback" not in said
