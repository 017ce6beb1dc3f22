"""An ear in Slack's place: whatever the bot sends is heard, and granted without a workspace."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

from tests.handlers.conversations import Conversation

Json = dict[str, Any]


class Ear:
    """What was sent since it was listened to last: the method, and all that came with it."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        ear = self

        class Hearing(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # one connection for many calls

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                ear.heard.append((self.path.rpartition("/")[2], _read(body)))
                answer = b'{"ok": true, "channel": "D0HEARD", "ts": "1.2", "message": {}}'
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Hearing)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/"

    def listen(self) -> str:
        """All of it as text."""
        heard, self.heard = self.heard, []
        return "\n".join(f"{method} {given}" for method, given in heard)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _read(body: str) -> str:
    """The texts of a call as they are read, whichever way they came."""
    try:
        given = json.loads(body)
    except ValueError:
        given = dict(parse_qsl(body))
    for name in ("view", "blocks"):
        if isinstance(given.get(name), str):
            given[name] = json.loads(given[name])
    return json.dumps(given, ensure_ascii=False)


@contextmanager
def listening(talk: Conversation) -> Iterator[Ear]:
    """The bot of a conversation is heard by an ear instead of the workspace."""
    client, ear = talk.bot.desk.client, Ear()
    before, client.base_url = client.base_url, ear.url
    try:
        yield ear
    finally:
        talk.settle()
        client.base_url = before
        ear.close()
