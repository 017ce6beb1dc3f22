"""HTTP mode: what Slack has signed is answered, and nothing else."""

import hashlib
import hmac
import json
import logging
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_bolt import Ack, App

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from bot.web import serve
from mappa.errors import SettingWrong
from tests.bot.workspaces import serve as serve_workspace

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM = "application/x-www-form-urlencoded"
ADDRESS = "http://127.0.0.1:1/response/x"
Answer = tuple[int, str]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    quiet = logging.getLogger("tests.quiet")
    quiet.setLevel(logging.CRITICAL)
    with serve_workspace() as slack:
        app = App(
            client=slack.client,
            signing_secret=SECRET,
            process_before_response=True,
            logger=quiet,
        )

        @app.command("/mappa")
        def answer(ack: Ack, command: dict[str, Any]) -> None:
            ack(command["text"])

        port = free_port()
        stop = serve(app, port)
        yield f"http://127.0.0.1:{port}/slack/events"
        stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def command(text: str = "hello") -> bytes:
    cora = USERS["U0CORA"]
    given = payloads.slash_command(cora, "C0PANEL", f"/mappa {text}", "1.2", ADDRESS)
    return urlencode(given).encode()


def signed(body: bytes, *, age: float = 0, secret: str = SECRET) -> dict[str, str]:
    at = str(int(time.time() - age))
    base = b":".join([b"v0", at.encode(), body])
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


def send(url: str, body: bytes, headers: dict[str, str], kind: str = FORM) -> Answer:
    request = Request(url, body, {"Content-Type": kind, **headers})  # noqa: S310
    try:
        with urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except HTTPError as problem:
        with problem:
            return problem.code, problem.read().decode()


def test_what_slack_has_signed_is_answered(url: str) -> None:
    assert send(url, command(), signed(command())) == (200, "hello")
    late = signed(command(), age=240)
    assert send(url, command(), late) == (200, "hello"), "four minutes are no replay"


def test_slacks_first_question_is_answered(url: str) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c" * 8, "token": "t"}).encode()
    status, text = send(url, body, signed(body), "application/json")
    assert (status, json.loads(text)) == (200, {"challenge": "c" * 8})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(command(), secret="another"),
        signed(command("something else")),
        signed(command(), age=301),
        signed(command(), age=-3600),
        signed(command()) | {"X-Slack-Request-Timestamp": str(int(time.time()) - 1)},
        signed(command()) | {"X-Slack-Signature": ""},
        signed(command()) | {"X-Slack-Signature": "v0=%s" % ("0" * 64)},
    ],
    ids=["unsigned", "other secret", "other body", "replayed", "from the future", "other time",
         "no signature", "made up"],
)  # fmt: skip
def test_what_is_unsigned_replayed_or_changed_is_refused(url: str, headers: dict[str, str]) -> None:
    status, text = send(url, command(), headers)
    assert status == 401
    assert "hello" not in text


@pytest.mark.parametrize("path", ["", "slack", "slack/install", "slack/events/x", "practice/state"])
def test_there_is_one_address_and_no_other(path: str, url: str) -> None:
    root = url.removesuffix("slack/events")
    assert send(f"{root}{path}", command(), signed(command()))[0] == 404


def test_a_command_that_is_not_ours_is_not_answered(url: str) -> None:
    body = command().replace(b"%2Fmappa", b"%2Fother")
    assert send(url, body, signed(body))[0] == 404


def test_a_port_that_is_taken_is_one_line(url: str) -> None:
    port = int(url.split(":")[2].partition("/")[0])
    app = App(token="xoxb-1", signing_secret=SECRET, token_verification_enabled=False)
    with pytest.raises(SettingWrong, match=rf"HTTP_PORT {port} cannot be used \(Address already"):
        serve(app, port)
