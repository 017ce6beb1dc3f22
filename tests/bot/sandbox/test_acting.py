"""What people do at the page: what the app hears of it, and what is not possible."""

import re
from typing import Any

import pytest

from bot.sandbox.payloads import escape
from tests.bot.workspaces import App, Slack, hasty, serve

Json = dict[str, Any]
TEXT = {"type": "plain_text", "text": "words"}
BUTTON = {"type": "button", "action_id": "press", "text": TEXT, "value": "opaque"}
BLOCKS = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]


def test_a_command_arrives_as_slack_sends_it(slack: Slack, app: App) -> None:
    slack.command("/mappa  case  BED-1042 ", "U0PRIYA")
    (heard,) = app.payloads("slash_commands")
    expected = {
        "command": "/mappa",
        "text": "case  BED-1042",
        "user_id": "U0PRIYA",
        "team_id": "T0PRACTICE",
        "channel_id": "C0PANEL",
        "channel_name": "mappa-panel",
    }
    assert {name: heard[name] for name in expected} == expected
    assert heard["response_url"].startswith(f"{slack.server.url}response/")
    assert re.fullmatch(r"[0-9a-f]+\.[0-9a-f]+", heard["trigger_id"])


def test_commands_are_not_messages(slack: Slack, app: App) -> None:
    slack.command("/mappa help")
    assert slack.messages("U0PRIYA") == []
    assert slack.client.conversations_history(channel="C0PANEL")["messages"] == []


def test_the_command_of_the_installation_is_the_only_one() -> None:
    with serve(command="/mappa-test") as slack, App(slack).connected() as app:
        assert slack.state()["command"] == "/mappa-test"
        refused = slack.refused("command", channel="C0PANEL", text="/mappa help")
        assert refused == "/mappa is not a command. Try /mappa-test"
        slack.command("/mappa-test help")
        assert app.payloads("slash_commands")[0]["command"] == "/mappa-test"


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("@MAPPA how many", "<@U0MAPPA> how many"),
        ("ask @Cora Practice", "ask <@U0CORA|cora>"),
        ("ask @cora", "ask <@U0CORA|cora>"),
        ("a@mappable.example", "a@mappable.example"),
        ("&lt;", "&amp;lt;"),
    ],
)
def test_what_people_type_is_escaped_as_slack_does_it(typed: str, heard: str) -> None:
    assert escape(typed) == heard


def test_a_direct_message_is_heard_and_one_in_a_channel_only_when_the_app_is_named(
    slack: Slack, app: App
) -> None:
    slack.act("say", channel="C0PANEL", text="not for the app")
    slack.act("say", channel="D0CORA", text="how many cases", thread_ts="1.5")
    slack.act("say", channel="C0PANEL", text="@MAPPA how many cases")
    events = {one["event"]["type"]: one for one in app.wait_for("events_api", 2)}
    assert set(events) == {"message", "app_mention"}
    direct, mention = events["message"]["event"], events["app_mention"]["event"]
    assert (direct["channel_type"], direct["thread_ts"]) == ("im", "1.5")
    assert mention["text"] == "<@U0MAPPA> how many cases"
    assert events["message"]["event_id"] != events["app_mention"]["event_id"]
    assert slack.messages()[0]["text"] == "not for the app"


def test_where_the_app_is_not_inside_it_is_not_heard(slack: Slack, app: App) -> None:
    slack.act("membership", channel="C0PANEL", inside=False)
    slack.act("say", channel="C0PANEL", text="@MAPPA how many cases")
    slack.command("/mappa help")  # which works in every channel
    slack.act("say", channel="D0CORA", text="hello")
    assert [one["event"]["type"] for one in app.wait_for("events_api")] == ["message"]
    assert len(app.payloads("slash_commands")) == 1


@pytest.mark.parametrize(
    ("missing", "channel", "text"),
    [
        ("im:history", "D0CORA", "how many cases"),
        ("app_mentions:read", "C0PANEL", "@MAPPA how many cases"),
    ],
)
def test_without_the_scope_an_event_is_not_delivered(missing: str, channel: str, text: str) -> None:
    every = {"im:history", "app_mentions:read", "commands"}
    with serve(scopes=every - {missing}) as slack, App(slack).connected() as app:
        slack.act("say", channel=channel, text=text)
        slack.act("home")
        assert [one["event"]["type"] for one in app.wait_for("events_api")] == ["app_home_opened"]
    with serve(scopes=every - {"commands"}) as slack:
        assert "is not a command" in slack.refused("command", channel="C0PANEL", text="/mappa")


def test_somebody_from_outside_is_marked_as_such(slack: Slack, app: App) -> None:
    slack.act("say", "U0OLGA", channel="C0SHARED", text="@MAPPA how many cases")
    (heard,) = app.wait_for("events_api")
    assert heard["team_id"] == "T0PRACTICE"
    assert heard["is_ext_shared_channel"]
    assert heard["event"]["user_team"] == heard["event"]["team"] == "T0OUTSIDE"
    ts = slack.client.chat_postMessage(channel="C0SHARED", text="x", blocks=BLOCKS)["ts"]
    place = {"channel": "C0SHARED", "ts": ts}
    slack.act("press", "U0OLGA", place=place, block_id="b", action_id="press")
    (click,) = app.payloads("interactive")
    assert (click["team"]["id"], click["user"]["team_id"]) == ("T0PRACTICE", "T0OUTSIDE")


@pytest.mark.parametrize(
    ("what", "user", "given", "says"),
    [
        ("command", "U0OLGA", {"channel": "C0SHARED", "text": "/mappa"}, "only for people of"),
        ("home", "U0OLGA", {}, "for people of its own workspace"),
        ("command", "U0SIMI", {"channel": "C0PANEL", "text": "/mappa"}, "not in this channel"),
        ("say", "U0SIMI", {"channel": "C0PANEL", "text": "x"}, "not in this channel"),
        ("say", "U0PETE", {"channel": "D0CORA", "text": "x"}, "not in this channel"),
        ("say", "U0NOBODY", {"channel": "C0PANEL", "text": "x"}, "no such person or channel"),
        ("command", "U0CORA", {"channel": "C0PANEL", "text": "/other"}, "/other is not a command"),
        ("command", "U0CORA", {"channel": "C0PANEL", "text": "/mappas x"}, "is not a command"),
        ("submit", "U0CORA", {"view_id": "V0", "values": {}}, "not open any more"),
        ("close", "U0CORA", {"view_id": "V0"}, "not open any more"),
        (
            "press",
            "U0CORA",
            {"place": {"home": True}, "block_id": "b", "action_id": "a"},
            "Home is not open",
        ),
        ("redeliver", "U0CORA", {}, "have not been made"),
        ("redeliver", "U0CORA", {"back": -1}, "have not been made"),
    ],
)
def test_what_is_not_possible_is_said(
    what: str, user: str, given: Json, says: str, slack: Slack, app: App
) -> None:
    assert says in slack.refused(what, user, **given)
    assert [one for one in app.heard if "envelope_id" in one] == []


def test_a_click_says_who_where_and_what(slack: Slack, app: App) -> None:
    ts = slack.client.chat_postMessage(channel="C0PANEL", text="x", blocks=BLOCKS)["ts"]
    place = {"channel": "C0PANEL", "ts": ts}
    slack.act("press", "U0PRIYA", place=place, block_id="b", action_id="press")
    (heard,) = app.payloads("interactive")
    (action,) = heard["actions"]
    assert (heard["type"], heard["user"]["id"]) == ("block_actions", "U0PRIYA")
    assert heard["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0PANEL",
        "is_ephemeral": False,
    }
    assert heard["message"]["ts"] == ts
    assert (action["action_id"], action["value"], action["block_id"]) == ("press", "opaque", "b")
    assert float(action["action_ts"]) > 0


def test_a_click_on_a_private_reply_brings_no_message_along(slack: Slack, app: App) -> None:
    given: Json = {"channel": "C0PANEL", "user": "U0CORA", "text": "x", "blocks": BLOCKS}
    ts = slack.client.chat_postEphemeral(**given)["message_ts"]
    place = {"channel": "C0PANEL", "ts": ts}
    slack.act("press", place=place, block_id="b", action_id="press")
    (heard,) = app.payloads("interactive")
    assert heard["container"]["is_ephemeral"] is True
    assert "message" not in heard
    says = slack.refused("press", "U0PRIYA", place=place, block_id="b", action_id="press")
    assert says == "That message is not there any more."


def test_a_button_that_is_gone_cannot_be_pressed(slack: Slack, app: App) -> None:
    ts = slack.client.chat_postMessage(channel="C0PANEL", text="x", blocks=BLOCKS)["ts"]
    slack.client.chat_update(channel="C0PANEL", ts=ts, text="done", blocks=[])
    place = {"channel": "C0PANEL", "ts": ts}
    says = slack.refused("press", place=place, block_id="b", action_id="press")
    assert says == "That button is not there any more."


def test_a_button_on_home_says_that_it_stands_there(slack: Slack, app: App) -> None:
    slack.client.views_publish(user_id="U0CORA", view={"type": "home", "blocks": BLOCKS})
    slack.act("press", place={"home": True}, block_id="b", action_id="press")
    (heard,) = app.payloads("interactive")
    assert heard["container"] == {"type": "view", "view_id": "VHOME0CORA"}
    assert heard["view"]["type"] == "home"


@hasty
def test_a_click_that_is_not_acknowledged_in_time_is_said(slack: Slack, app: App) -> None:
    app.answer = lambda envelope: None
    ts = slack.client.chat_postMessage(channel="C0PANEL", text="x", blocks=BLOCKS)["ts"]
    place = {"channel": "C0PANEL", "ts": ts}
    says = slack.refused("press", place=place, block_id="b", action_id="press")
    assert says == "The app did not answer in time."


def test_what_was_delivered_is_delivered_again_the_same(slack: Slack, app: App) -> None:
    app.answer = lambda envelope: {"text": "done"}
    slack.command("/mappa one")
    slack.command("/mappa two")
    assert slack.act("redeliver", back=2) == {"answer": {"text": "done"}}
    one, two, again = app.payloads("slash_commands")
    assert again == one != two
    slack.act("home")
    app.wait_for("events_api", 1)
    slack.act("redeliver")
    first, second = (one for one in app.heard if one["type"] == "events_api")
    assert first["payload"] == second["payload"]
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")


def test_an_app_that_wants_to_hear_of_a_form_left_is_told(slack: Slack, app: App) -> None:
    view = {"type": "modal", "title": TEXT, "blocks": [{"type": "divider"}]}
    for notify in (False, True):
        slack.command("/mappa refer")
        pulled = app.payloads("slash_commands")[-1]["trigger_id"]
        given = view | {"notify_on_close": notify}
        opened = slack.client.views_open(trigger_id=pulled, view=given)["view"]["id"]
        slack.act("close", view_id=opened)
        assert slack.state()["form"] is None
    assert [one["type"] for one in app.payloads("interactive")] == ["view_closed"]
