"""HTTP mode: Slack calls the bot, behind whatever terminates TLS. Requests are signed."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.adapter.wsgi.http_request import WsgiHttpRequest
from slack_bolt.adapter.wsgi.http_response import WsgiHttpResponse

from bot.ports import serve_on
from bot.receiving import receive

THREADS = 10
PATH = "/slack/events"
MOST_BYTES = 4 * 2**20  # a form of a hundred full fields, escaped twice, is not as large
BOUNDS = {
    "max_request_body_size": MOST_BYTES,
    # All of it in memory: what is larger the server would put into a file.
    "inbuf_overflow": 2 * MOST_BYTES,
    "max_request_header_size": 2**16,
    "channel_timeout": 30,  # seconds without a byte
    "cleanup_interval": 10,
}
STAMP, SIGNATURE = re.compile("[0-9]{1,12}"), re.compile("v0=[0-9a-f]{64}")
WINDOW = 600  # seconds: from five minutes before the time of signing to five minutes after
REMEMBERED = 100_000
TURNED_AWAY = '{"error": "invalid request"}'


def serve(app: App, port: int) -> Callable[[], None]:
    """Serve /slack/events on the loopback address; what it returns stops it."""
    return serve_on(port, _Door(app), "HTTP_PORT", THREADS, **BOUNDS)


class _Door:
    """One address and one method; what has no signature at all is not even read."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._answered = _Answered()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        answer = self._answer(WsgiHttpRequest(environ))
        given = WsgiHttpResponse(answer.status, answer.headers, answer.body)
        start_response(given.status, given.get_headers())
        return given.get_body()

    def _answer(self, request: WsgiHttpRequest) -> BoltResponse:
        if (request.method, request.path) != ("POST", PATH):
            return BoltResponse(status=404, body="Not Found")
        headers = {name: str(value) for name, value in request.get_headers().items()}
        signature = headers.get("x-slack-signature", "")
        is_signed = SIGNATURE.fullmatch(signature)
        if not is_signed or not STAMP.fullmatch(headers.get("x-slack-request-timestamp", "")):
            return BoltResponse(status=401, body=TURNED_AWAY)
        if not self._answered.is_new(signature):
            return BoltResponse(status=200)
        # No text is what is not UTF-8, and no signature fits what it is made into.
        body = request.environ["wsgi.input"].read().decode(errors="replace")
        answer = receive(self._app, "http", body, headers)
        if answer.status != 200:
            self._answered.forget(signature)
        return answer


class _Answered:
    """Signatures that were answered: whoever sends a request of Slack's once more gets nothing."""

    def __init__(self) -> None:
        self._until: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def is_new(self, signature: str) -> bool:
        now = time.monotonic()
        with self._lock:
            while self._until and next(iter(self._until.values())) < now:
                self._until.popitem(last=False)
            if signature in self._until:
                return False
            self._until[signature] = now + WINDOW
            while len(self._until) > REMEMBERED:
                self._until.popitem(last=False)
            return True

    def forget(self, signature: str) -> None:
        with self._lock:
            self._until.pop(signature, None)
