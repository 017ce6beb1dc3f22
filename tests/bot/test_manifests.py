"""`mappa-bot manifest`: what Slack is told of the app is what the app does."""

import ast
import json
import re
from typing import Any

import pytest

from bot.manifests import EVENTS, SCOPES, make_manifest
from bot.sandbox.web_api import SCOPES as SCOPES_OF_METHODS
from handlers import EVENTS as HEARD
from handlers.views.help_pages import PAGES
from tests.bot.conftest import Typed
from tests.bot.words import ROOT

CALLED = re.compile(r"(?:desk\.client|client)\.([a-z]+)_([a-zA-Z_]+)\b")
# What Slack sends only to an app that has the scope.
OF_EVENTS = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "app_home_opened": "",
    "user_change": "users:read",
}
# Only channels are looked at before figures are shared there; messages are found again in DMs too.
_KINDS = {"*:read": ("channels", "groups"), "*:history": ("channels", "groups", "im")}
# Needed by what comes next.
NOT_YET = {"files:read", "files:write"}


def test_the_manifest_is_json_and_nothing_else(typed: Typed) -> None:
    shown = json.loads(typed("manifest").answer)
    assert shown == make_manifest("/mappa")


def test_the_command_of_the_settings_shows_in_it(typed: Typed) -> None:
    shown = json.loads(typed("manifest", COMMAND="/mappa-test").answer)
    (command,) = shown["features"]["slash_commands"]
    assert command["command"] == "/mappa-test"
    assert command["should_escape"] is True
    assert "url" not in command, "Socket Mode has no addresses"


def test_every_event_that_is_heard_is_subscribed_and_no_other() -> None:
    assert {name.partition(".")[0] for name in EVENTS} == set(HEARD)
    assert make_manifest("/m")["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)


def test_every_scope_that_is_needed_is_asked_for_and_no_other() -> None:
    needed = {"commands", *(OF_EVENTS[event] for event in EVENTS)} - {""}
    for method in _methods_called():
        scope = SCOPES_OF_METHODS.get(method, "")
        kinds = ("",) if not scope.startswith("*") else _KINDS[scope]
        needed |= {scope.replace("*", kind) for kind in kinds} - {""}
    asked = make_manifest("/m")["oauth_config"]["scopes"]["bot"]
    assert asked == sorted(SCOPES)
    assert set(asked) - NOT_YET == needed - NOT_YET


def test_buttons_forms_home_and_direct_messages_are_switched_on() -> None:
    shown = make_manifest("/m")
    assert shown["settings"]["interactivity"]["is_enabled"]
    assert shown["settings"]["socket_mode_enabled"]
    assert not shown["settings"]["token_rotation_enabled"], "rotated tokens are not refreshed here"
    home = shown["features"]["app_home"]
    assert home["home_tab_enabled"] and home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert "agent_view" not in json.dumps(shown), "guests could not use the app"


@pytest.mark.parametrize(
    ("path", "longest"),
    [
        (("display_information", "name"), 35),
        (("display_information", "description"), 140),
        (("features", "bot_user", "display_name"), 80),
        (("features", "slash_commands", 0, "description"), 2000),
        (("features", "slash_commands", 0, "usage_hint"), 1000),
    ],
)
def test_texts_keep_within_what_slack_takes(path: tuple[Any, ...], longest: int) -> None:
    found: Any = make_manifest("/m")
    for key in path:
        found = found[key]
    assert 0 < len(found) <= longest


def test_the_hint_after_the_command_names_words_that_help_explains() -> None:
    hint = make_manifest("/m")["features"]["slash_commands"][0]["usage_hint"]
    words = [part.strip().partition(" ")[0] for part in hint.split("|")]
    assert set(words) - {"how"} <= set(PAGES)


def _methods_called() -> set[str]:
    """The Web API methods that handlers call on their client: chat_postMessage and so on."""
    found = set()
    for path in (ROOT / "handlers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                family, _, name = node.attr.partition("_")
                found.add(f"{family}.{name}")
    return found & (set(SCOPES_OF_METHODS) | {"views.open", "views.publish", "views.update"})
