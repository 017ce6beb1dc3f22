"""Files that went to somebody: when each is taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, select

from mappa.people import Person
from storage.batches import in_batches
from storage.databases import Session, insert_new
from storage.entitlements import may_still_get
from storage.outgoing import Outgoing
from storage.outgoing_rows import read_outgoing
from storage.people import as_now, find_people
from storage.tables import cases, kept_file, outgoing, people, record_heads, sent_files

KEPT = timedelta(hours=24)
TRIED_AGAIN_AFTER = timedelta(minutes=10)
AT_ONCE = 20
# The number of a file's row says which message it came with. One message brings several files
# only where it had to be sent once more, because nobody could say whether it had arrived.
COPIES = 100


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of ours in Slack, by the number of its row and by Slack's own id."""

    id: int
    file_id: str


def add_sent_file(
    session: Session, message_id: int, person_id: int, file_id: str, now: datetime
) -> None:
    """Slack has the file from now on; two who find it at the same time note it once."""
    row = {"person_id": person_id, "file_id": file_id, "sent_at": now, "delete_at": now + KEPT}
    first = message_id * COPIES
    for number in range(first, first + COPIES):
        if insert_new(session.connection, sent_files, row | {"id": number}):
            return
        known = select(sent_files.c.file_id).where(sent_files.c.id == number)
        if session.execute(known).scalar_one() == file_id:
            return
    raise ValueError(f"message {message_id}: more than {COPIES} files")


def list_expired_files(session: Session, now: datetime) -> list[SentFile]:
    """Some of those whose time is over."""
    query = (
        select(sent_files.c.id, sent_files.c.file_id)
        .where(kept_file, sent_files.c.delete_at <= now)
        .order_by(sent_files.c.delete_at)
        .limit(AT_ONCE)
    )
    return [SentFile(row.id, row.file_id) for row in session.execute(query)]


def claim_deletion(session: Session, file: SentFile, now: datetime) -> bool:
    """Whether it is ours to delete now: of several who would, one may. Whatever becomes of that,
    unless it is noted as deleted it is tried again."""
    ours = (sent_files.c.id == file.id) & kept_file & (sent_files.c.delete_at <= now)
    later = sent_files.update().where(ours).values(delete_at=now + TRIED_AGAIN_AFTER)
    return session.execute(later).rowcount == 1


def mark_file_deleted(session: Session, file: SentFile, now: datetime) -> None:
    """It is no longer in Slack, and who may have it is no longer asked."""
    this = sent_files.c.id == file.id
    session.execute(sent_files.update().where(this).values(deleted_at=now))
    message = outgoing.c.id == file.id // COPIES
    is_its = (outgoing.c.method == "file") & (outgoing.c.state == "sent")
    session.execute(outgoing.update().where(message, is_its).values(body_sealed=None))


def list_outlived(session: Session, now: datetime) -> list[int]:
    """The files that outlive the access of whoever has them, by the numbers of their rows: judged
    by the rule by which they were sent, as people and cases are at this moment."""
    query = select(sent_files).where(kept_file, sent_files.c.delete_at > now)
    # Others are being deleted already.
    files = [row for row in session.execute(query) if row.delete_at == row.sent_at + KEPT]
    came_with = _read_messages(session, files)
    found = find_people(session, {row.person_id for row in files}) if files else {}
    owners = {id: as_now(session, person, now) for id, person in found.items()}
    return [
        row.id
        for row in files
        if (message := came_with.get(row.id // COPIES)) is not None
        and message.person_id == row.person_id
        and not _may_keep(session, owners.get(row.person_id), message)
    ]


def bring_forward(session: Session, ids: Iterable[int], now: datetime) -> None:
    """The time of these files is over now."""
    for some in in_batches(ids):
        these = sent_files.c.id.in_(some) & kept_file & (sent_files.c.delete_at > now)
        session.execute(sent_files.update().where(these).values(delete_at=now))


def list_record_ends(session: Session) -> frozenset[tuple[str, int]]:
    """How far the record of each area goes: the same as long as nothing has been done there."""
    rows = session.execute(select(record_heads.c.area, record_heads.c.number))
    return frozenset((row.area, row.number) for row in rows)


def _read_messages(
    session: Session, files: Iterable[Row[tuple[object, ...]]]
) -> dict[int, Outgoing]:
    """What they came with, by number; those that were sent before what it demands was kept with it
    are missing, and stay for their time."""
    found = {}
    for some in in_batches({row.id // COPIES for row in files}):
        query = (
            select(outgoing, people.c.dm_channel)
            .join(people, people.c.id == outgoing.c.person_id)
            .where(outgoing.c.id.in_(some), outgoing.c.body_sealed.is_not(None))
            .where(outgoing.c.method == "file", outgoing.c.state == "sent")
        )
        for row in session.execute(query):
            found[row.id] = read_outgoing(session, row, row.sent_at)
    return found


def _may_keep(session: Session, person: Person | None, message: Outgoing) -> bool:
    if person is None or not message.is_readable or _tells_of_erased(session, message.about):
        return False
    return may_still_get(session, person, message)


def _tells_of_erased(session: Session, refs: Iterable[str]) -> bool:
    """What is left of an erased case may be looked at; what was taken out before says more."""
    erased = cases.c.ref.in_(list(refs)) & cases.c.erased_on.is_not(None)
    return session.execute(select(cases.c.id).where(erased).limit(1)).first() is not None
