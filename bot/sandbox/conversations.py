"""conversations.* and users.*: who is there, where, and what was said."""

from typing import Any

from bot.sandbox.cast import BOT_USER, CHANNELS, USERS, Channel, User, dm_of
from bot.sandbox.chats import app_channel, read_channel
from bot.sandbox.errors import ApiError
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
PAGE = 100
HIDDEN = ("ephemeral_to", "channel", "edited")


def open_dm(workspace: Workspace, given: Json) -> Json:
    users = given.get("users") or ""
    named = users if isinstance(users, list) else str(users).split(",")
    if len(named) != 1 or named[0] not in USERS:
        raise ApiError("user_not_found")
    if USERS[named[0]].stranger:
        raise ApiError("cannot_dm_user")
    return {"channel": {"id": dm_of(named[0])}}


def info(workspace: Workspace, given: Json) -> Json:
    return {"channel": _channel(workspace, _visible(workspace, given))}


def list_channels(workspace: Workspace, given: Json) -> Json:
    hidden = [id for id in workspace.outside if CHANNELS[id].kind == "private"]
    shown = [c for c in CHANNELS.values() if c.kind != "im" and c.id not in hidden]
    rooms = [_channel(workspace, channel) for channel in shown]
    return {"channels": rooms, "response_metadata": {"next_cursor": ""}}


def members(workspace: Workspace, given: Json) -> Json:
    channel = _visible(workspace, given)
    inside = [BOT_USER] * (channel.id not in workspace.outside)
    return _page([*channel.members, *inside], given, "members")


def history(workspace: Workspace, given: Json) -> Json:
    """Newest first, as many as asked for, without what was said in threads; what was shown
    privately never stands in it."""
    if not str(given.get("channel") or "").startswith(("C", "D", "G")):
        raise ApiError("channel_not_found")
    channel = app_channel(workspace, given)
    kept = [
        m
        for m in workspace.messages
        if m["channel"] == channel and m.get("thread_ts", m["ts"]) == m["ts"] and _between(m, given)
    ]
    return _page([_public(m, given) for m in reversed(kept)], given)


def replies(workspace: Workspace, given: Json) -> Json:
    """Oldest first; the message that the thread hangs on is always the first of them."""
    channel, thread = app_channel(workspace, given), str(given.get("ts") or "")
    kept = [
        m
        for m in workspace.messages
        if m["channel"] == channel
        and thread in (m["ts"], m.get("thread_ts"))
        and _between(m, {} if m["ts"] == thread else given)
    ]
    if not kept:
        raise ApiError("thread_not_found")
    return _page([_public(m, given) for m in kept], given)


def user_info(workspace: Workspace, given: Json) -> Json:
    user = USERS.get(str(given.get("user") or ""))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": describe(workspace, user)}


def list_users(workspace: Workspace, given: Json) -> Json:
    everybody = [describe(workspace, user) for user in USERS.values()]
    return {"members": everybody, "response_metadata": {"next_cursor": ""}}


def _visible(workspace: Workspace, given: Json) -> Channel:
    """A channel that the app may look at: every public one, also from outside."""
    channel = CHANNELS[read_channel(given)]
    if channel.kind == "private":
        app_channel(workspace, given)
    return channel


def _between(message: Json, given: Json) -> bool:
    at = float(message["ts"])
    oldest = _number(given, "oldest", 0, "invalid_ts_oldest")
    latest = _number(given, "latest", float("inf"), "invalid_ts_latest")
    return "ephemeral_to" not in message and oldest < at < latest


def _number(given: Json, name: str, default: float, error: str) -> float:
    try:
        return float(given.get(name) or default)
    except (TypeError, ValueError) as problem:
        raise ApiError(error) from problem


def _page(found: list[Any], given: Json, name: str = "messages") -> Json:
    start = int(_number(given, "cursor", 0, "invalid_cursor"))
    limit = int(_number(given, "limit", PAGE, "invalid_limit"))
    if not 1 <= limit < 1000 or start < 0:
        raise ApiError("invalid_limit")
    end = start + limit
    more = end < len(found)
    return {
        name: found[start:end],
        "has_more": more,
        "response_metadata": {"next_cursor": str(end) if more else ""},
    }


def _public(message: Json, given: Json) -> Json:
    shown = {key: value for key, value in message.items() if key not in HIDDEN}
    if str(given.get("include_all_metadata")).lower() not in ("true", "1"):
        shown.pop("metadata", None)
    return {"type": "message", **shown}


def _channel(workspace: Workspace, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind != "im",
        "is_im": channel.kind == "im",
        "is_private": channel.kind in ("private", "im"),
        "is_shared": channel.kind == "shared",
        "is_ext_shared": channel.kind == "shared",
        "is_archived": False,
        "is_member": channel.id not in workspace.outside,
        **({"user": channel.members[0]} if channel.kind == "im" else {}),
    }


def describe(workspace: Workspace, user: User) -> Json:
    """Somebody's account as it is now."""
    return {
        "id": user.id,
        "team_id": user.team,
        "name": user.name.lower().partition(" ")[0],
        "real_name": user.name,
        "deleted": False,
        "is_bot": False,
        "is_stranger": user.stranger,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "tz": "Europe/London",
        "profile": {"real_name": user.name, "title": user.title, "team": user.team},
        **workspace.accounts.get(user.id, {}),
    }


METHODS = {
    "conversations.open": open_dm,
    "conversations.info": info,
    "conversations.list": list_channels,
    "conversations.members": members,
    "conversations.history": history,
    "conversations.replies": replies,
    "users.info": user_info,
    "users.list": list_users,
}
