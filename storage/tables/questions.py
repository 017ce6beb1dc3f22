"""What was asked in a thread, so that a follow-up there is understood."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from storage.columns import Instant
from storage.tables.base import RowId, metadata

asked_questions = Table(
    "asked_questions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id"), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("thread_ts", String(30), nullable=False),
    # In the words that read as the question again: nothing that somebody typed beside them.
    Column("words", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    UniqueConstraint("person_id", "channel", "thread_ts"),
    Index("ix_asked_questions_asked_at", "asked_at"),
)
