"""The Web API: which tokens are taken, how arguments may come, and what the app may not do."""

import json

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.manifests import SCOPES
from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from bot.sandbox.web_api import METHODS
from bot.sandbox.web_api import SCOPES as SCOPES_OF_METHODS
from tests.bot.workspaces import Slack, serve

LIVE = "xoxb-1234567890-abcdefghijkl"
SAID = {"channel": "C0PANEL", "text": "words"}
BEARER = f"Bearer {BOT_TOKEN}"
FORM = "application/x-www-form-urlencoded"


def test_the_bot_token_tells_who_the_app_is(slack: Slack) -> None:
    found = slack.client.auth_test()
    assert (found["team_id"], found["user_id"], found["bot_id"]) == (
        "T0PRACTICE",
        "U0MAPPA",
        "B0MAPPA",
    )


@pytest.mark.parametrize("token", [LIVE, "xoxp-1-2", APP_TOKEN[:-1], f"{BOT_TOKEN} ", "x"])
def test_a_token_of_elsewhere_is_refused_and_never_shown(
    token: str, slack: Slack, capfd: pytest.CaptureFixture[str]
) -> None:
    for answer in (
        slack.http("api/auth.test", b"", Authorization=f"Bearer {token}x"),
        slack.http("api/auth.test", f"token={token}x".encode(), Content_Type=FORM),
        slack.http("api/auth.test", json.dumps({"token": f"{token}x"}).encode(),
                   Content_Type="application/json"),
    ):  # fmt: skip
        assert answer == (200, '{"ok": false, "error": "invalid_auth"}')
    assert slack.broken == ["a token that is not the practice workspace's was refused"] * 3
    seen = json.dumps(slack.state()) + slack.http("practice/messages")[1]
    assert token not in seen
    assert token not in "".join(capfd.readouterr())


def test_a_call_without_a_token_is_refused(slack: Slack) -> None:
    assert slack.http("api/auth.test", b"") == (200, '{"ok": false, "error": "not_authed"}')


def test_a_token_in_the_address_is_none_so_that_no_other_page_can_act(slack: Slack) -> None:
    """An image on any page could ask for such an address."""
    address = f"api/chat.postMessage?token={BOT_TOKEN}&channel=C0PANEL&text=hello"
    assert slack.http(address) == (200, '{"ok": false, "error": "not_authed"}')
    assert slack.messages() == []


def test_each_token_opens_its_own_methods_only(slack: Slack) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        WebClient(APP_TOKEN, base_url=slack.client.base_url).auth_test()
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        slack.client.apps_connections_open(app_token=BOT_TOKEN)


@pytest.mark.parametrize(
    ("address", "body", "kind"),
    [
        ("", json.dumps(SAID).encode(), "application/json"),
        ("", json.dumps(SAID).encode(), "application/json; charset=utf-8"),
        ("", b"channel=C0PANEL&text=words", FORM),
        ("?channel=C0PANEL&text=words", b"", "application/json"),
        ("?channel=C0PANEL&text=words", b"{}", "application/json"),
        ("", b'channel=C0PANEL&text=words&blocks=[{"type":"divider"}]', FORM),
    ],
)
def test_arguments_may_come_in_every_way_that_the_library_sends_them(
    address: str, body: bytes, kind: str, slack: Slack
) -> None:
    path = f"api/chat.postMessage{address}"
    status, text = slack.http(path, body, Content_Type=kind, Authorization=BEARER)
    assert (status, json.loads(text)["ok"]) == (200, True), text
    assert [message["text"] for message in slack.messages()] == ["words"]


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"\xff\xfe", "application/json", "invalid_json"),
        (b"{}", "application/json; charset=nonsense", "invalid_json"),
        (b"[1]", "application/json", "json_not_object"),
        (b'"x"', "application/json", "json_not_object"),
        (b"null", "application/json", "json_not_object"),
        (b'{"channel": "C0PANEL", "blocks": 7}', "application/json", "invalid_blocks"),
        (b'{"channel": "C0PANEL", "blocks": [7]}', "application/json", "invalid_blocks"),
        (
            b'{"channel": "C0PANEL", "blocks": [{"type": "section", "fields": 7}]}',
            "application/json",
            "invalid_arguments",
        ),
        (
            b'{"channel": "C0PANEL", "blocks": [{"type": "actions", "elements": ["x"]}]}',
            "application/json",
            "invalid_arguments",
        ),
        (b'{"channel": {"a": 1}, "text": "x"}', "application/json", "channel_not_found"),
        (b"channel=C0PANEL&blocks=[", FORM, "no_text"),
        (b"channel=C0PANEL", "multipart/form-data", "invalid_form_data"),
        (b"\xff\xfe=%zz", FORM, "invalid_form_data"),
    ],
)
def test_what_is_malformed_is_refused_without_a_traceback(
    body: bytes, kind: str, error: str, slack: Slack, capfd: pytest.CaptureFixture[str]
) -> None:
    path, head = "api/chat.postMessage", {"Content_Type": kind, "Authorization": BEARER}
    status, text = slack.http(path, body, **head)
    assert (status, json.loads(text)["error"]) == (200, error)
    assert capfd.readouterr() == ("", "")
    assert slack.messages() == []


def test_a_method_that_is_not_there_is_named_as_such(slack: Slack) -> None:
    assert slack.error("chat.scheduleMessage", **SAID) == "unknown_method"
    assert slack.error("__init__") == "unknown_method"


def test_what_is_too_big_is_refused(slack: Slack) -> None:
    body = b'{"text": "' + b"x" * 2**20 + b'"}'
    head = {"Content_Type": "application/json", "Authorization": BEARER}
    assert slack.http("api/chat.postMessage", body, **head)[0] == 413


@pytest.mark.parametrize(("method", "scope"), sorted(SCOPES_OF_METHODS.items()))
def test_an_app_without_the_scope_is_refused(method: str, scope: str) -> None:
    kinds = {"C0GENERAL": "channels", "C0SHARED": "channels", "C0PANEL": "groups"}
    if method.startswith("conversations.") and scope.startswith("*"):
        kinds["D0CORA"] = "im"
    for channel, kind in kinds.items():
        needed = scope.replace("*", kind)
        with serve(scopes=set(SCOPES) - {needed}) as slack:
            assert slack.error(method, channel=channel) == "missing_scope"
            assert slack.broken == [f"{method} needs the scope {needed}"]
        if "*" not in scope:
            return


def test_every_method_is_known_by_the_scope_that_it_needs() -> None:
    free = {"auth.test", "views.open", "views.push", "views.update", "views.publish"}
    assert set(METHODS) == set(SCOPES_OF_METHODS) | free
