"""Socket Mode: Slack's own client, without its endless loops and its pauses."""

import json
import re
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import send_response
from slack_sdk.errors import SlackApiError, SlackClientError, SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.clients import not_let_in, unreachable
from bot.receiving import receive
from handlers.calling import TOKEN_REFUSED, retry_after
from mappa.errors import SettingWrong

CONCURRENCY = 10
CHECK_SECONDS = 5.0  # between two looks whether the connection still stands
LINGER = 1.0  # seconds in which a connection that was left is still read
ACK_SECONDS = 3.0  # so long Slack waits for an acknowledgement
PAUSES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)  # before each further attempt to connect
SHORT_LIFE = 10.0  # seconds: a connection that ends sooner is not replaced at once for ever
REMEMBERED = 200
ENVELOPE = re.compile(r'"envelope_id"\s*:\s*"([^"]+)"')


class Socket(SocketModeClient):
    """One connection at a time. When Slack wants a fresh one, the old one is read as well until
    it is quiet: nothing that was sent over it is lost, and nothing waits for it."""

    give_up: Callable[[str], None]
    patience = ACK_SECONDS

    def __init__(self, *given: Any, **named: Any) -> None:
        self._closing = threading.Event()
        self._wanted = threading.Event()  # a fresh connection is
        self._left: list[Connection] = []
        self._readers: list[threading.Thread] = []
        self._came_over: OrderedDict[str, Connection] = OrderedDict()
        self._opened_at = 0.0
        self._short_lives = 0
        self._keeper = threading.Thread(target=self._keep, name="socket", daemon=True)
        super().__init__(*given, **named)

    def issue_new_wss_url(self) -> str:
        """The library's own would ask with a refused token for ever, and while Slack limits the
        rate it would sleep, also at a start and when the bot is to stop."""
        try:
            return str(self.web_client.apps_connections_open(app_token=self.app_token)["url"])
        except SlackApiError as problem:
            error = str(problem.response.get("error"))
            if error in TOKEN_REFUSED:
                self.give_up(error)
            if error == "ratelimited" and self.current_session is not None:
                self._closing.wait(retry_after(problem.response.headers.get("Retry-After")))
            raise

    def connect(self) -> None:
        """Open a connection and read it; the one before is left only when the new one stands."""
        session = Connection(
            url=self.wss_uri or self.issue_new_wss_url(),
            logger=self.logger,
            ping_interval=self.ping_interval,
            proxy=self.proxy,
            proxy_headers=self.proxy_headers,
            on_error_listener=self._on_error,
            ssl_context=self.web_client.ssl,
        )
        session.on_message_listener = partial(self._hear, session)
        session.connect()
        if session.sock is None:
            raise SlackClientNotConnectedError("the socket does not open")
        session.sock = _Stream(session.sock)  # type: ignore[assignment]
        before, self.current_session = self.current_session, session
        if before is not None:
            self._left.append(before)
        self._read(session)
        self.auto_reconnect_enabled = self.default_auto_reconnect_enabled
        self._opened_at = time.monotonic()
        if self._closing.is_set():
            self._hang_up(session)
        if not self.current_app_monitor_started:
            self.current_app_monitor_started = True
            self.current_app_monitor.start()
            self._keeper.start()

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Whoever notices that a connection is needed does not make it: it may take a while."""
        if force or not self.is_connected():
            self._wanted.set()

    def send_socket_mode_response(self, response: SocketModeResponse | dict[str, Any]) -> None:
        """Over the connection that the payload came over; once that is closed, over the next."""
        given = response if isinstance(response, dict) else response.to_dict()
        session = self._came_over.pop(str(given.get("envelope_id")), None)
        if session is not None and session.is_active():
            with suppress(SlackClientNotConnectedError):
                session.send(json.dumps(given))
                return
        self.send_message(json.dumps(given))

    def send_message(self, message: str) -> None:
        """Where there is no connection just now, the next one is waited for while it is of use."""
        deadline = time.monotonic() + self.patience
        while True:
            session = self.current_session
            try:
                if session is not None and session.is_active():
                    session.send(message)
                    return
            except SlackClientNotConnectedError:
                pass  # it has just been closed
            if time.monotonic() > deadline or self._closing.wait(0.02):
                raise SlackClientNotConnectedError("there is no connection")

    def close(self) -> None:
        self._closing.set()
        self._wanted.set()
        self.closed = True
        self.message_queue.put(None)  # whoever waits for a message need not wait any longer
        if self._keeper.is_alive():
            self._keeper.join(ACK_SECONDS)
        super().close()
        for reader in self._readers:
            reader.join()

    def disconnect(self) -> None:
        self._hang_up_left()
        if self.current_session is not None:
            self._hang_up(self.current_session)

    def _run_current_session(self) -> None:
        """The library's own reads one connection only, and could go on with the flag of another."""

    def _keep(self) -> None:
        """Connects when that is called for, and hangs up what was left and has become quiet."""
        while not self._closing.is_set():
            if self._wanted.wait(LINGER if self._left else None):
                self._wanted.clear()
                self._renew()
            else:
                self._hang_up_left()

    def _renew(self) -> None:
        lived = time.monotonic() - self._opened_at
        self._short_lives = self._short_lives + 1 if lived < SHORT_LIFE else 0
        tries = max(0, self._short_lives - 2)
        while not self._closing.wait(PAUSES[min(tries, len(PAUSES) - 1)]):
            tries += 1
            try:
                self.wss_uri = self.issue_new_wss_url()
                self.connect()
                return
            except Exception as problem:  # whatever it is, without a connection nothing works
                self.logger.error("not connected to Slack for now: %s", type(problem).__name__)

    def _read(self, session: Connection) -> None:
        reader = threading.Thread(target=self._read_to_its_end, args=[session], daemon=True)
        self._readers = [*(one for one in self._readers if one.is_alive()), reader]
        reader.start()

    def _read_to_its_end(self, session: Connection) -> None:
        try:
            session.run_until_completion(_Reading(session))
        except Exception as problem:  # what cannot be read is given up, and another one is made
            self.logger.error("reading was broken off: %s", type(problem).__name__)
        self._hang_up(session)
        if session is self.current_session and self.auto_reconnect_enabled:
            self._wanted.set()

    def _hear(self, session: Connection, message: str) -> None:
        if found := ENVELOPE.search(message):
            self._came_over[found[1]] = session
            while len(self._came_over) > REMEMBERED:
                self._came_over.popitem(last=False)
        self._on_message(message)

    def _hang_up_left(self) -> None:
        while self._left:
            self._hang_up(self._left.pop())

    def _hang_up(self, session: Connection) -> None:
        """Close at once: by itself it waits up to three seconds for what is being read."""
        sock = session.sock
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            session.disconnect()


class _Reading(ConnectionState):
    """Over when its connection is: the library's own flag is one for all connections."""

    def __init__(self, session: Connection) -> None:
        self._session = session
        self._told = False
        super().__init__()  # type: ignore[no-untyped-call]

    @property
    def terminated(self) -> bool:
        return self._told or not self._session.is_active()

    @terminated.setter
    def terminated(self, told: bool) -> None:
        self._told = told


class _Stream:
    """A socket whose end is an error: the library would read the end over and over again. And what
    is sent is sent to its end."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._is_ours = False  # the end

    def shutdown(self, how: int) -> None:
        self._is_ours = True
        self._sock.shutdown(how)

    def recv(self, size: int) -> bytes:
        received = self._sock.recv(size)
        if not received and not self._is_ours:
            raise ConnectionResetError("closed by Slack")
        return received

    def send(self, data: bytes) -> int:
        self._sock.sendall(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def _headers(request: SocketModeRequest) -> dict[str, str]:
    """What HTTP says in its headers of an event that comes again."""
    told = {"num": request.retry_attempt, "reason": request.retry_reason}
    return {f"x-slack-retry-{name}": str(one) for name, one in told.items() if one is not None}


def connect(
    app: App, app_token: str, give_up: Callable[[str], None], *, every: float = CHECK_SECONDS
) -> Socket:
    """Connect, or say in one line why not; `give_up` hears of a refusal that comes later."""
    client = Socket(app_token, app.logger, app.client, concurrency=CONCURRENCY, ping_interval=every)
    client.give_up = give_up

    def handle(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = receive(app, "socket_mode", request.payload, _headers(request))
        try:
            send_response(client, request, answer, time.time())
        except SlackClientError as problem:
            app.logger.warning("an answer could not be given any more: %s", problem)

    client.socket_mode_request_listeners.append(handle)
    try:
        client.connect()
    except SlackApiError as problem:
        client.close()
        advice = "It needs the scope connections:write."
        raise not_let_in("SLACK_APP_TOKEN", advice, problem) from None
    except SlackClientNotConnectedError:
        client.close()
        raise SettingWrong("Slack cannot be reached: its socket does not open.") from None
    except (OSError, SlackClientError) as problem:
        client.close()
        raise unreachable(app.client, problem) from None
    return client
