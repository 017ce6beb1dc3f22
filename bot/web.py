"""HTTP mode: Slack calls the bot, behind whatever terminates TLS. Requests are signed."""

import threading
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress.server import create_server

from mappa.errors import SettingWrong

THREADS = 10


def serve(app: App, port: int, host: str = "127.0.0.1") -> Callable[[], None]:
    """Serve /slack/events on the loopback address; what it returns stops it."""
    try:
        server = create_server(
            SlackRequestHandler(app), host=host, port=port, threads=THREADS, ident=None
        )
    except OSError as problem:
        raise SettingWrong(
            f"HTTP_PORT {port} cannot be used ({problem.strerror}). Choose another one."
        ) from problem
    thread = threading.Thread(target=server.run, name="http", daemon=True)
    thread.start()

    def stop() -> None:
        server.task_dispatcher.shutdown()
        server.close()

    return stop
