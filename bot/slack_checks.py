"""Whether Slack lets the bot in, gives it all that it needs, and has the same time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.clients import ask_slack, make_client, not_let_in, unreachable
from bot.diagnoses import Doctor
from bot.manifests import SCOPES
from bot.settings import Settings
from mappa.errors import SettingWrong

APART = timedelta(seconds=30)  # further than this two clocks must not be from each other


def check_slack(doctor: Doctor, settings: Settings, now: Callable[[], datetime]) -> str | None:
    """Each token, the scopes and the clock, of which nobody sees anything; the workspace's id."""
    client = make_client(settings)
    asked_at = now()
    answer = doctor.examine(
        "Slack",
        partial(ask_slack, client),
        lambda answer: f"the bot is let in to the workspace {answer['team_id']}",
    )
    if answer is not None:
        middle = asked_at + (now() - asked_at) / 2
        doctor.look("Slack scopes", lambda: _scopes(_header(answer, "x-oauth-scopes")))
        doctor.look("Slack clock", lambda: _clock(_header(answer, "date"), middle))
    if settings.slack_mode == "socket":
        doctor.look("Slack socket", lambda: _socket(client, settings.slack_app_token))
    return None if answer is None else str(answer["team_id"])


def require_same_time(theirs: datetime, ours: datetime, whose: str) -> str:
    """How far two clocks are apart, unless that is too far."""
    apart = abs(theirs - ours)
    if apart > APART:
        raise SettingWrong(
            f"our clock and {whose} are {apart.total_seconds():,.0f} seconds apart: reminders "
            "would come at the wrong time. Set this machine's clock (NTP)"
        )
    return f"no more than {APART.seconds} seconds from {whose}"


def _header(answer: SlackResponse, name: str) -> str | None:
    """A header of the answer, however it is spelt."""
    for spelt, value in answer.headers.items():
        if spelt.lower() == name:
            return value if isinstance(value, str) else ",".join(value)
    return None


def _scopes(said: str | None) -> str:
    if said is None:
        return "this server does not say which the token has"
    granted = {scope.strip() for scope in said.split(",")}
    if missing := [scope for scope in SCOPES if scope not in granted]:
        raise SettingWrong(
            f"the token lacks {', '.join(missing)}. Give the app what mappa-bot manifest prints, "
            "and install it again"
        )
    return f"all {len(SCOPES)} of the manifest"


def _clock(said: str | None, ours: datetime) -> str:
    try:
        theirs = parsedate_to_datetime(said or "")
    except ValueError:
        return "this server does not say what time it has"
    return require_same_time(theirs, ours, "Slack's")


def _socket(client: WebClient, app_token: str) -> str:
    try:
        client.apps_connections_open(app_token=app_token)
    except SlackApiError as problem:
        advice = "It needs the scope connections:write."
        raise not_let_in("SLACK_APP_TOKEN", advice, problem) from None
    except (OSError, SlackClientError) as problem:
        raise unreachable(client, problem) from None
    return "Slack gives the bot a connection"
