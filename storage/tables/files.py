"""Files that the bot has sent to somebody: each is taken back from Slack after a while."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from storage.columns import Instant
from storage.tables.base import RowId, metadata

sent_files = Table(
    "sent_files",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id"), nullable=False),
    Column("file_id", String(30), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("delete_at", Instant, nullable=False),
    Column("deleted_at", Instant),
)
kept_file = sent_files.c.deleted_at.is_(None)
# Asked at every tick: it holds only what is still to be deleted.
Index(
    "ix_sent_files_delete_at",
    sent_files.c.delete_at,
    sqlite_where=kept_file,
    postgresql_where=kept_file,
)
