"""Annual returns as they were approved: what is corrected later shows as a difference."""

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, String, Table, Text

from storage.columns import Instant
from storage.tables.base import RowId, metadata

frozen_returns = Table(
    "frozen_returns",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("area", String(10), nullable=False),
    Column("year_from", SmallInteger, nullable=False),  # 2013 is 2013/14
    Column("counting", String(10), nullable=False),
    Column("figures", Text, nullable=False),  # the report as JSON
    Column("fingerprint", String(64), nullable=False),  # of the rows that it was counted from
    Column("approved_by_id", RowId, ForeignKey("people.id")),  # empty: on the command line
    Column("approved_by", String(100), nullable=False),
    Column("frozen_at", Instant, nullable=False),
    Index("ix_frozen_returns_area_year_from", "area", "year_from"),
)
