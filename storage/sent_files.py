"""Files that went to somebody: whether they may still get one, and when it is taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from mappa.access import may
from mappa.people import Person
from storage.databases import Session
from storage.findings import may_see_all
from storage.outgoing import Attachment
from storage.tables import kept_file, sent_files

KEPT = timedelta(hours=24)
TRIED_AGAIN_AFTER = timedelta(minutes=10)
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of ours in Slack, by the number of its row and by Slack's own id."""

    id: int
    file_id: str


def is_still_theirs(session: Session, person: Person, file: Attachment | None) -> bool:
    """Whether the person may get the file at this moment; any message without one, yes."""
    if file is None:
        return True
    entitled = may(person, file.needs) and set(file.grants) <= person.grants
    return entitled and may_see_all(session, person, file.refs)


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
