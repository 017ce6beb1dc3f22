"""The practice workspace from its three sides: the page, the Web API, and the app's socket."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Limits

Json = dict[str, Any]
PATIENCE = 20.0  # seconds that anything awaited may take
# For what is about running out of time; all the rest has Slack's own.
QUICK = Limits(ack=0.4, trigger=0.3, response_url=0.5, retries=(0.0, 0.1, 0.2))
hasty = pytest.mark.parametrize("limits", [QUICK], ids=["hasty"])


def wait_until(condition: Callable[[], Any], what: str = "it") -> Any:
    """What the condition returns once it is true; fails when that takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.01)
    raise AssertionError(f"{what} has not happened within {PATIENCE:g} s")


@dataclass(frozen=True)
class Slack:
    """A workspace that is being served."""

    server: SandboxServer
    client: WebClient

    def http(self, path: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
        """Status and text of one plain request."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(f"{self.server.url}{path}", data, named)  # noqa: S310
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except HTTPError as problem:
            with problem:
                return problem.code, problem.read().decode()

    def post(self, path: str, given: Any) -> tuple[int, Json]:
        """A call as the page makes it."""
        data = json.dumps(given).encode()
        status, text = self.http(path, data, Content_Type="application/json")
        return status, json.loads(text) if text.startswith("{") else {"text": text}

    def act(self, what: str, user: str = "U0CORA", **given: Any) -> Json:
        """Something done at the page that is possible."""
        status, found = self.post(f"practice/{what}", {"user": user, **given})
        assert status == 200, found
        return found

    def refused(self, what: str, user: str = "U0CORA", **given: Any) -> str:
        """Something that is not possible: what the page says."""
        status, found = self.post(f"practice/{what}", {"user": user, **given})
        assert status == 409, found
        return str(found["problem"])

    def command(self, text: str, user: str = "U0CORA", channel: str = "C0PANEL") -> Json:
        return self.act("command", user, channel=channel, text=text)

    def state(self, user: str = "U0CORA") -> Json:
        status, text = self.http(f"practice/state?user={user}")
        assert status == 200, text
        found: Json = json.loads(text)
        return found

    def messages(self, user: str = "U0CORA", channel: str = "C0PANEL") -> list[Json]:
        return [m for m in self.state(user)["messages"] if m["channel"] == channel]

    @property
    def broken(self) -> list[str]:
        found: list[str] = self.state()["broken"]
        return found

    def error(self, method: str, **given: Any) -> str:
        """The error with which a call of the Web API is refused."""
        try:
            self.client.api_call(method, json=given)
        except SlackApiError as problem:
            return str(problem.response["error"])
        raise AssertionError(f"{method} was not refused")


@contextmanager
def serve(limits: Limits | None = None, **given: Any) -> Iterator[Slack]:
    server = SandboxServer(limits=limits, **given)
    server.start()
    client = WebClient(token=BOT_TOKEN, base_url=f"{server.url}api/", retry_handlers=[])
    try:
        yield Slack(server, client)
    finally:
        server.stop()


Answer = Callable[[Json], Json | None]


@dataclass
class App:
    """The app's side of one socket: it keeps what it hears and answers as it is told."""

    slack: Slack
    answer: Answer = lambda envelope: {}  # None: it does not acknowledge
    heard: list[Json] = field(default_factory=list)
    _loop: asyncio.AbstractEventLoop | None = None
    _socket: aiohttp.ClientWebSocketResponse | None = None

    def payloads(self, kind: str) -> list[Json]:
        """What came of one kind: slash_commands, interactive, events_api, hello, disconnect."""
        return [one.get("payload", one) for one in self.heard if one["type"] == kind]

    def wait_for(self, kind: str, count: int = 1) -> list[Json]:
        def found() -> list[Json]:
            heard = self.payloads(kind)
            return heard if len(heard) >= count else []

        waited: list[Json] = wait_until(found, f"{count} of {kind}")
        return waited

    def send(self, text: str) -> None:
        """Anything over the socket, whether it is an acknowledgement or not."""
        assert self._loop and self._socket
        asyncio.run_coroutine_threadsafe(self._socket.send_str(text), self._loop).result(PATIENCE)

    @contextmanager
    def connected(self) -> Iterator["App"]:
        thread = threading.Thread(target=lambda: asyncio.run(self._listen()), daemon=True)
        thread.start()
        self.wait_for("hello")
        yield self
        if self._loop and self._socket and not self._socket.closed:
            asyncio.run_coroutine_threadsafe(self._socket.close(), self._loop).result(PATIENCE)
        thread.join(PATIENCE)

    async def _listen(self) -> None:
        self._loop = asyncio.get_running_loop()
        url = self.slack.client.apps_connections_open(app_token=APP_TOKEN)["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(url) as self._socket:
            async for message in self._socket:
                envelope = json.loads(message.data)
                self.heard.append(envelope)
                answer = self.answer(envelope) if "envelope_id" in envelope else None
                if answer is not None:
                    reply = {"envelope_id": envelope["envelope_id"], "payload": answer}
                    await self._socket.send_json(reply)
