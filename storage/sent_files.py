"""Files that went to somebody: when each is taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from storage.databases import Session
from storage.tables import kept_file, sent_files

KEPT = timedelta(hours=24)
TRIED_AGAIN_AFTER = timedelta(minutes=10)
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of ours in Slack, by the number of its row and by Slack's own id."""

    id: int
    file_id: str


def add_sent_file(session: Session, person_id: int, file_id: str, now: datetime) -> None:
    """Slack has the file from now on."""
    row = {"person_id": person_id, "file_id": file_id, "sent_at": now, "delete_at": now + KEPT}
    session.execute(sent_files.insert().values(**row))


def list_expired_files(session: Session, now: datetime) -> list[SentFile]:
    """Some of those whose time is over."""
    query = (
        select(sent_files.c.id, sent_files.c.file_id)
        .where(kept_file, sent_files.c.delete_at <= now)
        .order_by(sent_files.c.delete_at)
        .limit(AT_ONCE)
    )
    return [SentFile(row.id, row.file_id) for row in session.execute(query)]


def mark_file_deleted(session: Session, file: SentFile, now: datetime) -> None:
    _change(session, file, deleted_at=now)


def postpone_deletion(session: Session, file: SentFile, now: datetime) -> None:
    """It could not be deleted now."""
    _change(session, file, delete_at=now + TRIED_AGAIN_AFTER)


def _change(session: Session, file: SentFile, **values: datetime) -> None:
    session.execute(sent_files.update().where(sent_files.c.id == file.id).values(**values))
