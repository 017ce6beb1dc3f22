"""Socket Mode: Slack's own client, without its endless loops and its pauses."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.clients import not_let_in, unreachable
from handlers.posting import TOKEN_REFUSED
from mappa.errors import SettingWrong

CONCURRENCY = 10


class Socket(SocketModeClient):
    """One connection at a time; when Slack wants a fresh one, nothing waits for the old."""

    give_up: Callable[[str], None]

    def issue_new_wss_url(self) -> str:
        # The library's own would ask with a refused token for ever, and while Slack limits the
        # rate it would sleep, also when the bot is to stop.
        try:
            return str(self.web_client.apps_connections_open(app_token=self.app_token)["url"])
        except SlackApiError as problem:
            error = str(problem.response.get("error"))
            if error in TOKEN_REFUSED:
                self.give_up(error)
            raise

    def connect(self) -> None:
        if self.current_session is not None:
            hang_up = partial(_hang_up, self.current_session)
            self.current_session.close = hang_up  # type: ignore[method-assign]
        super().connect()

    def disconnect(self) -> None:
        if self.current_session is not None:
            _hang_up(self.current_session)


def connect(app: App, app_token: str, give_up: Callable[[str], None]) -> Socket:
    """Connect, or say in one line why not; `give_up` hears of a refusal that comes later."""
    client = Socket(app_token, app.logger, app.client, concurrency=CONCURRENCY)
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


def _hang_up(session: Connection) -> None:
    """Close at once: by itself it waits up to three seconds for what is being read, and meanwhile
    nobody reads what comes on the new connection: a command there would go unanswered."""
    if session.sock is not None:
        with suppress(OSError):
            session.sock.shutdown(socket.SHUT_RDWR)
    session.disconnect()
