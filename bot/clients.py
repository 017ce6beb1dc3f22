"""The client for Slack's Web API, and what it means when Slack does not let the bot in."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.settings import Settings
from mappa.errors import SettingWrong

CALL_SECONDS = 6  # a call under way must not keep the bot from stopping within 10 s
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PROXIES = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who Slack says the token belongs to."""

    team_id: str
    bot_user_id: str


def make_client(settings: Settings) -> WebClient:
    """A client for the server of the settings that never repeats a call by itself."""
    _close_environment(settings.slack_api_url)
    return WebClient(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=CALL_SECONDS,
        retry_handlers=[],
    )


def who_am_i(client: WebClient) -> Identity:
    """Ask Slack once, so that a wrong token or address is one line and not an endless loop."""
    answer = ask_slack(client)
    return Identity(str(answer["team_id"]), str(answer["user_id"]))


def ask_slack(client: WebClient) -> SlackResponse:
    """What Slack answers to who we are, with the headers in which it says more."""
    try:
        answer = client.auth_test()
        if not (answer["team_id"] and answer["user_id"]):
            raise KeyError("nobody")
        return answer
    except SlackApiError as problem:
        advice = "Copy it again from the app's settings."
        raise not_let_in("SLACK_BOT_TOKEN", advice, problem) from None
    except (OSError, SlackClientError) as problem:
        raise unreachable(client, problem) from None
    except (KeyError, ValueError):
        raise SettingWrong(_NOT_SLACK.format(client.base_url)) from None


def not_let_in(token: str, advice: str, problem: SlackApiError) -> SettingWrong:
    """Why Slack does not let the bot in, as one line."""
    error = str(problem.response.get("error"))
    if error == "ratelimited" or problem.response.status_code >= 500:
        return SettingWrong(f"Slack cannot be asked now ({error}). Start again in a minute.")
    if not error.replace("_", "").isalnum():  # a page, for example
        return SettingWrong(_NOT_SLACK.format(problem.response.api_url))
    return SettingWrong(f"Slack refuses {token} ({error}). {advice}")


def unreachable(client: WebClient, problem: Exception) -> SettingWrong:
    reason = getattr(problem, "reason", problem)
    says = getattr(reason, "strerror", None) or type(reason).__name__
    return SettingWrong(f"Slack cannot be reached at {client.base_url} ({says}).")


_NOT_SLACK = "{} does not answer as Slack does. Example: SLACK_API_URL=https://slack.com/api/"


def _close_environment(api_url: str) -> None:
    """Slack's libraries look there by themselves, for tokens and proxies that are no settings.

    Nothing on this machine is reached through a proxy, which the libraries do not know.
    """
    on_this_machine = urlsplit(api_url).hostname in LOOPBACK
    for name in list(os.environ):
        if name.startswith("SLACK_") or (on_this_machine and name.upper() in PROXIES):
            del os.environ[name]
