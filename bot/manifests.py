"""`mappa-bot manifest`: what to paste when the Slack app is made."""

import argparse
import json
from typing import Any

from bot.settings import Settings

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
)
EVENTS = ("app_home_opened", "app_mention", "message.im", "user_change")
SHORTCUTS = (
    {
        "name": "Make a referral",
        "type": "global",
        "callback_id": "make_referral",
        "description": "Ask for somebody to be managed at Level 2 or 3",
    },
    {
        "name": "Add to a case",
        "type": "message",
        "callback_id": "add_to_case",
        "description": "Keep this message as a note on a case",
    },
)


def manifest(settings: Settings, typed: argparse.Namespace) -> int:
    """Print the manifest; COMMAND is the only setting that shows in it."""
    print(json.dumps(make_manifest(settings.command), indent=2))
    return 0


def make_manifest(command: str) -> dict[str, Any]:
    """The app as Slack is to know it: least scopes, no agent view, Socket Mode."""
    about = "Refer, update, remind and count for MAPPA"
    slash = {
        "command": command,
        "description": about,
        "usage_hint": "help | refer | case | update | how many level 2 cases",
        "should_escape": True,
    }
    return {
        "display_information": {"name": "MAPPA", "description": about},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "mappa", "always_online": True},
            "slash_commands": [slash],
            "shortcuts": [dict(one) for one in SHORTCUTS],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }
