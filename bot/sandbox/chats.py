"""chat.*: messages that the app posts, privately shows, changes and takes back."""

from typing import Any

from bot.sandbox.cast import BOT_ID, BOT_USER, CHANNELS, USERS, dm_of
from bot.sandbox.errors import ApiError, RateLimited, require_rules
from bot.sandbox.rules import broken_by_message
from bot.sandbox.workspace import Workspace, named

Json = dict[str, Any]


def post_message(workspace: Workspace, given: Json) -> Json:
    channel = app_channel(workspace, given)
    shown = _shown(workspace, given)
    _require_pace(workspace, channel)
    message = workspace.add_message(
        channel, **shown, metadata=given.get("metadata"), thread_ts=_thread(workspace, given)
    )
    return {"channel": channel, "ts": message["ts"], "message": message}


def post_ephemeral(workspace: Workspace, given: Json) -> Json:
    channel = app_channel(workspace, given)
    user = str(given.get("user") or "")
    if user not in CHANNELS[channel].members:
        raise ApiError("user_not_in_channel")
    shown = _shown(workspace, given)
    message = workspace.add_message(
        channel, **shown, ephemeral_to=user, thread_ts=_thread(workspace, given)
    )
    return {"message_ts": message["ts"]}


def update(workspace: Workspace, given: Json) -> Json:
    channel = app_channel(workspace, given)
    message = _own_message(workspace, channel, given)
    message.update(_shown(workspace, given), edited=True)
    workspace.touch()
    return {"channel": channel, "ts": message["ts"], "text": message["text"], "message": message}


def delete(workspace: Workspace, given: Json) -> Json:
    channel = app_channel(workspace, given)
    message = _own_message(workspace, channel, given)
    workspace.messages.remove(message)
    workspace.touch()
    return {"channel": channel, "ts": message["ts"]}


def read_channel(given: Json) -> str:
    """A channel's id, or that of a person, which means their direct messages."""
    channel = str(given.get("channel") or "")
    if channel in USERS and not USERS[channel].stranger:
        return dm_of(channel)
    if channel not in CHANNELS:
        raise ApiError("channel_not_found")
    return channel


def app_channel(workspace: Workspace, given: Json) -> str:
    """The same, where the app is inside; a private one that it is not in does not exist for it."""
    channel = read_channel(given)
    if channel in workspace.outside:
        private = CHANNELS[channel].kind == "private"
        raise ApiError("channel_not_found" if private else "not_in_channel")
    return channel


def said_by_app(text: str, blocks: Any) -> Json:
    """The parts of a message that are the same however the app came to say it."""
    return {"user": BOT_USER, "bot_id": BOT_ID, "text": text, "blocks": named(blocks)}


def _shown(workspace: Workspace, given: Json) -> Json:
    text, blocks = str(given.get("text") or ""), given.get("blocks")
    broken = broken_by_message(text, blocks)
    too_long = "msg_too_long" if len(text) > 4000 else "invalid_blocks"
    require_rules(workspace, broken, too_long if text or blocks else "no_text")
    return said_by_app(text, blocks)


def _require_pace(workspace: Workspace, channel: str) -> None:
    """Slack lets a short burst pass, and then one a second."""
    if seconds := workspace.seconds_to_wait(channel):
        name = CHANNELS[channel].name
        workspace.break_rule(f"more than one message a second was posted in {name} ({channel})")
        raise RateLimited(seconds)


def _thread(workspace: Workspace, given: Json) -> str | None:
    return str(given["thread_ts"]) if given.get("thread_ts") else None


def _own_message(workspace: Workspace, channel: str, given: Json) -> Json:
    message = workspace.find_message(channel, str(given.get("ts") or ""))
    if message is None or "ephemeral_to" in message:
        raise ApiError("message_not_found")
    if message.get("user") != BOT_USER:
        raise ApiError("cant_update_message")
    return message


METHODS = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
}
