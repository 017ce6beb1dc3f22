"""What Slack has delivered already, so that a redelivery changes nothing."""

from sqlalchemy import Column, Index, String, Table

from storage.columns import Instant
from storage.tables.base import metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("seen_at", Instant, nullable=False),
    Index("ix_deliveries_seen_at", "seen_at"),
)
