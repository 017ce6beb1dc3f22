"""Cases that turned out to be one person: what was moved, so that it can be moved back."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table

from storage.columns import Instant
from storage.tables.base import RowId, metadata

merges = Table(
    "merges",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("area", String(10), nullable=False),
    Column("from_case_id", RowId, ForeignKey("cases.id"), nullable=False),
    Column("into_case_id", RowId, ForeignKey("cases.id"), nullable=False),
    Column("merged_at", Instant, nullable=False),
    Column("person_id", RowId, ForeignKey("people.id")),
    Column("from_before_sealed", LargeBinary, nullable=False),  # with the key of the first case
    Column("moved_sealed", LargeBinary, nullable=False),  # with the key of the second
    Column("undone_at", Instant),
    Index("ix_merges_from_case_id", "from_case_id"),
    Index("ix_merges_into_case_id", "into_case_id"),
)
