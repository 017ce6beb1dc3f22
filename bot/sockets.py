"""Socket Mode: Slack's own client, without its endless loops and its pauses."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.clients import not_let_in, unreachable
from handlers.posting import TOKEN_REFUSED
from mappa.errors import SettingWrong

CONCURRENCY = 10
CHECK_SECONDS = 5.0  # between two looks whether the connection still stands


class Socket(SocketModeClient):
    """One connection at a time; when Slack wants a fresh one, nothing waits for the old."""

    give_up: Callable[[str], None]
    _reading: "_Reading | None" = None

    def __init__(self, *given: Any, **named: Any) -> None:
        self._closing = threading.Event()
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
                self._closing.wait(int(problem.response.headers.get("Retry-After", 30)))
            raise

    def connect(self) -> None:
        if self.current_session is not None:
            hang_up = partial(self._hang_up, self.current_session)
            self.current_session.close = hang_up  # type: ignore[method-assign]
        super().connect()

    def close(self) -> None:
        self._closing.set()
        self.closed = True
        self.message_queue.put(None)  # whoever waits for a message need not wait any longer
        super().close()

    def disconnect(self) -> None:
        if self.current_session is not None:
            self._hang_up(self.current_session)

    def _run_current_session(self) -> None:
        """Read one session to its end. The library's own could go on with the flag of another
        session, and then neither hear anything again nor ever stop."""
        session = self.current_session
        if session is None or not session.is_active():
            return
        self._reading = _Reading(session)
        try:
            session.run_until_completion(self._reading)
        except Exception as problem:  # it is read again, or another one is
            self.logger.error("reading was broken off: %s", type(problem).__name__)

    def _hang_up(self, session: Connection) -> None:
        """Close at once: by itself it waits up to three seconds for what is being read, and
        meanwhile nobody reads the new connection: a command there would go unanswered."""
        if self._reading and self._reading.session is session:
            self._reading.terminated = True
        if session.sock is not None:
            with suppress(OSError):
                session.sock.shutdown(socket.SHUT_RDWR)
        session.disconnect()


class _Reading(ConnectionState):
    """Over when it is told so, and at the latest with its session."""

    def __init__(self, session: Connection) -> None:
        self.session = session
        super().__init__()  # type: ignore[no-untyped-call]

    @property
    def terminated(self) -> bool:
        return self._told or not self.session.is_active()

    @terminated.setter
    def terminated(self, told: bool) -> None:
        self._told = told


def connect(
    app: App, app_token: str, give_up: Callable[[str], None], *, every: float = CHECK_SECONDS
) -> Socket:
    """Connect, or say in one line why not; `give_up` hears of a refusal that comes later."""
    client = Socket(app_token, app.logger, app.client, concurrency=CONCURRENCY, ping_interval=every)
    client.give_up = give_up

    def handle(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        send_response(client, request, run_bolt_app(app, request), time.time())

    client.socket_mode_request_listeners.append(handle)
    try:
        client.connect()
        if not client.is_connected():  # the library only logs that
            raise SettingWrong("Slack cannot be reached: its socket does not open.")
    except SlackApiError as problem:
        client.close()
        advice = "It needs the scope connections:write."
        raise not_let_in("SLACK_APP_TOKEN", advice, problem) from None
    except (OSError, SlackClientError) as problem:
        client.close()
        raise unreachable(app.client, problem) from None
    except SettingWrong:
        client.close()
        raise
    return client
