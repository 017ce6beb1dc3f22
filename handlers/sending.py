"""The sender: empties the outbox so that each message arrives once, whatever stops in between."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from handlers.letters import open_letter
from handlers.posting import (
    TOKEN_REFUSED,
    Impossible,
    Posted,
    Refused,
    Unknown,
    delete_file,
    find_posted,
    open_dm,
    post,
)
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
from storage.people import find_people, set_dm_channel
from storage.reminders import mark_sent
from storage.sent_files import (
    add_sent_file,
    list_expired_files,
    mark_file_deleted,
    postpone_deletion,
)

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
        give_up: Callable[[str], None] = lambda error: None,
    ) -> None:
        self._db = db
        self._client = client
        self._bot_user_id = bot_user_id
        self._policy = policy
        self._now = now
        self._practice = practice
        self._lease = lease
        self._give_up = give_up  # hears that Slack no longer accepts our token
        self._stop = threading.Event()
        self._pace = _Pace(self._stop)
        self._workers = ThreadPoolExecutor(WORKERS, "sender")
        self._passes = ThreadPoolExecutor(1, "sending")
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox")

    def start(self) -> None:
        self._thread.start()

    def nudge(self) -> None:
        """There is, or may be, something to send. Never waits."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the calls under way; what is left in the outbox is sent after the next start."""
        self._stop.set()
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
        while not self._stop.is_set():
            with self._db.write() as session:
                claimed = claim_outgoing(session, self._now(), WORKERS, self._lease)
            if not claimed:
                break
            under_way = {self._workers.submit(self._deliver, s): s.id for s in claimed}
            for delivery, sending_id in under_way.items():
                _report(delivery, f"message {sending_id}: not sent for now")
            dealt_with += len(claimed)
        self._take_files_back()
        return dealt_with

    def _take_files_back(self) -> None:
        """Files are not left lying in Slack; what cannot be deleted now is tried again later."""
        with self._db.read() as session:
            expired = list_expired_files(session, self._now())
        for file in expired:
            if self._stop.is_set():
                return
            try:
                delete_file(self._client, file.file_id)
            except (Refused, Unknown, Impossible) as problem:
                log.warning("file %s: not deleted for now (%s)", file.id, problem)
                with self._db.write() as session:
                    postpone_deletion(session, file, self._now())
                self._hear_of_token(str(problem))
                continue
            with self._db.write() as session:
                mark_file_deleted(session, file, self._now())

    def _run(self) -> None:
        while not self._stop.is_set():
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
                mark_refused(session, sending, later, str(problem))
            self._hear_of_token(str(problem))
        except Unknown as problem:
            log.warning("message %s: unknown whether it arrived (%s)", sending.id, problem)
            wait = max(self._lease, timedelta(seconds=problem.seconds))
            with self._db.write() as session:
                mark_doubtful(session, sending, self._now(), wait, str(problem))
            self._hear_of_token(str(problem))
        except Impossible as problem:
            log.warning("message %s: cannot be delivered (%s)", sending.id, problem)
            with self._db.write() as session:
                give_up(session, sending, str(problem), self._now())

    def _hear_of_token(self, reason: str) -> None:
        if reason in TOKEN_REFUSED:
            self._give_up(reason)

    def _send(self, sending: Outgoing) -> None:
        """Look a doubtful one up, wait for the channel's turn, and only then ask who may see it."""
        channel = sending.channel or self._dm_channel(sending)
        doubtful = sending.attempted_at is not None and sending.method != "update"
        found = self._look_up(sending, channel) if doubtful else None
        if found is not None and found.posted:
            self._arrived(sending, found.posted)
            return
        self._pace.keep(channel)
        with self._db.write() as session:
            letter = open_letter(session, sending, self._policy, self._now(), self._practice)
            if letter is None or self._stop.is_set():
                return
            if not mark_attempt(session, sending, self._now(), self._lease):
                return
        repeats = found is not None and not found.certain
        try:
            posted = post(self._client, sending, channel, letter.as_repeat() if repeats else letter)
        except Refused as problem:
            if repeats:  # this one was not posted, of the one before nothing is known still
                raise Unknown(str(problem), problem.seconds) from problem
            raise
        self._arrived(sending, posted)

    def _look_up(self, sending: Outgoing, channel: str) -> "_Found":
        """What an earlier attempt posted; nobody can tell of a private reply or a shut channel."""
        if sending.method == "ephemeral" or sending.attempted_at is None:
            return _Found(None, certain=False)
        since = sending.attempted_at
        try:
            posted = find_posted(self._client, sending, channel, since, self._bot_user_id)
        except Impossible:
            return _Found(None, certain=False)
        except Refused as problem:  # the look-up was refused: of the message nothing is known
            raise Unknown(str(problem), problem.seconds) from problem
        return _Found(posted, certain=True)

    def _dm_channel(self, sending: Outgoing) -> str:
        """The channel of the person's direct messages; somebody who has left needs none."""
        with self._db.read() as session:
            person = find_people(session, [sending.person_id]).get(sending.person_id)
        if person is None:
            return ""
        if person.dm_channel:
            return person.dm_channel
        channel = open_dm(self._client, person.user_id)
        with self._db.write() as session:
            set_dm_channel(session, person.id, channel)
        return channel

    def _arrived(self, sending: Outgoing, posted: Posted) -> None:
        with self._db.write() as session:
            mark_arrived(session, sending, posted.ts, self._now())
            mark_sent(session, sending.id, self._now())
            if posted.file_id:
                add_sent_file(session, sending.person_id, posted.file_id, self._now())


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look-up brought; `certain` when nothing was found because nothing is there."""

    posted: Posted | None
    certain: bool


def _report(work: Future[Any], what: str) -> None:
    """Wait for it; a fault of any kind goes to the log and is tried again with the next pass."""
    if problem := work.exception():
        log.error(what, exc_info=problem)


class _Pace:
    """Keeps messages in one channel a second apart, in this process."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}

    def keep(self, channel: str) -> None:
        """Wait for the channel's turn, or until the sender stops."""
        with self._lock:
            now = time.monotonic()
            at = max(now, self._free_at.get(channel, now))
            self._free_at[channel] = at + PACE
        self._stop.wait(at - now)
