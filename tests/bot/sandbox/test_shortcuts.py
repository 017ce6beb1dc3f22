"""Shortcuts: what the app hears of one, who is offered it, and on which messages."""

import re
import time
from typing import Any

import pytest

from bot.manifests import SCOPES
from tests.bot.sandbox.parcels import DATA, attach
from tests.bot.workspaces import App, Slack, hasty, serve

Json = dict[str, Any]
TEXT = {"type": "plain_text", "text": "words"}
FORM = {"type": "modal", "title": TEXT, "blocks": [{"type": "divider"}]}
NOT_HERE = "That shortcut is not offered here."


def said(slack: Slack, channel: str = "C0PANEL") -> Json:
    """A message of somebody, and where it stands."""
    slack.act("say", "U0PRIYA" if channel == "C0PANEL" else "U0CORA", channel=channel, text="hm")
    return {"channel": channel, "ts": slack.messages(channel=channel)[-1]["ts"]}


def test_a_global_shortcut_arrives_as_slack_sends_it(slack: Slack, app: App) -> None:
    slack.act("shortcut", "U0PRIYA", callback_id="make_referral")
    (heard,) = app.payloads("interactive")
    assert (heard["type"], heard["callback_id"]) == ("shortcut", "make_referral")
    assert (heard["user"]["id"], heard["team"]["id"]) == ("U0PRIYA", "T0PRACTICE")
    assert re.fullmatch(r"\d+\.\d{6}", heard["action_ts"])
    assert not {"channel", "message", "response_url", "api_app_id"} & set(heard)
    opened = slack.client.views_open(trigger_id=heard["trigger_id"], view=FORM)["view"]
    assert slack.state("U0PRIYA")["form"]["id"] == opened["id"]


@pytest.mark.parametrize("channel", ["C0PANEL", "D0CORA"])
def test_a_message_shortcut_brings_the_message_with_it(
    channel: str, slack: Slack, app: App
) -> None:
    place = said(slack, channel)
    slack.act("shortcut", callback_id="add_to_case", place=place)
    (heard,) = app.payloads("interactive")
    assert (heard["type"], heard["callback_id"]) == ("message_action", "add_to_case")
    name = {"C0PANEL": "mappa-panel", "D0CORA": "directmessage"}[channel]
    assert heard["channel"] == {"id": channel, "name": name}
    assert heard["message_ts"] == heard["message"]["ts"] == place["ts"]
    assert (heard["message"]["type"], heard["message"]["text"]) == ("message", "hm")
    assert heard["user"]["id"] == "U0CORA"


def test_its_response_url_answers_privately_and_leaves_the_message_alone(
    slack: Slack, app: App
) -> None:
    slack.act("shortcut", callback_id="add_to_case", place=said(slack))
    url = app.payloads("interactive")[0]["response_url"].removeprefix(slack.server.url)
    assert slack.post(url, {"text": "added", "replace_original": True})[0] == 200
    assert [message["text"] for message in slack.messages("U0PRIYA")] == ["hm"]
    assert [message["text"] for message in slack.messages()] == ["hm", "added"]


def test_a_message_shortcut_brings_the_files_of_the_message(slack: Slack, app: App) -> None:
    attach(slack, ("cases.csv", DATA))
    place = {"channel": "D0CORA", "ts": slack.messages(channel="D0CORA")[0]["ts"]}
    slack.act("shortcut", callback_id="add_to_case", place=place)
    (heard,) = app.payloads("interactive")
    assert [file["name"] for file in heard["message"]["files"]] == ["cases.csv"]


def test_it_works_where_the_app_is_not_inside_as_at_slack(slack: Slack, app: App) -> None:
    place = said(slack)
    slack.act("membership", channel="C0PANEL", inside=False)
    slack.act("shortcut", callback_id="add_to_case", place=place)
    assert app.payloads("interactive")[0]["message"]["text"] == "hm"


def test_a_shortcut_is_not_offered_on_what_is_none_of_theirs(slack: Slack, app: App) -> None:
    choose = {"callback_id": "add_to_case"}
    place = said(slack)
    assert slack.refused("shortcut", "U0SIMI", place=place, **choose).startswith("That message")
    for elsewhere in ({"channel": "C0NOWHERE", "ts": "1"}, {"channel": "C0PANEL", "ts": "1.5"}):
        assert slack.refused("shortcut", place=elsewhere, **choose).startswith("That message")
    ts = slack.client.chat_postEphemeral(channel="C0PANEL", user="U0CORA", text="hush")
    private = {"channel": "C0PANEL", "ts": ts["message_ts"]}
    assert "only one person sees" in slack.refused("shortcut", place=private, **choose)
    assert app.payloads("interactive") == []


def test_each_shortcut_has_its_own_place(slack: Slack, app: App) -> None:
    assert slack.refused("shortcut", callback_id="add_to_case") == NOT_HERE
    assert slack.refused("shortcut", callback_id="make_referral", place=said(slack)) == NOT_HERE
    assert slack.refused("shortcut", callback_id="something else") == NOT_HERE
    assert app.payloads("interactive") == []


def test_people_from_elsewhere_are_offered_none(slack: Slack, app: App) -> None:
    assert slack.state("U0OLGA")["shortcuts"] == []
    assert slack.refused("shortcut", "U0OLGA", callback_id="make_referral") == NOT_HERE


def test_without_the_scope_nobody_is_offered_any() -> None:
    with serve(scopes=set(SCOPES) - {"commands"}) as slack:
        assert slack.state()["shortcuts"] == []
        assert slack.refused("shortcut", callback_id="make_referral") == NOT_HERE


def test_the_shortcuts_of_the_installation_are_the_only_ones() -> None:
    listed = [{"name": "Ask", "type": "global", "callback_id": "ask", "description": "a word"}]
    with serve(shortcuts=listed) as slack, App(slack).connected() as app:
        assert slack.state()["shortcuts"] == [
            {"name": "Ask", "type": "global", "callback_id": "ask"}
        ]
        assert slack.refused("shortcut", callback_id="make_referral") == NOT_HERE
        slack.act("shortcut", callback_id="ask")
        assert app.payloads("interactive")[0]["callback_id"] == "ask"


@hasty
def test_a_shortcut_that_is_not_acknowledged_in_time_has_failed(slack: Slack) -> None:
    with App(slack, answer=lambda envelope: None).connected():
        started = time.monotonic()
        refused = slack.refused("shortcut", callback_id="make_referral")
        assert refused == "The app did not answer in time."
        assert time.monotonic() - started >= 0.4
    assert slack.broken == ["a interactive payload was not acknowledged within 0.4 s"]
