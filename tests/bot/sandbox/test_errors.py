"""Whoever is killed in the middle of a request leaves no traceback, and the others are served."""

import logging
import socket
import struct
import threading
from collections.abc import Callable

import pytest

from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from tests.bot.workspaces import PATIENCE, Slack, serve, wait_until

FORM = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nref,lev'
HEAD = f"Host: 127.0.0.1\r\nAuthorization: Bearer {BOT_TOKEN}\r\n"
Ending = Callable[[socket.socket], None]


def reset(connection: socket.socket) -> None:
    """As a killed process leaves it: there is no farewell."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def hang_up(connection: socket.socket) -> None:
    connection.close()


def begin(slack: Slack, method: str, path: str, more: str = "", body: bytes = b"") -> socket.socket:
    """A request that has been sent so far."""
    connection = socket.create_connection(("127.0.0.1", slack.server.port), timeout=PATIENCE)
    connection.sendall(f"{method} /{path} HTTP/1.1\r\n{HEAD}{more}\r\n".encode() + body)
    return connection


def is_served(slack: Slack) -> None:
    """Whatever came before has been dealt with: the loop has answered since then."""
    for _ in range(3):
        assert slack.client.auth_test()["ok"]


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the server has to say of it, which outside of tests is a traceback on the screen."""
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]


@pytest.mark.parametrize("end", [reset, hang_up])
@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("api/chat.postMessage", "application/json", b'{"channel": "C0PA'),
        ("api/chat.postMessage", "application/x-www-form-urlencoded", b"channel=C0PA"),
        ("api/chat.postMessage", FORM, PART),
        ("response/made-up", "application/json", b'{"text": "wo'),
        ("practice/say", "application/json", b'{"user": "U0C'),
        ("practice/attach", FORM, PART),
        ("upload/v1/", "application/octet-stream", b"ref,lev"),
        ("upload/v1/", FORM, PART),
    ],
)
def test_killed_while_the_request_is_read(
    path: str, kind: str, body: bytes, end: Ending, caplog: pytest.LogCaptureFixture
) -> None:
    with serve() as slack:
        if path == "upload/v1/":
            asked = slack.client.files_getUploadURLExternal(filename="a.csv", length=10_000)
            path = asked["upload_url"].removeprefix(slack.server.url)
        more = f"Content-Type: {kind}\r\nContent-Length: 10000\r\n"
        connection = begin(slack, "POST", path, more, body)
        is_served(slack)  # so that the half of it is being read
        end(connection)
        is_served(slack)
        assert slack.state()["messages"] == []
    assert complaints(caplog) == []


@pytest.mark.parametrize("end", [reset, hang_up])
def test_killed_while_the_answer_is_awaited_or_sent(
    end: Ending, caplog: pytest.LogCaptureFixture
) -> None:
    with serve() as slack:
        content = b"x" * 10_000_000  # more than a connection holds at once
        slack.client.files_upload_v2(filename="a.txt", content=content, channel="D0CORA")
        (file,) = slack.messages(channel="D0CORA")[0]["files"]
        url = file["url_private"].removeprefix(slack.server.url)
        version = slack.state()["version"]
        slack.act("fault", kind="hang", method="users.list", seconds=0.2)
        for path in (url, "api/users.list", f"practice/state?user=U0CORA&since={version}"):
            connection = begin(slack, "GET", path)
            if path == url:
                assert connection.recv(1000)
            is_served(slack)  # so that the answer is on its way
            end(connection)
        is_served(slack)
        slack.client.chat_postMessage(channel="C0PANEL", text="what the page waited for")
        is_served(slack)
    assert complaints(caplog) == []


@pytest.mark.parametrize("polite", [True, False])
def test_killed_with_its_socket_open(polite: bool, caplog: pytest.LogCaptureFixture) -> None:
    upgrade = (
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    )
    with serve() as slack:
        url = slack.client.apps_connections_open(app_token=APP_TOKEN)["url"]
        path = url.partition(f"{slack.server.port}/")[2]
        connection = begin(slack, "GET", path, upgrade)
        wait_until(lambda: slack.state()["connected"], "the connection")
        asking = threading.Thread(target=slack.command, args=("/mappa help",))
        asking.start()
        reset(connection)
        slack.act("sockets/close", politely=polite)
        asking.join(PATIENCE)
        wait_until(lambda: slack.state()["connected"] == 0, "its end")
        assert "failed" in slack.messages()[-1]["text"]
    assert complaints(caplog) == []
