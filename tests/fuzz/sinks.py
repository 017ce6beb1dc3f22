"""What stands in Slack's place while payloads are hurled at the bot: it keeps whatever is sent to
it, and says that all is well."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import unquote_plus

from bot.sandbox.cast import BOT_ID, BOT_USER, TEAM
from tests.handlers.kits import Kit

ANSWER = json.dumps(
    {"ok": True, "ts": "1781685000.000100", "channel": {"id": "D0CORA"}, "team_id": TEAM,
     "user_id": BOT_USER, "bot_id": BOT_ID, "messages": [], "members": ["U0CORA"], "file": None}
).encode()  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """A call of the bot's: the method, and all that it was given, readable."""

    method: str
    text: str


class Sink:
    """Serves from start to stop."""

    def __init__(self) -> None:
        self._taken: list[Sent] = []
        self._lock = Lock()
        sink = self

        class Swallowing(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                sink._keep(self.path, body)
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(ANSWER)))
                self.end_headers()
                self.wfile.write(ANSWER)

            do_GET = do_POST

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Swallowing)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, name="sink", daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/api/"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def taken(self) -> list[Sent]:
        """What has come since the last time."""
        with self._lock:
            taken, self._taken = self._taken, []
        return taken

    def _keep(self, path: str, body: bytes) -> None:
        text = unquote_plus(body.decode(errors="replace"))
        readable = text.encode("utf-8", "backslashreplace").decode("unicode_escape", "replace")
        with self._lock:
            self._taken.append(Sent(path.rpartition("/")[2], f"{path}\n{text}\n{readable}"))


@contextmanager
def swallowed(kit: Kit) -> Iterator[Sink]:
    """All that the bot sends to Slack goes there meanwhile."""
    sink, client = Sink(), kit.bot.desk.client
    before, client.base_url = client.base_url, sink.url
    try:
        yield sink
    finally:
        client.base_url = before
        sink.stop()
