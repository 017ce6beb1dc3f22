"""The client for Slack's Web API: why Slack does not let the bot in, each as one line."""

import copy
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.clients import Identity, make_client, who_am_i
from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from bot.settings import Settings
from mappa.errors import SettingWrong
from tests.bot.workspaces import Slack, serve

NOWHERE = "http://127.0.0.1:1/api/"


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    with serve() as served:
        yield served


@pytest.fixture
def settings(slack: Slack) -> Settings:
    api = f"{slack.server.url}api/"
    return Settings(slack_bot_token=BOT_TOKEN, slack_app_token=APP_TOKEN, slack_api_url=api)


def refusal(settings: Settings) -> str:
    with pytest.raises(SettingWrong) as refused:
        who_am_i(make_client(settings))
    return refused.value.message


def test_slack_says_who_the_token_belongs_to(settings: Settings) -> None:
    assert who_am_i(make_client(settings)) == Identity("T0PRACTICE", "U0MAPPA")


def test_a_token_that_slack_refuses_is_named_and_never_shown(settings: Settings) -> None:
    says = refusal(replace(settings, slack_bot_token="xoxb-live-one"))
    assert says.startswith("Slack refuses SLACK_BOT_TOKEN (invalid_auth). Copy it again")
    says = refusal(replace(settings, slack_bot_token=APP_TOKEN))
    assert says.startswith("Slack refuses SLACK_BOT_TOKEN (not_allowed_token_type).")


def test_a_server_that_is_not_there_is_named(settings: Settings) -> None:
    says = refusal(replace(settings, slack_api_url=NOWHERE))
    assert says == f"Slack cannot be reached at {NOWHERE} (Connection refused)."


@pytest.mark.parametrize("path", ["", "practice/", "response/x/"])
def test_a_server_that_is_not_slack_is_named(path: str, slack: Slack, settings: Settings) -> None:
    says = refusal(replace(settings, slack_api_url=f"{slack.server.url}{path}"))
    assert "does not answer as Slack does. Example: SLACK_API_URL=https://slack.com" in says


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("429", "Slack cannot be asked now (ratelimited). Start again in a minute."),
        ("500", "Slack cannot be asked now"),
        ("refuse token", "Slack refuses SLACK_BOT_TOKEN (invalid_auth)."),
        ("accept then drop", "Slack cannot be reached at http://127.0.0.1"),
    ],
)
def test_a_slack_that_is_unwell_is_told_from_a_token_that_is_wrong(
    kind: str, says: str, slack: Slack, settings: Settings
) -> None:
    slack.act("fault", kind=kind, method="auth.test", seconds=30)
    assert refusal(settings).startswith(says)
    assert who_am_i(make_client(settings)).team_id == "T0PRACTICE"


def test_a_slack_that_does_not_answer_is_not_waited_for_longer_than_a_stop_may_take(
    slack: Slack, settings: Settings
) -> None:
    client = make_client(settings)
    assert client.timeout == 6, "of the 10 s within which the bot stops"
    client.timeout = 1
    slack.act("fault", kind="hang", method="auth.test", seconds=3)
    with pytest.raises(SettingWrong, match="Slack cannot be reached at"):
        who_am_i(client)


def test_no_call_is_repeated_by_itself(settings: Settings) -> None:
    client = make_client(settings)
    assert client.retry_handlers == []
    assert copy.deepcopy(client).retry_handlers == [], "as Bolt copies it for each request"
    assert copy.deepcopy(client).base_url == settings.slack_api_url


def test_what_slacks_libraries_would_find_in_the_environment_is_taken_away(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_BOT_TOKEN", "HTTPS_PROXY", "http_proxy", "OTHER"):
        monkeypatch.setenv(name, "http://proxy.invalid:1")
    assert who_am_i(make_client(settings)).team_id == "T0PRACTICE"
    assert {"SLACK_CLIENT_ID", "SLACK_BOT_TOKEN", "HTTPS_PROXY"}.isdisjoint(os.environ)
    assert "OTHER" in os.environ


def test_slack_itself_is_still_reached_through_a_proxy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:1")
    client = make_client(replace(settings, slack_api_url="https://slack.com/api/"))
    assert client.proxy == "http://proxy.invalid:1"
