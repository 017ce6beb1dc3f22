"""conversations.* and users.*: who is there, where, and what was said."""

from typing import Any

from bot.sandbox.cast import BOT_USER, CHANNELS, USERS, Channel, User, dm_of
from bot.sandbox.chats import read_channel
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
    return {"channel": _channel(CHANNELS[read_channel(given)])}


def list_channels(workspace: Workspace, given: Json) -> Json:
    rooms = [_channel(channel) for channel in CHANNELS.values() if channel.kind != "im"]
    return {"channels": rooms, "response_metadata": {"next_cursor": ""}}


def members(workspace: Workspace, given: Json) -> Json:
    inside = [*CHANNELS[read_channel(given)].members, BOT_USER]
    return {"members": inside, "response_metadata": {"next_cursor": ""}}


def history(workspace: Workspace, given: Json) -> Json:
    """Newest first, as many as asked for; what was shown privately never stands in it."""
    if not str(given.get("channel") or "").startswith(("C", "D", "G")):
        raise ApiError("channel_not_found")
    channel = read_channel(given)
    kept = [m for m in workspace.messages if m["channel"] == channel and _between(m, given)]
    return _page([_public(m, given) for m in reversed(kept)], given)


def replies(workspace: Workspace, given: Json) -> Json:
    channel, thread = read_channel(given), str(given.get("ts") or "")
    kept = [
        m
        for m in workspace.messages
        if m["channel"] == channel and thread in (m["ts"], m.get("thread_ts")) and _between(m, {})
    ]
    if not kept:
        raise ApiError("thread_not_found")
    return _page([_public(m, given) for m in kept], given)


def user_info(workspace: Workspace, given: Json) -> Json:
    user = USERS.get(str(given.get("user") or ""))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": _user(user)}


def list_users(workspace: Workspace, given: Json) -> Json:
    everybody = [_user(user) for user in USERS.values()]
    return {"members": everybody, "response_metadata": {"next_cursor": ""}}


def _between(message: Json, given: Json) -> bool:
    at = float(message["ts"])
    oldest, latest = float(given.get("oldest") or 0), float(given.get("latest") or "inf")
    return "ephemeral_to" not in message and oldest < at < latest


def _page(found: list[Json], given: Json) -> Json:
    start = int(given.get("cursor") or 0)
    end = start + min(int(given.get("limit") or PAGE), 1000)
    more = end < len(found)
    return {
        "messages": found[start:end],
        "has_more": more,
        "response_metadata": {"next_cursor": str(end) if more else ""},
    }


def _public(message: Json, given: Json) -> Json:
    shown = {key: value for key, value in message.items() if key not in HIDDEN}
    if str(given.get("include_all_metadata")).lower() not in ("true", "1"):
        shown.pop("metadata", None)
    return {"type": "message", **shown}


def _channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind != "im",
        "is_im": channel.kind == "im",
        "is_private": channel.kind in ("private", "im"),
        "is_shared": channel.kind == "shared",
        "is_ext_shared": channel.kind == "shared",
        "is_archived": False,
        "is_member": True,
        **({"user": channel.members[0]} if channel.kind == "im" else {}),
    }


def _user(user: User) -> Json:
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
