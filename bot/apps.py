"""Puts the bot together: the Slack app, the desk it works at, and the sender."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.clients import make_client, who_am_i
from bot.settings import Settings
from handlers import register
from handlers.desks import Desk
from handlers.paces import Paces
from handlers.sending import Sender
from mappa.policies import Policy
from storage.databases import Database
from storage.outgoing import LEASE

LOCK_SECONDS = 2  # of Slack's three: who waits longer is told that nothing was saved
log = logging.getLogger("mappa.work")


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts that are started and stopped together."""

    app: App
    desk: Desk
    sender: Sender


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
    paces: Paces | None = None,
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
        db=db.within(LOCK_SECONDS),
        client=client,
        policy=policy,
        command=settings.command,
        practice=practice,
        team_id=identity.team_id,
        now=now,
        later=later,
        nudge=sender.nudge,
        area=settings.mappa_area,
        paces=paces or Paces(),
    )
    # The acknowledgement leaves when the handler returns: Bolt's own way polls for it every 10 ms.
    app = App(
        client=client,
        signing_secret=settings.slack_signing_secret or None,
        process_before_response=True,
        ssl_check_enabled=False,  # it would be answered before the signature is looked at
        raise_error_for_unhandled_request=True,  # it is answered as what nobody could read
        logger=bolt_log,
    )
    register(app, desk)
    return Bot(app, desk, sender)


def _report(done: "Future[None]") -> None:
    """Work after the acknowledgement may fail (an expired form); the log names the kind only."""
    if not done.cancelled() and (problem := done.exception()):
        error = problem.response.get("error") if isinstance(problem, SlackApiError) else ""
        log.warning("not done after the acknowledgement: %s %s", type(problem).__name__, error)
