"""Files do not stay in Slack: each is taken back when its time is over, or its reader's access."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from handlers.calling import Impossible, Line, Refused, Unknown
from handlers.posting import delete_file
from storage.databases import Database, Session
from storage.sent_files import (
    SentFile,
    bring_forward,
    claim_deletion,
    list_expired_files,
    list_outlived,
    list_record_ends,
    mark_file_deleted,
)

log = logging.getLogger("mappa.sending")
# Access also ends by itself: broken glass by time, a deputy's days at midnight.
JUDGED_AFTER = timedelta(seconds=20)


class TakingBack:
    """What one sender does about files that were sent."""

    def __init__(
        self,
        db: Database,
        line: Line,
        now: Callable[[], datetime],
        stop: threading.Event,
        hear_of_token: Callable[[str], None],
    ) -> None:
        self._db = db
        self._line = line
        self._now = now
        self._stop = stop
        self._hear_of_token = hear_of_token
        self._judged_at: datetime | None = None
        self._ends: frozenset[tuple[str, int]] = frozenset()

    def judge(self) -> bool:
        """Whether somebody has files that are no longer theirs: the time of these is over now.

        Asked only when something has been done since the last time, which is on the record with
        all that changes who may see what, or when some time has passed.
        """
        now = self._now()
        with self._db.read() as session:
            outlived = self._list_outlived(session, now)
        if outlived:
            with self._db.write() as session:
                bring_forward(session, outlived, now)
        return bool(outlived)

    def delete_expired(self) -> None:
        """What cannot be deleted now is tried again later."""
        with self._db.read() as session:
            expired = list_expired_files(session, self._now())
        for file in expired:
            if self._stop.is_set():
                return
            with self._db.write() as session:
                is_ours = claim_deletion(session, file, self._now())
            if is_ours:
                self._delete(file)

    def _list_outlived(self, session: Session, now: datetime) -> list[int]:
        ends, judged_at = list_record_ends(session), self._judged_at
        is_new = judged_at is not None and judged_at <= now < judged_at + JUDGED_AFTER
        if is_new and ends == self._ends:
            return []
        outlived = list_outlived(session, now)
        self._ends, self._judged_at = ends, now
        return outlived

    def _delete(self, file: SentFile) -> None:
        try:
            delete_file(self._line, file.file_id)
        except (Refused, Unknown, Impossible) as problem:
            log.warning("file %s: not deleted for now (%s)", file.id, problem)
            self._hear_of_token(str(problem))
            return
        with self._db.write() as session:
            mark_file_deleted(session, file, self._now())
