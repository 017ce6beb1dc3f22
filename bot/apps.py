"""Puts the bot together: the Slack app, the desk it works at, and the sender."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.settings import Settings
from handlers import register
from handlers.desks import Desk
from handlers.sending import Sender
from mappa.errors import SettingWrong
from mappa.policies import Policy
from storage.databases import Database
from storage.outgoing import LEASE

CALL_SECONDS = 6  # a call under way must not keep the bot from stopping within 10 s
log = logging.getLogger("mappa.work")


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts that are started and stopped together."""

    app: App
    desk: Desk
    sender: Sender


@dataclass(frozen=True, slots=True)
class Identity:
    """Who Slack says the token belongs to."""

    team_id: str
    bot_user_id: str


def make_client(settings: Settings) -> WebClient:
    """A client for the server of the settings that never repeats a call by itself."""
    return WebClient(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=CALL_SECONDS,
        retry_handlers=[],
    )


def who_am_i(client: WebClient) -> Identity:
    """Ask Slack once, so that a wrong token or address is one line and not an endless loop."""
    try:
        answer = client.auth_test()
    except SlackApiError as problem:
        error = problem.response.get("error")
        raise SettingWrong(
            f"Slack refuses SLACK_BOT_TOKEN ({error}). Copy it again from the app's settings."
        ) from problem
    except (OSError, SlackClientError) as problem:
        raise SettingWrong(
            f"Slack cannot be reached at {client.base_url} ({type(problem).__name__})."
        ) from problem
    return Identity(str(answer["team_id"]), str(answer["user_id"]))


def make_bot(
    settings: Settings,
    db: Database,
    policy: Policy,
    workers: Executor,
    bolt_log: logging.Logger,
    *,
    practice: bool,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    lease: timedelta = LEASE,
    give_up: Callable[[str], None] = lambda error: None,
) -> Bot:
    """Everything wired, nothing started; `give_up` hears that the token is no longer accepted."""
    client = make_client(settings)
    identity = who_am_i(client)
    sender = Sender(
        db,
        client,
        identity.bot_user_id,
        policy,
        now,
        practice=practice,
        lease=lease,
        give_up=give_up,
    )

    def later(work: Callable[[], None]) -> None:
        workers.submit(work).add_done_callback(_report)

    desk = Desk(
        db=db,
        client=client,
        policy=policy,
        command=settings.command,
        practice=practice,
        team_id=identity.team_id,
        now=now,
        later=later,
        nudge=sender.nudge,
    )
    # The acknowledgement leaves when the handler returns: Bolt's own way polls for it every 10 ms.
    app = App(
        client=client,
        signing_secret=settings.slack_signing_secret or None,
        process_before_response=True,
        logger=bolt_log,
    )
    register(app, desk)
    return Bot(app, desk, sender)


def _report(done: "Future[None]") -> None:
    """Work after the acknowledgement may fail (an expired form); the log names the kind only."""
    if problem := done.exception():
        error = problem.response.get("error") if isinstance(problem, SlackApiError) else ""
        log.warning("not done after the acknowledgement: %s %s", type(problem).__name__, error)
