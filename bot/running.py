"""Runs the bot until it is told to stop, and stops it without losing anything."""

import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from bot.apps import Bot, make_bot
from bot.clock import start_clock
from bot.health import Pulse, start_health
from bot.logs import start_log
from bot.openings import open_database, require_kind
from bot.registering import register_admins
from bot.settings import Settings, require_slack
from handlers.rederiving import derive_what_changed
from handlers.refusals import note_counted
from mappa.clocks import london_day
from mappa.errors import SettingWrong
from mappa.policies import load_policy
from mappa.working_days import load_calendar
from storage.databases import Database
from storage.deliveries import forget_deliveries
from storage.installations import set_note
from storage.outgoing import LEASE
from storage.questions_asked import forget_asked

WORKERS = 8
LOOK_AGAIN = 0.25  # seconds


class Stop:
    """Set by a signal, or by a refusal that makes going on pointless."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._signalled = False
        self.problem = ""

    def because(self, problem: str) -> None:
        self.problem = problem
        self._event.set()

    def on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def wait(self) -> None:
        """A signal that comes just before an endless wait would not end it: so look again."""
        while not (self._signalled or self._event.wait(LOOK_AGAIN)):
            continue

    def _note(self, *_: object) -> None:
        # Nothing that takes a lock: the very thread that this interrupts may hold it.
        self._signalled = True


def run(
    settings: Settings,
    *,
    practice: bool,
    lease: timedelta = LEASE,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Connect to the Slack of the settings and work until stopped. `practice`: training."""
    require_slack(settings)
    stop = Stop()
    policy = load_policy(settings.mappa_policy or None)
    with ExitStack() as on_the_way_out:
        db = open_database(settings)
        on_the_way_out.callback(db.close)
        require_kind(db, practice=practice)
        stop.on_signals()
        bolt_log = start_log(settings.log_level, settings.log_format, sys.stderr)
        workers = ThreadPoolExecutor(WORKERS, "after-ack")
        on_the_way_out.callback(workers.shutdown, cancel_futures=True)
        bot = make_bot(
            settings,
            db,
            policy,
            workers,
            bolt_log,
            practice=practice,
            now=now,
            lease=lease,
            give_up=lambda error: stop.because(_no_longer("SLACK_BOT_TOKEN", error)),
        )
        with db.write() as session:
            set_note(session, "team_id", bot.desk.team_id)
            register_admins(session, settings, bot.desk.team_id, bot.desk.now())
        # The calendar takes half a second to load: not while the first update waits for it.
        bot.desk.later(lambda: load_calendar(london_day(bot.desk.now()).year))
        _start(settings, db, bot, stop, on_the_way_out)
        print(
            f"The bot is connected ({settings.slack_mode} mode) and listens to {settings.command}.",
            flush=True,
        )
        stop.wait()
    if stop.problem:
        raise SettingWrong(stop.problem)


def _start(
    settings: Settings, db: Database, bot: Bot, stop: Stop, on_the_way_out: ExitStack
) -> None:
    """One part after the other; they stop in the reverse order, also when one cannot start."""

    def derive_again() -> None:
        derive_what_changed(db, bot.desk.policy, bot.desk.now, over.is_set)
        bot.sender.nudge()

    def tidy() -> None:
        with db.write() as session:
            forget_deliveries(session, bot.desk.now())
            forget_asked(session, bot.desk.now())
        derive_again()

    pulse, over = Pulse(), threading.Event()

    def tick() -> None:
        pulse.tick()
        bot.sender.nudge()
        note_counted(bot.desk)

    on_the_way_out.callback(start_health(settings.health_port, db, bot.desk.now, pulse))
    on_the_way_out.callback(bot.sender.stop)
    on_the_way_out.callback(_listen(settings, bot, stop, pulse))
    bot.sender.start()
    clock = start_clock(tick, tidy)
    on_the_way_out.callback(clock.shutdown, wait=False)
    on_the_way_out.callback(over.set)
    bot.desk.later(derive_again)


def _listen(settings: Settings, bot: Bot, stop: Stop, pulse: Pulse) -> Callable[[], None]:
    if settings.slack_mode == "http":
        from bot.web import serve

        return serve(bot.app, settings.http_port)
    from bot.sockets import connect

    def give_up(error: str) -> None:
        stop.because(_no_longer("SLACK_APP_TOKEN", error))

    socket = connect(bot.app, settings.slack_app_token, give_up)
    pulse.listen_to(socket.is_connected)
    return socket.close


def _no_longer(token: str, error: str) -> str:
    return f"Slack no longer accepts {token} ({error}); the bot has stopped. Nothing was lost."
