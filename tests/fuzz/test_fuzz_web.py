"""HTTP mode: whatever is sent to the bot, by Slack, in its name, or once more after it."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from bot.web import MOST_BYTES, serve
from tests.build import MARKER
from tests.fuzz.mutations import WRONG, every_place
from tests.fuzz.recorded import Recorded
from tests.handlers.badness import SECRET
from tests.handlers.conversations import Conversation
from tests.handlers.kits import SIGNING_SECRET
from tests.handlers.workspaces import Json

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
CLICK = {"type": "button", "block_id": "b", "action_id": "open_case", "value": "BED-1042"}


@pytest.fixture(scope="module")
def port(shared_talk: Conversation) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found = int(free.getsockname()[1])
    stop = serve(shared_talk.bot.app, found)
    yield found
    stop()


@pytest.fixture
def talk(shared_talk: Conversation) -> Iterator[Conversation]:
    """Nothing of what was sent may reach the log, and no fault may stand there."""
    before = len(shared_talk.log.getvalue())
    yield shared_talk
    shared_talk.settle()
    logged = shared_talk.log.getvalue()[before:]
    assert SECRET not in logged
    assert MARKER not in logged
    assert " ERROR " not in logged


def signed(body: bytes, age: float = 0, secret: str = SIGNING_SECRET) -> dict[str, str]:
    at = str(int(time.time() - age))
    text = body.decode(errors="replace")
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=text)
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": str(signature)}


def send(
    port: int, body: bytes, headers: dict[str, str], kind: str = FORM, **how: Any
) -> tuple[int, str]:
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    method, path = how.get("method", "POST"), how.get("path", "/slack/events")
    with suppress(BrokenPipeError, ConnectionResetError):  # it may not be read to its end
        line.request(method, path, body, {"Content-Type": kind, **headers})
    answer = line.getresponse()
    found = answer.status, answer.read().decode()
    line.close()
    return found


def command(talk: Conversation, text: str = "help") -> bytes:
    return urlencode(talk.command_payload("U0CORA", text)).encode()


def asked(talk: Conversation) -> Recorded:
    return Recorded("word case", "U0CORA", talk.command_payload("U0CORA", "case BED-1042"))


def encoded(payload: Json) -> tuple[bytes, str]:
    """As Slack sends its kind."""
    if "command" in payload:
        safe = {name: str(one).encode(errors="replace") for name, one in payload.items()}
        return urlencode(safe).encode(), FORM
    if payload.get("type") == "event_callback":
        return json.dumps(payload).encode(), JSON
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


def test_what_is_signed_is_answered_whatever_it_is(talk: Conversation, port: int) -> None:
    said = {"type": "message", "channel_type": "im", "channel": "D0CORA", "text": "how many"}
    recorded = [
        asked(talk),
        Recorded("button open_case on a message", "U0CORA",
                 payloads.block_actions(USERS["U0CORA"], CLICK, "1.2", {})),
        Recorded("message", "U0CORA", payloads.event(USERS["U0CORA"], said)),
    ]  # fmt: skip
    before, count = talk.dump(), 0
    for mutant in every_place(recorded, 2):
        body, kind = encoded(mutant.payload)
        status, text = send(port, body, signed(body), kind)
        count += 1
        assert (status, MARKER in text) == (200, False), mutant
        assert "went wrong" not in text, mutant
    assert count > 150
    assert talk.dump() == before


@pytest.mark.parametrize("kind", [FORM, JSON, "", "text/plain", "multipart/form-data", "x" * 200])
def test_signed_nonsense_is_acknowledged_and_tells_nothing(
    talk: Conversation, port: int, kind: str
) -> None:
    nonsense = [
        b"", b"{", b"[]", b"null", b"payload=", b"payload=%7B", b"payload=[]", b"payload=%5B1%5D",
        b"\x00", b"ssl_check=1&token=x", b"a" * 100_000, b"[" * 100_000, b'{"type": []}',
        b"payload=" + b"%5B" * 50_000, b'{"command": {}}',
        b'{"event": 1, "type": "event_callback"}',
        b'{"type": "url_verification", "challenge": {"a": 1}}',
        json.dumps(WRONG["a deep nest"]()).encode(),
    ]  # fmt: skip
    for body in nonsense:
        status, text = send(port, body, signed(body), kind)
        assert status == 200, body[:60]
        assert text == "" or "could not be read" in text, body[:60]
    for body in (b"\xff\xfe", b"payload=\xe9"):
        assert send(port, body, signed(body), kind)[0] in (200, 401)


def test_what_is_not_signed_as_it_must_be_reaches_nobody(talk: Conversation, port: int) -> None:
    body = command(talk, f"update BED-1042 note {SECRET}")
    right = signed(body)
    at, signature = right["X-Slack-Request-Timestamp"], right["X-Slack-Signature"]
    wrong = [
        {}, {"X-Slack-Signature": signature}, {"X-Slack-Request-Timestamp": at},
        signed(body, secret="another"), signed(body + b" "), signed(body, age=301),
        signed(body, age=-302), signed(body, age=10**9),
        *({**right, "X-Slack-Request-Timestamp": one}
          for one in ("", "now", "-1", "1e9", f"{at}.0", f" {at}9", "9" * 400, f"{at}, {at}")),
        *({**right, "X-Slack-Signature": one}
          for one in ("", "v0=", "v0=é", signature.upper(), signature[3:], f"v1={signature[3:]}",
                      signature[:-1], f"{signature}0", "v0=" + "0" * 64)),
    ]  # fmt: skip
    before, given = talk.dump(()), talk.kit.workers.given
    for headers in wrong:
        safe = {name: one.encode("latin-1").decode("latin-1") for name, one in headers.items()}
        status, text = send(port, body, safe)
        assert status == 401, headers
        assert json.loads(text) == {"error": "invalid request"}
    assert talk.dump(()) == before
    assert talk.kit.workers.given == given, "Slack is not called on anybody's word"


@pytest.mark.parametrize("text", ["help", "stats", "case BED-1042", "update BED-1042 note once"])
def test_a_request_that_is_sent_once_more_tells_and_does_nothing(
    talk: Conversation, port: int, text: str
) -> None:
    body = command(talk, text)
    headers = signed(body)
    first = send(port, body, headers)
    assert first[0] == 200
    assert first[1]
    before = talk.dump(())
    assert [send(port, body, headers) for _ in range(3)] == [(200, "")] * 3
    later = signed(body, age=-2)  # by Slack itself, which signs it anew
    status, again = send(port, body, later)
    assert status == 200
    assert talk.dump(()) == before
    assert ("done already" in again) is ("BED-1042" in text)


def test_the_same_request_twice_at_once_is_answered_once(talk: Conversation, port: int) -> None:
    body = command(talk, "update BED-1042 note at once")
    headers, found = signed(body), []

    def one() -> None:
        found.append(send(port, body, headers))

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bool(text) for _, text in found) == [False] * 5 + [True]
    assert talk.count("notes") >= 1


def test_what_is_too_large_or_never_ends_keeps_nobody_waiting(
    talk: Conversation, port: int
) -> None:
    huge = b"payload=" + b"a" * MOST_BYTES
    assert send(port, huge, signed(huge))[0] == 413
    large = command(talk, "a" * 1_000_000)
    started = time.monotonic()
    status, text = send(port, large, signed(large))
    assert (status, "could not be read" in text) == (200, True)
    assert time.monotonic() - started < 5
    lines = []
    begun = b"POST /slack/events HTTP/1.1\r\n"
    for head in (b"GET", b"\x16\x03\x01" * 30, begun, begun + b"Content-Length: 50\r\n\r\na="):
        for _ in range(5):
            line = socket.create_connection(("127.0.0.1", port), timeout=10)
            line.sendall(head)
            lines.append(line)
    body = command(talk)
    assert send(port, body, signed(body))[0] == 200, "while others are slow"
    for line in lines:
        line.close()


def test_there_is_one_address_one_method_and_one_greeting(talk: Conversation, port: int) -> None:
    body = command(talk)
    for path in ("/", "/slack", "/slack/events/", "/slack/events/x", "/%2e%2e"):
        assert send(port, body, signed(body), path=path)[0] == 404
    for method in ("GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"):
        try:
            assert send(port, body, signed(body), method=method)[0] in (404, 501)
        except HTTPException as problem:
            raise AssertionError(method) from problem
    greeting = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "t"})
    status, text = send(port, greeting.encode(), signed(greeting.encode()), JSON)
    assert (status, json.loads(text)) == (200, {"challenge": "3eZbrw1a"})
