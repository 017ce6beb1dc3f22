"""What the workspace refuses, in Slack's own error codes."""

from math import ceil
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from bot.sandbox.workspace import Workspace


class ApiError(Exception):
    """A call of the Web API that is answered with ok: false."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


class RateLimited(ApiError):
    """Too many calls in too short a time: the next one after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


def rate_limited(seconds: float) -> web.Response:
    """Slack's answer, which says in whole seconds how long to wait."""
    headers = {"Retry-After": f"{ceil(seconds)}"}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


class NotPossible(Exception):
    """Something that the person at the page cannot do; the message says why."""


def require_rules(workspace: Workspace, broken: list[str], error: str) -> None:
    """Refuse what breaks Slack's limits, and say on the page which limit it was."""
    if broken:
        for rule in broken:
            workspace.break_rule(rule)
        raise ApiError(error, response_metadata={"messages": [f"[ERROR] {r}" for r in broken]})


@web.middleware
async def read_or_refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What is not possible, or cannot be read at all, is an answer and never a traceback."""
    try:
        return await handler(request)
    except NotPossible as problem:
        return web.json_response({"problem": str(problem)}, status=409)
    except UNREADABLE:
        return web.json_response({"problem": "That cannot be read."}, status=400)
    except ConnectionError:
        if request.transport is not None and not request.transport.is_closing():
            raise
        return web.Response(status=400)  # whoever asked has gone: nobody hears it


# What comes of reading fields of a request that is not built as it should be.
UNREADABLE = (
    KeyError, ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError,
    HttpProcessingError,  # the name of a file with a control character in it
)  # fmt: skip
