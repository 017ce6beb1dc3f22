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
    Index("ix_sent_files_delete_at", "delete_at"),
)
