"""People who may use the bot. Leaving is a date, never a deletion: the record names them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from storage.columns import Instant
from storage.tables.base import RowId, metadata

people = Table(
    "people",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("team_id", String(20), nullable=False),
    Column("user_id", String(20), nullable=False),
    Column("area", String(10), nullable=False, index=True),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("agency", String(30), nullable=False),
    Column("role", String(20), nullable=False),
    Column("grants", String(100), nullable=False, default=""),
    Column("dm_channel", String(20)),
    Column("added_at", Instant, nullable=False),
    Column("removed_at", Instant),
    # How somebody wants to be told; empty: as the policy says. Hours in London, "19:00".
    Column("digest", Boolean),
    Column("quiet_from", String(5)),
    Column("quiet_until", String(5)),
    UniqueConstraint("team_id", "user_id"),
)

# Glass that somebody broke: a case that is not theirs, seen for a while, for a reason that is told.
glass = Table(
    "glass",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id"), nullable=False),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),  # ended early: the moment at which it was
    Column("reason_sealed", LargeBinary),  # with the key of the case
    Index("ix_glass_person_id_until", "person_id", "until"),
    Index("ix_glass_case_id", "case_id"),
)
