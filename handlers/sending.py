"""The sender: empties the outbox so that each message arrives once, whatever stops in between."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from handlers.letters import Letter, open_letter
from handlers.posting import Impossible, Refused, Unknown, find_posted, open_dm, post
from handlers.undelivered import give_up
from mappa.policies import Policy
from storage.databases import Database
from storage.due_reminders import claim_due_reminders
from storage.outgoing import (
    LEASE,
    Outgoing,
    claim_outgoing,
    is_anything_due,
    mark_arrived,
    mark_attempt,
    mark_doubtful,
    mark_refused,
)
from storage.people import set_dm_channel
from storage.reminders import mark_sent

log = logging.getLogger("mappa.sending")
WORKERS = 4
PACE = 1.0  # seconds between two messages in one channel


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
    ) -> None:
        self._db = db
        self._client = client
        self._bot_user_id = bot_user_id
        self._policy = policy
        self._now = now
        self._practice = practice
        self._lease = lease
        self._pace = _Pace()
        self._workers = ThreadPoolExecutor(WORKERS, "sender")
        self._passes = ThreadPoolExecutor(1, "sending")
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="outbox")

    def start(self) -> None:
        self._thread.start()

    def nudge(self) -> None:
        """There is, or may be, something to send. Never waits."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the calls under way; what is left in the outbox is sent after the next start."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        self._passes.shutdown()
        self._workers.shutdown()

    def send_due(self) -> int:
        """Send everything that is due now; how many messages were dealt with."""
        with self._db.read() as session:
            if not is_anything_due(session, self._now()):
                return 0
        with self._db.write() as session:
            claim_due_reminders(session, self._now())
        dealt_with = 0
        while not self._stopping:
            with self._db.write() as session:
                claimed = claim_outgoing(session, self._now(), WORKERS, self._lease)
            if not claimed:
                break
            under_way = {self._workers.submit(self._deliver, s): s.id for s in claimed}
            for delivery, sending_id in under_way.items():
                _report(delivery, f"message {sending_id}: not sent for now")
            dealt_with += len(claimed)
        return dealt_with

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait()
            self._wake.clear()
            # A pass that fails (the database is away) must not end the passes after it.
            _report(self._passes.submit(self.send_due), "sending failed for now")

    def _deliver(self, sending: Outgoing) -> None:
        """One message, up to the note of what became of it; without one it is claimed again."""
        try:
            self._send(sending)
        except Refused as problem:
            later = self._now() + timedelta(seconds=problem.seconds)
            with self._db.write() as session:
                mark_refused(session, sending.id, later, str(problem))
        except Unknown as problem:
            log.warning("message %s: unknown whether it arrived (%s)", sending.id, problem)
            with self._db.write() as session:
                mark_doubtful(session, sending.id, self._now() + self._lease, str(problem))
        except Impossible as problem:
            log.warning("message %s: cannot be delivered (%s)", sending.id, problem)
            with self._db.write() as session:
                give_up(session, sending, str(problem), self._now())

    def _send(self, sending: Outgoing) -> None:
        with self._db.write() as session:
            letter = open_letter(session, sending, self._policy, self._now(), self._practice)
        if letter is None or self._stopping:
            return
        channel = sending.channel or self._dm_channel(letter)
        if sending.attempted_at and sending.method != "update":
            found, letter = self._look_up(sending, letter, channel)
            if found:
                self._arrived(sending, found)
                return
        self._pace.keep(channel)
        if self._stopping:
            return
        with self._db.write() as session:
            if not mark_attempt(session, sending, self._now(), self._lease):
                return
        user_id = letter.person.user_id
        self._arrived(sending, post(self._client, sending, channel, user_id, letter.message))

    def _look_up(
        self, sending: Outgoing, letter: Letter, channel: str
    ) -> tuple[str | None, Letter]:
        """What an earlier attempt posted; where nobody can tell, the repeat says that it is one."""
        if sending.method == "ephemeral" or sending.attempted_at is None:
            return None, letter.as_repeat()
        try:
            since = sending.attempted_at
            found = find_posted(self._client, channel, sending.key, since, self._bot_user_id)
        except Impossible:
            return None, letter.as_repeat()
        return found, letter

    def _dm_channel(self, letter: Letter) -> str:
        if letter.person.dm_channel:
            return letter.person.dm_channel
        channel = open_dm(self._client, letter.person.user_id)
        with self._db.write() as session:
            set_dm_channel(session, letter.person.id, channel)
        return channel

    def _arrived(self, sending: Outgoing, ts: str) -> None:
        with self._db.write() as session:
            mark_arrived(session, sending.id, ts, self._now())
            mark_sent(session, sending.id, self._now())


def _report(work: Future[Any], what: str) -> None:
    """Wait for it; a fault of any kind goes to the log and is tried again with the next pass."""
    if problem := work.exception():
        log.error(what, exc_info=problem)


class _Pace:
    """Keeps messages in one channel a second apart, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}

    def keep(self, channel: str) -> None:
        with self._lock:
            now = time.monotonic()
            at = max(now, self._free_at.get(channel, now))
            self._free_at[channel] = at + PACE
        time.sleep(at - now)
