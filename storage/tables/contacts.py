"""Who speaks for an agency in an area, outside this Slack as well; who stands in for whom."""

from sqlalchemy import CheckConstraint, Column, Date, Index, LargeBinary, String, Table

from storage.columns import Instant
from storage.tables.base import RowId, metadata

contacts = Table(
    "contacts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("area", String(10), nullable=False, index=True),
    Column("agency", String(30), nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("address_sealed", LargeBinary),
    Column("added_at", Instant, nullable=False),
    Column("removed_at", Instant),
)

# From the first to the last day, both included, the deputy may see and is told what the other is.
deputies = Table(
    "deputies",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("area", String(10), nullable=False),
    Column("user_id", String(20), nullable=False),
    Column("deputy_user_id", String(20), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("removed_at", Instant),
    CheckConstraint("until_on >= from_on", name="ends_after_start"),
    Index("ix_deputies_deputy_user_id", "deputy_user_id"),
    Index("ix_deputies_user_id", "user_id"),
)
