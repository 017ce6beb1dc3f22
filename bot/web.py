"""HTTP mode: Slack calls the bot, behind whatever terminates TLS. Requests are signed."""

from collections.abc import Callable

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.ports import serve_on

THREADS = 10


def serve(app: App, port: int) -> Callable[[], None]:
    """Serve /slack/events on the loopback address; what it returns stops it."""
    return serve_on(port, SlackRequestHandler(app), "HTTP_PORT", THREADS)
