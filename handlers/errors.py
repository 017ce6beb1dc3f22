"""From a refusal or a fault to what the person sees: one sentence, and never a traceback."""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from handlers.desks import Desk, Reply, say
from handlers.paces import TooMuch
from handlers.payloads import UNREAD, Unreadable, is_id, kind_of
from handlers.refusals import note_refusal
from handlers.views import blocks
from mappa.errors import AlreadyDone, MappaError, NotUnderstood, RuleBroken
from mappa.faults import trace
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
    log.error("fault %s\n%s", number, "\n".join(trace(problem)))
    return f"Something went wrong and nothing was saved. Quote {number}."


def refusal(problem: Exception) -> Reply:
    """The sentence as a reply, with ready-made choices where there are some."""
    text = sentence(problem)
    choices = problem.choices if isinstance(problem, NotUnderstood) else ()
    lines = [f"• {choice}" for choice in choices]
    return say(blocks.escape(unquoted(text)), blocks.words("\n".join([text, *lines])))


def unquoted(text: str) -> str:
    """The sentence as it may show on a locked screen: what somebody typed is quoted in it (by
    mappa.choices.harmless), and left out here."""
    return re.sub("“.*”", "“…”", text, flags=re.DOTALL)


def handle_error(error: Exception, body: Mapping[str, Any], desk: Desk) -> BoltResponse:
    """Answers what no handler has answered; an event is left to be delivered again, if that can
    help."""
    if isinstance(error, (BoltUnhandledRequestError, Unreadable)):
        return _answer(Unreadable(), body.get(UNREAD, body), desk)
    note_refusal(desk, body, error)
    return _answer(error, body, desk)


def _answer(problem: Exception, body: Mapping[str, Any], desk: Desk) -> BoltResponse:
    """Of a payload that could not be read nothing may be taken for granted."""
    if isinstance(problem, Unreadable):
        log.warning("not read: %s", kind_of(body))
    if isinstance(body.get("command"), str):
        reply = refusal(problem).marked(desk.practice).message
        shown = {"text": reply.text, "blocks": list(reply.blocks)}
        return _response({"response_type": "ephemeral", **shown})
    if body.get("type") == "view_submission":
        return _form_response(problem, body.get("view"))
    if is_id(body.get("trigger_id")):
        if not isinstance(problem, AlreadyDone) and not _was_told(problem):
            said = refusal(problem).marked(desk.practice).message
            open_window(desk, body, blocks.notice("Not done", said.blocks))
    elif not isinstance(problem, MappaError):
        sentence(problem)  # on the log; the event comes again
        return BoltResponse(status=500)
    return BoltResponse(status=200)


def _was_told(problem: Exception) -> bool:
    """Somebody who presses on and on is not shown a window each time."""
    return isinstance(problem, TooMuch) and problem.told


def open_window(desk: Desk, body: Mapping[str, Any], view: dict[str, Any]) -> None:
    """Open a form or a notice over what the person sees, after the acknowledgement."""
    trigger = str(body["trigger_id"])

    def call() -> None:
        desk.client.views_open(trigger_id=trigger, view=view)

    desk.later(call)


def _form_response(error: Exception, view: Any) -> BoltResponse:
    """Beside the field it concerns, else above the form's first field, else over the form."""
    if isinstance(error, AlreadyDone):
        return BoltResponse(status=200)
    fields = _fields(view)
    if not fields:
        window = blocks.notice("Not done", refusal(error).message.blocks)
        return _response({"response_action": "push", "view": window})
    field = error.field if isinstance(error, RuleBroken) else None
    place = field if field in fields else fields[0]
    return _response({"response_action": "errors", "errors": {place: sentence(error)}})


def _fields(view: Any) -> list[str]:
    """What can be filled in; of a view that is none, nothing."""
    shown = view.get("blocks") if isinstance(view, Mapping) else None
    found = [one for one in shown if isinstance(one, Mapping)] if isinstance(shown, list) else []
    inputs = [one.get("block_id") for one in found if one.get("type") == "input"]
    return [name for name in inputs if isinstance(name, str) and is_id(name)]


def _response(payload: dict[str, Any]) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {"content-type": "application/json"}
    return BoltResponse(status=200, body=json.dumps(payload), headers=headers)
