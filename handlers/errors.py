"""From a refusal or a fault to what the person sees: one sentence, and never a traceback."""

import json
import logging
from collections.abc import Mapping, Sequence
from secrets import token_hex
from traceback import format_tb
from typing import Any

from slack_bolt import BoltResponse

from handlers.desks import Desk, Reply, say
from handlers.views import blocks
from mappa.errors import AlreadyDone, MappaError, NotUnderstood, RuleBroken
from storage.databases import is_busy

log = logging.getLogger("mappa.errors")
BUSY = "Others are saving at this moment; nothing was saved. Please do it once more."


def sentence(problem: Exception) -> str:
    """What to tell the person; a fault of ours gets a number by which the log knows it."""
    if isinstance(problem, MappaError):
        return problem.message
    if is_busy(problem):
        log.warning("busy: %s", type(problem).__name__)
        return BUSY
    number = token_hex(4)
    log.error("fault %s\n%s", number, "\n".join(_trace(problem)))
    return f"Something went wrong and nothing was saved. Quote {number}."


def _trace(problem: BaseException) -> list[str]:
    """Where a fault came from, its cause first. Its message is left out, because it may quote what
    somebody typed; only the database's is kept, which never shows the values of a statement."""
    cause = problem.__cause__ or problem.__context__
    frames = [line.rstrip() for line in format_tb(problem.__traceback__)]
    kind = type(problem)
    says = f": {problem}" if kind.__module__.startswith("sqlalchemy.") else ""
    return [*(_trace(cause) if cause else []), *frames, f"{kind.__name__}{says}"]


def refusal(problem: Exception) -> Reply:
    """The sentence as a reply, with ready-made choices where there are some."""
    text = sentence(problem)
    choices = problem.choices if isinstance(problem, NotUnderstood) else ()
    lines = [f"• {choice}" for choice in choices]
    full = "\n".join([text, *lines])
    return say(blocks.escape(full), blocks.words(full))


def handle_error(error: Exception, body: Mapping[str, Any], desk: Desk) -> BoltResponse:
    """Answers what no handler has answered; an event is left to be delivered again."""
    if "command" in body:
        reply = refusal(error).marked(desk.practice).message
        shown = {"text": reply.text, "blocks": list(reply.blocks)}
        return _response({"response_type": "ephemeral", **shown})
    kind = body.get("type")
    if kind == "view_submission":
        return _form_response(error, body["view"])
    if "trigger_id" in body:
        if not isinstance(error, AlreadyDone):
            said = refusal(error).marked(desk.practice).message
            open_window(desk, body, blocks.notice("Not done", said.blocks))
    elif not isinstance(error, MappaError):
        sentence(error)  # on the log; the event comes again
        return BoltResponse(status=500)
    return BoltResponse(status=200)


def open_window(desk: Desk, body: Mapping[str, Any], view: dict[str, Any]) -> None:
    """Open a form or a notice over what the person sees, after the acknowledgement."""
    trigger = str(body["trigger_id"])

    def call() -> None:
        desk.client.views_open(trigger_id=trigger, view=view)

    desk.later(call)


def _form_response(error: Exception, view: Mapping[str, Any]) -> BoltResponse:
    """Beside the field it concerns, else above the form's first field."""
    if isinstance(error, AlreadyDone):
        return BoltResponse(status=200)
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    field = error.field if isinstance(error, RuleBroken) else None
    place = field if field in fields else fields[0]
    return _response({"response_action": "errors", "errors": {place: sentence(error)}})


def _response(payload: dict[str, Any]) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {"content-type": "application/json"}
    return BoltResponse(status=200, body=json.dumps(payload), headers=headers)
