"""The sender: empties the outbox so that each message arrives once, whatever stops in between."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from handlers.calling import Line
from handlers.delivering import Opened, Post, is_plain
from handlers.posting import POSTS, Posted
from handlers.taking_back import TakingBack
from mappa.policies import Policy
from storage.databases import Database, Session
from storage.due_reminders import claim_due_reminders
from storage.escalations import claim_escalations
from storage.lanes import make_lanes, next_free_at
from storage.outgoing import LEASE, Outgoing, claim_outgoing, look_for_work

log = logging.getLogger("mappa.sending")
WORKERS = 16
AT_ONCE = 1000  # reminders handed to the outbox in one transaction
PASS_SECONDS = 1.0  # so often at least it is asked whether something more urgent has fallen due
AT_A_TIME = 8  # letters opened in one transaction: so long at most a command waits for it
GATHER = 0.01  # seconds in which more workers become free


class Sender:
    """Sends what is due when it is told that time has passed or that something new is there."""

    def __init__(
        self,
        db: Database,
        client: WebClient,
        bot_user_id: str,
        policy: Policy,
        now: Callable[[], datetime],
        *,
        practice: bool,
        lease: timedelta = LEASE,
        give_up: Callable[[str], None] = lambda error: None,
    ) -> None:
        self._db = db
        self._policy = policy
        self._now = now
        self._lease = lease
        self._stop = threading.Event()
        self._line = Line(client, now)
        self._post = Post(
            db, self._line, bot_user_id, policy, now, practice, lease, self._stop, give_up
        )
        self._files = TakingBack(db, self._line, now, self._stop, self._post.hear_of_token)
        self._under_way: dict[Future[Posted | None], Outgoing] = {}
        self._arrived: list[tuple[Outgoing, Posted]] = []  # and not noted yet
        self._handed_over_at = -PASS_SECONDS
        self._one_by_one = False
        self._workers = ThreadPoolExecutor(WORKERS, "sender")
        self._passes = ThreadPoolExecutor(1, "sending")
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox")

    def start(self) -> None:
        self._thread.start()

    def nudge(self) -> None:
        """There is, or may be, something to send. Never waits."""
        self._handed_over_at = -PASS_SECONDS
        self._wake.set()

    def stop(self) -> None:
        """Finish the calls under way; what is left in the outbox is sent after the next start."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        self._workers.shutdown()
        _report(self._passes.submit(self._note_arrivals), "what has arrived is not noted")
        self._passes.shutdown()

    def send_due(self) -> int:
        """Send everything that can go now, and wait until it has; how many messages were dealt
        with. What waits for its lane is left: a second later there is more to do."""
        dealt_with = 0
        while dealt := self._pass():
            dealt_with += dealt
            wait(self._under_way)
            self._note_arrivals()
            self._handed_over_at = -PASS_SECONDS
        return dealt_with

    def _run(self) -> None:
        pause: float | None = None
        while not self._stop.is_set():
            self._wake.wait(pause)
            self._wake.clear()
            since = self._now()
            # A pass that fails (the database is away) must not end the passes after it.
            passed = self._passes.submit(self._pass)
            self._one_by_one = not _report(passed, "sending failed for now")
            pauses = self._passes.submit(self._pause, since)
            pause = None if pauses.exception() else pauses.result()

    def _pass(self) -> int:
        """Begin with what can go now; how many messages that were. It waits only for workers."""
        with self._db.read() as session:
            is_due, are_files_out = look_for_work(session, self._now())
        began = 0
        if is_due and not self._stop.is_set():
            self._hand_over()
            until = time.monotonic() + PASS_SECONDS
            while room := self._room(until):
                begun = self._begin(room)
                began += begun
                if begun < room:
                    break
        if are_files_out and not self._stop.is_set():
            is_due |= self._files.judge()
        if is_due:
            self._files.delete_expired()
        self._note_arrivals()
        return began

    def _begin(self, room: int) -> int:
        """Claim messages and have them posted, in one transaction with the notes of what has
        arrived; how many that were.

        In SQLite, where every commit waits for the disk, letters are opened in it as well. Not so
        after a pass that failed, for which one of them may be the reason; nor where others write at
        the same time: what a letter locks is held for that letter only.
        """
        only_updates = self._line.rest(POSTS) > 0
        at_once = self._db.is_sqlite and not self._one_by_one
        opened: dict[int, Opened | None] = {}
        with self._db.write() as session:
            self._confirm(session)
            claimed = claim_outgoing(
                session, self._now(), room, self._lease, only_updates=only_updates
            )
            for sending in claimed:
                if at_once and is_plain(sending):
                    opened[sending.id] = self._post.open(session, sending)
        self._arrived = []
        for sending in claimed:
            letter = opened.get(sending.id)
            if letter or sending.id not in opened:
                under_way = self._workers.submit(self._post.deliver, sending, letter)
                under_way.add_done_callback(lambda _: self._wake.set())
                self._under_way[under_way] = sending
        return len(claimed)

    def _pause(self, since: datetime) -> float | None:
        """Seconds until there is something to do without anybody's nudge; None: nothing waits.

        `since`: when the last pass began; what has become free in the meantime it may have missed.
        """
        with self._db.read() as session:
            free_at = next_free_at(session, since)
        if free_at is None or len(self._under_way) >= WORKERS:
            return None
        return max(GATHER, (free_at - self._now()).total_seconds(), self._line.rest(POSTS))

    def _hand_over(self) -> None:
        """What has fallen due becomes messages, all of it before the first one goes out: else the
        most urgent might stand behind the others."""
        if time.monotonic() < self._handed_over_at + PASS_SECONDS:
            return
        self._handed_over_at = time.monotonic()
        with self._db.write() as session:
            claim_escalations(session, self._policy, self._now())
        while True:
            with self._db.write() as session:
                handed_over = claim_due_reminders(session, self._policy, self._now(), AT_ONCE)
            if handed_over < AT_ONCE or self._stop.is_set():
                break
        with self._db.write() as session:
            make_lanes(session, self._now())

    def _room(self, until: float) -> int:
        """How many may be begun with, once enough workers are free; 0 when the pass is over."""
        while not self._stop.is_set() and time.monotonic() < until:
            self._collect()
            if room := min(AT_A_TIME, WORKERS - len(self._under_way)):
                return room
            wait(self._under_way, until - time.monotonic(), FIRST_COMPLETED)
            self._stop.wait(GATHER)  # more will be free by then, and whoever waits may write
        return 0

    def _collect(self) -> None:
        """What is over: of what has arrived a note is still to be made."""
        for delivery in [one for one in self._under_way if one.done()]:
            sending = self._under_way.pop(delivery)
            if _report(delivery, f"message {sending.id}: not sent for now"):
                posted = delivery.result()
                self._arrived += [(sending, posted)] if posted else []

    def _note_arrivals(self) -> None:
        self._collect()
        if self._arrived:
            with self._db.write() as session:
                self._confirm(session)
            self._arrived = []

    def _confirm(self, session: Session) -> None:
        for sending, posted in self._arrived:
            self._post.confirm(session, sending, posted)


def _report(work: Future[Any], what: str) -> bool:
    """Wait for it, and whether it went well; a fault of any kind goes to the log and is tried again
    with the next pass."""
    if problem := work.exception():
        log.error(what, exc_info=problem)
    return problem is None
