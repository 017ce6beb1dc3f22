"""Socket Mode: Slack's own client, which however gives up when the token is refused for good."""

import time
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from handlers.posting import TOKEN_REFUSED
from mappa.errors import SettingWrong

CONCURRENCY = 10


class Socket(SocketModeClient):
    """The library would ask for a new connection with a refused token for ever."""

    give_up: Callable[[str], None]

    def issue_new_wss_url(self) -> str:
        try:
            return super().issue_new_wss_url()
        except SlackApiError as problem:
            error = str(problem.response.get("error"))
            if error in TOKEN_REFUSED:
                self.give_up(error)
            raise


def connect(app: App, app_token: str, give_up: Callable[[str], None]) -> Socket:
    """Connect, or say in one line why not; `give_up` hears of a refusal that comes later."""
    socket = Socket(app_token, app.logger, app.client, concurrency=CONCURRENCY)
    socket.give_up = give_up

    def handle(client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        send_response(client, request, run_bolt_app(app, request), time.time())

    socket.socket_mode_request_listeners.append(handle)
    try:
        socket.connect()
    except SlackApiError as problem:
        socket.close()
        error = problem.response.get("error")
        raise SettingWrong(
            f"Slack refuses SLACK_APP_TOKEN ({error}). It needs the scope connections:write."
        ) from problem
    except (OSError, SlackClientError) as problem:
        socket.close()
        raise SettingWrong(f"Slack cannot be reached ({type(problem).__name__}).") from problem
    return socket
