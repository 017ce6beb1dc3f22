"""From what arrived to an answer, whatever it is: nothing that comes in can throw anything out."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.request.internals import extract_content_type, parse_body

from handlers.payloads import UNREAD, is_greeting, is_readable
from mappa.faults import trace

log = logging.getLogger("mappa.errors")
Body = dict[str, Any]


def receive(app: App, mode: str, body: str | Body, headers: Mapping[str, str]) -> BoltResponse:
    """The app's answer. `mode`: http, where `body` is as it was signed, or socket_mode."""
    try:
        return app.dispatch(_read(mode, body, headers))
    except Exception as problem:
        log.error("fault in receiving\n%s", "\n".join(trace(problem)))
        return BoltResponse(status=500)


def _read(mode: str, body: str | Body, headers: Mapping[str, str]) -> BoltRequest:
    """Bolt takes much for granted of what it reads. What could not be read it gets under a name
    that it does not know: what is signed is answered even so, and what is not is turned away."""
    given: dict[str, Any] = {name.lower(): value for name, value in headers.items()}
    parsed = body if isinstance(body, dict) else _parsed(body, given)
    if is_readable(parsed) or is_greeting(parsed):
        with suppress(Exception):  # Bolt looks at more of it than any handler
            return BoltRequest(mode=mode, body=body, headers=given)
    request = BoltRequest(mode=mode, body="" if mode == "http" else {}, headers=given)
    request.body = {UNREAD: parsed}
    request.raw_body = body if isinstance(body, str) else ""
    return request


def _parsed(body: str, headers: dict[str, Any]) -> Body:
    named: dict[str, Sequence[str]] = {"content-type": [headers.get("content-type", "")]}
    try:
        found = parse_body(body, extract_content_type(named))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
