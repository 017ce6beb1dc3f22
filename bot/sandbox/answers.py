"""The app's answers to what somebody did, put before them as Slack would."""

import time
from collections.abc import Mapping
from typing import Any

from bot.sandbox.chats import said_by_app
from bot.sandbox.errors import NotPossible
from bot.sandbox.rules import broken_by_message, broken_by_view
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
REQUIRED = "Please complete this required field."


def show_reply(workspace: Workspace, answer: Json, user_id: str, channel: str) -> None:
    """What came back with an acknowledgement: private, unless it says otherwise."""
    text, blocks = str(answer.get("text") or ""), answer.get("blocks")
    if not text and not blocks:
        return
    for rule in broken_by_message(text, blocks):
        workspace.break_rule(rule)
    private = None if answer.get("response_type") == "in_channel" else user_id
    workspace.add_message(channel, **said_by_app(text, blocks), ephemeral_to=private)


def show_form_answer(workspace: Workspace, answer: Json, user_id: str, view_id: str) -> Json:
    """What becomes of a form that was sent in; the errors by block id, none if it was taken."""
    action = answer.get("response_action")
    if action == "errors":
        return _errors(workspace, answer, view_id)
    if action in ("update", "push"):
        view = answer.get("view")
        for rule in broken_by_view(view):
            workspace.break_rule(rule)
        if action == "update":
            workspace.replace_view(view_id, dict(view or {}))
        else:
            workspace.open_view(user_id, dict(view or {}), push=True)
    else:
        workspace.close_view(user_id, view_id, every=action == "clear")
    return {}


def _errors(workspace: Workspace, answer: Json, view_id: str) -> Json:
    inputs = {b.get("block_id") for b in workspace.views[view_id]["blocks"] if b["type"] == "input"}
    errors = {str(k): str(v) for k, v in (answer.get("errors") or {}).items()}
    if not errors or not set(errors) <= inputs:
        workspace.break_rule("a form's errors name a block that is no input of it")
    return errors


def use_response_url(workspace: Workspace, token: str, given: Json) -> None:
    """A message by a response URL: five times in half an hour, private unless told otherwise."""
    url = workspace.response_urls.get(token)
    if url is None:
        raise NotPossible("invalid_url")
    url.uses += 1
    if url.uses > workspace.limits.response_uses:
        workspace.break_rule("a response_url was used more than 5 times")
        raise NotPossible("used_url")
    if time.monotonic() - url.issued > workspace.limits.response_url:
        workspace.break_rule("a response_url was used after 30 minutes")
        raise NotPossible("expired_url")
    message = workspace.find_message(url.channel, url.ts) if url.ts else None
    if message and given.get("delete_original"):
        workspace.messages.remove(message)
        workspace.touch()
    elif message and given.get("replace_original"):
        message.update(said_by_app(str(given.get("text") or ""), given.get("blocks")))
        workspace.touch()
    else:
        show_reply(workspace, given, url.user, url.channel)


def read_state(view: Json, values: Mapping[str, Json]) -> tuple[Json, Json]:
    """view.state.values as Slack fills it, and what is missing or too long, by block id."""
    state: Json = {}
    wrong: Json = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, block_id = block["element"], block["block_id"]
        typed = str((values.get(block_id) or {}).get(element["action_id"]) or "")
        if not typed.strip() and not block.get("optional"):
            wrong[block_id] = REQUIRED
        if len(typed) > int(element.get("max_length") or 3000):
            wrong[block_id] = f"Must be at most {element.get('max_length') or 3000} characters."
        state[block_id] = {element["action_id"]: _value(element, typed)}
    return state, wrong


def _value(element: Json, typed: str) -> Json:
    kind = element["type"]
    if kind == "datepicker":
        return {"type": kind, "selected_date": typed or None}
    if kind in ("static_select", "radio_buttons"):
        chosen = [option for option in element["options"] if option["value"] == typed]
        return {"type": kind, "selected_option": chosen[0] if chosen else None}
    return {"type": kind, "value": typed or None}
