"""The payloads that Slack sends to an app, as its documentation gives them."""

import re
import time
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from bot.sandbox.cast import APP, BOT_USER, CHANNELS, TEAM, USERS, User

Json = dict[str, Any]
TOKEN = "practice"  # noqa: S105  # the old verification token, which nothing relies on


def slash_command(user: User, channel: str, typed: str, trigger_id: str, response_url: str) -> Json:
    """What somebody typed after a slash; the first word is the command."""
    command, _, text = typed.partition(" ")
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "team_domain": "practice",
        "channel_id": channel,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": _handle(user),
        "command": command,
        "text": escape(text.strip()),
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def event(user: User, said: Mapping[str, Any]) -> Json:
    """An event about what somebody did; `said` is the event itself."""
    shared = said.get("channel") in CHANNELS and CHANNELS[said["channel"]].kind == "shared"
    inner = {"user": user.id, "event_ts": said.get("ts") or f"{time.time():.6f}", **said}
    if said.get("type") not in ("app_home_opened", "user_change"):
        inner |= {"team": user.team}
        if user.stranger:
            inner |= {"user_team": user.team, "source_team": user.team}
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
    }


def block_actions(
    user: User, action: Mapping[str, Any], trigger_id: str, place: Mapping[str, Any]
) -> Json:
    """A button that was pressed; `place` says on which message or view."""
    return {
        "type": "block_actions",
        **_who(user),
        "trigger_id": trigger_id,
        "actions": [{**action, "action_ts": f"{time.time():.6f}"}],
        **place,
    }


def view_submission(user: User, view: Mapping[str, Any], trigger_id: str) -> Json:
    """A form that was sent in, its answers in view.state.values."""
    return {
        "type": "view_submission",
        **_who(user),
        "trigger_id": trigger_id,
        "view": view,
        "response_urls": [],
    }


def view_closed(user: User, view: Mapping[str, Any]) -> Json:
    """A form that was left, for apps that asked to hear of it."""
    return {"type": "view_closed", **_who(user), "view": view, "is_cleared": False}


def shortcut(user: User, callback_id: str, trigger_id: str) -> Json:
    """A global shortcut: it tells neither of a channel nor of a message."""
    return {"type": "shortcut", **_chosen(user, callback_id, trigger_id)}


def message_action(
    user: User, callback_id: str, trigger_id: str, message: Mapping[str, Any], response_url: str
) -> Json:
    """A shortcut on a message, which comes whole with it."""
    channel = message["channel"]
    whole = {key: value for key, value in message.items() if key not in ("channel", "edited")}
    return {
        "type": "message_action",
        **_chosen(user, callback_id, trigger_id),
        "channel": {"id": channel, "name": channel_name(channel)},
        "message_ts": message["ts"],
        "message": {"type": "message", **whole},
        "response_url": response_url,
    }


def channel_name(channel: str) -> str:
    """As payloads give it."""
    return "directmessage" if channel.startswith("D") else CHANNELS[channel].name


def escape(typed: str) -> str:
    """As Slack hands over what people type: people and channels by id, markup escaped."""
    safe = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for user in USERS.values():
        for name in (user.name, _handle(user)):
            whole = rf"@{re.escape(name)}\b"
            safe = re.sub(whole, f"<@{user.id}|{_handle(user)}>", safe, flags=re.IGNORECASE)
    return re.sub(r"@MAPPA\b", f"<@{BOT_USER}>", safe, flags=re.IGNORECASE)


def _handle(user: User) -> str:
    return user.name.lower().partition(" ")[0]


def _who(user: User) -> Json:
    return {
        "user": {
            "id": user.id,
            "username": _handle(user),
            "name": _handle(user),
            "team_id": user.team,
        },
        "team": {"id": TEAM, "domain": "practice"},
        "api_app_id": APP,
        "token": TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _chosen(user: User, callback_id: str, trigger_id: str) -> Json:
    """What every shortcut tells."""
    who = {key: value for key, value in _who(user).items() if key != "api_app_id"}
    action_ts = f"{time.time():.6f}"
    return {**who, "callback_id": callback_id, "trigger_id": trigger_id, "action_ts": action_ts}
