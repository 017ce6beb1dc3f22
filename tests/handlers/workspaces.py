"""The practice workspace as the suite uses it, and what it takes to wait for a bot."""

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any, ParamSpec, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.internals import send_response
from slack_sdk import WebClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from bot.sandbox.rules import broken_by_message, broken_by_view
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Limits
from bot.sockets import Socket

Json = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")
PATIENCE = 10  # seconds that anything awaited may take
FULL = 150  # messages


class Clock:
    """Tells the time that it was set to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **given: float) -> None:
        self.at += timedelta(**given)


class Workers(ThreadPoolExecutor):
    """Remembers what it was given, so that a test can wait until all of it is done."""

    def __init__(self) -> None:
        super().__init__(4, "after-ack")
        self.given = 0
        self.pending: list[Future[Any]] = []

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = super().submit(fn, *args, **kwargs)
        self.given += 1
        self.pending.append(future)
        return future

    def settle(self, seconds: float) -> None:
        """All of it is done, and what that led to."""
        while pending := [future for future in self.pending if not future.done()]:
            wait(pending, seconds)
        self.pending = []


@dataclass(frozen=True)
class Answer:
    """What came back with the acknowledgement, checked against Slack's limits."""

    status: int
    body: Json

    @classmethod
    def of(cls, response: BoltResponse) -> "Answer":
        body = json.loads(response.body) if response.body else {}
        answer = cls(response.status, body)
        if answer.fallback or answer.blocks:
            assert not broken_by_message(answer.fallback, answer.blocks)
        if "view" in body:
            assert not broken_by_view(body["view"])
        return answer

    @property
    def text(self) -> str:
        """All that is read: what shows where blocks cannot, and what stands in them only."""
        return whole_text(self.body)

    @property
    def fallback(self) -> str:
        return str(self.body.get("text") or "")

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks") or [])

    @property
    def errors(self) -> Json:
        return dict(self.body.get("errors") or {})

    @property
    def whole(self) -> str:
        return json.dumps(self.body, ensure_ascii=False)


def whole_text(message: Json) -> str:
    """What is read of a message: its blocks, or its text where that says all that they say."""
    text = str(message.get("text") or "")
    said = [line for part in _said_in(message.get("blocks") or []) for line in part.split("\n")]
    said = [escape(line, quote=False) for line in said]
    return text if all(_is_in(line, text) for line in said) else "\n".join(said)


def _is_in(line: str, text: str) -> bool:
    return " ".join(line.split()) in " ".join(text.split())


def _said_in(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        parts = [block.get("text"), *(block.get("fields") or [])]
        parts += block.get("elements") or [] if block.get("type") == "context" else []
        for part in parts:
            if not part:
                continue
            said = str(part.get("text") or "")
            yield f"{said[1:-1]}:" if re.fullmatch(r"\*[^*]*\*", said) else said


class Slack:
    """The practice workspace, with a socket between it and whichever bot listens just now."""

    def __init__(self) -> None:
        self.listener: Callable[[Json], BoltResponse] | None = None
        self.heard: list[tuple[Json, BoltResponse]] = []
        self.something_heard = threading.Event()
        self._open(0)

    def _open(self, port: int) -> None:
        # The suite's clock passes by itself: a second of it takes no time.
        self.server = SandboxServer(port, limits=Limits(burst=10_000))
        self.server.start()
        client = WebClient(token=BOT_TOKEN, base_url=self.api, retry_handlers=[])
        self.client = client
        self._socket = Socket(APP_TOKEN, logging.getLogger("mappa.slack"), client)
        self._socket.default_auto_reconnect_enabled = False
        self._socket.give_up = lambda error: None
        self._socket.socket_mode_request_listeners.append(self._hear)
        self._socket.connect()

    @property
    def api(self) -> str:
        return f"{self.server.url}api/"

    def stop(self) -> None:
        self.server.stop()
        self._socket.close()

    def renew_if_full(self) -> None:
        """Start anew at the same address: the more was said, the longer everything takes."""
        if len(self.look("messages")["messages"]) > FULL:
            self.stop()
            self._open(self.server.port)

    def act(self, what: str, **given: Any) -> Json:
        """Do something at the page, as it does it itself."""
        data = json.dumps(given).encode()
        headers = {"Content-Type": "application/json"}
        url = f"{self.server.url}practice/{what}"
        try:
            with urlopen(Request(url, data, headers), timeout=PATIENCE) as answer:  # noqa: S310
                found: Json = json.load(answer)
                return found
        except HTTPError as problem:
            with problem:
                raise AssertionError(problem.read().decode()) from problem

    def look(self, what: str, **query: str) -> Json:
        url = f"{self.server.url}practice/{what}?{urlencode(query)}"
        with urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310
            found: Json = json.load(answer)
            return found

    def fault(self, kind: str, method: str, times: int = 1, seconds: float = 1) -> None:
        self.act("fault", kind=kind, method=method, times=times, seconds=seconds)

    def _hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        if self.listener is None:
            return
        response = self.listener(request.payload)
        self.heard.append((request.payload, response))
        self.something_heard.set()
        send_response(client, request, response, time.time())
