"""The app's answers to what somebody did, put before them as Slack would."""

import time
from typing import Any

from bot.sandbox.chats import said_by_app
from bot.sandbox.errors import ApiError, NotPossible, require_rules
from bot.sandbox.rules import broken_by_message, broken_by_view
from bot.sandbox.workspace import MOST_VIEWS, Workspace

Json = dict[str, Any]


def show_reply(workspace: Workspace, answer: Json, user_id: str, channel: str) -> None:
    """What came back with an acknowledgement: private, unless it says otherwise.

    An answer that breaks a rule of Slack's is refused, and nobody sees it.
    """
    text, blocks = _said(workspace, answer)
    if not text and not blocks:
        return
    private = None if answer.get("response_type") == "in_channel" else user_id
    workspace.add_message(channel, **said_by_app(text, blocks), ephemeral_to=private)


def show_form_answer(workspace: Workspace, answer: Json, user_id: str, view_id: str) -> Json:
    """What becomes of a form that was sent in; the errors by block id, none if it was taken."""
    action = answer.get("response_action")
    if action == "errors":
        return _errors(workspace, answer, view_id)
    if action in ("update", "push"):
        view = answer.get("view")
        if broken := broken_by_view(view):
            for rule in broken:
                workspace.break_rule(rule)
            raise NotPossible("The app's answer breaks a rule of Slack's. The form is kept.")
        if action == "update":
            workspace.replace_view(view_id, dict(view or {}))
        elif len(workspace.stacks.get(user_id, [])) >= MOST_VIEWS:
            workspace.break_rule(f"more than {MOST_VIEWS} forms lie on each other")
            raise NotPossible("The app's answer breaks a rule of Slack's. The form is kept.")
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
        raise ApiError("invalid_url")
    url.uses += 1
    if url.uses > workspace.limits.response_uses:
        workspace.break_rule("a response_url was used more than 5 times")
        raise ApiError("used_url")
    if time.monotonic() - url.issued > workspace.limits.response_url:
        workspace.break_rule("a response_url was used after 30 minutes")
        raise ApiError("expired_url")
    message = workspace.find_message(url.channel, url.ts) if url.ts else None
    if message and given.get("delete_original"):
        workspace.messages.remove(message)
        workspace.touch()
    elif message and given.get("replace_original"):
        message.update(said_by_app(*_said(workspace, given)))
        workspace.touch()
    else:
        show_reply(workspace, given, url.user, url.channel)


def _said(workspace: Workspace, given: Json) -> tuple[str, Any]:
    text, blocks = str(given.get("text") or ""), given.get("blocks")
    if text or blocks:
        require_rules(workspace, broken_by_message(text, blocks), "invalid_blocks")
    return text, blocks
