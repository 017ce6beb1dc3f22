"""HTTP mode: what Slack signs is answered, anything else is turned away and tells nothing."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from bot.web import serve
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.kits import SIGNING_SECRET

Post = Callable[..., tuple[int, str]]


@pytest.fixture
def post(talk: Conversation) -> Iterator[Post]:
    """Sends a body to the bot, signed with a secret at a time."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stop = serve(talk.bot.app, port)

    def send(body: str, kind: str, secret: str = SIGNING_SECRET, age: int = 0) -> tuple[int, str]:
        at = str(int(time.time()) - age)
        signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
        headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": at}
        headers["X-Slack-Signature"] = str(signature)
        url = f"http://127.0.0.1:{port}/slack/events"
        try:
            with urlopen(Request(url, body.encode(), headers), timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as problem:
            with problem:
                return problem.code, problem.read().decode()

    yield send
    stop()


FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def test_a_signed_command_form_and_event_are_answered(talk: Conversation, post: Post) -> None:
    command = urlencode(talk.command_payload("U0PRIYA", "case BED-1042"))
    status, answer = post(command, FORM)
    assert status == 200
    assert MARKER in answer
    click = payloads.block_actions(
        USERS["U0PRIYA"], {"action_id": "open_case", "block_id": "x", "value": "BED-1042"}, "1", {}
    )
    assert post(urlencode({"payload": json.dumps(click)}), FORM)[0] == 200
    said = {"type": "message", "channel_type": "im", "channel": "D0PRIYA", "text": "how many cases"}
    assert post(json.dumps(payloads.event(USERS["U0PRIYA"], said)), JSON)[0] == 200
    assert talk.send() == 1
    assert talk.count("records", action="case seen") == 2


@pytest.mark.parametrize("wrong", [{"secret": "another"}, {"age": 600}, {"age": -600}], ids=str)
def test_what_slack_has_not_signed_just_now_is_turned_away(
    talk: Conversation, post: Post, wrong: dict[str, str]
) -> None:
    before = talk.dump(without=())
    command = urlencode(talk.command_payload("U0PRIYA", "update BED-1042 note Zanzibar"))
    status, answer = post(command, FORM, **wrong)
    assert status == 401
    assert MARKER not in answer
    assert "Zanzibar" not in answer + talk.log.getvalue()
    assert talk.dump(without=()) == before


@pytest.mark.parametrize("body", ["", "{", "payload=%7B", "text=help", "\x00", "[]", "null"])
def test_signed_nonsense_is_neither_answered_nor_logged(
    talk: Conversation, post: Post, body: str
) -> None:
    for kind in (FORM, JSON):
        status, answer = post(body, kind)
        assert status in (200, 400, 404, 500)
        assert "Traceback" not in answer
