"""Meetings, the cases they heard, and who came."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from storage.columns import Instant
from storage.tables.base import RowId, metadata
from storage.tables.cases import case_id


def meeting_id() -> Column[int]:
    """The meeting that a row belongs to."""
    return Column("meeting_id", RowId, ForeignKey("meetings.id"), nullable=False)


meetings = Table(
    "meetings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("ref", String(20), nullable=False, unique=True),
    Column("area", String(10), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("place_sealed", LargeBinary),  # with the key of the house
    Column("status", String(10), nullable=False),
    Index("ix_meetings_area_starts_at", "area", "starts_at"),
)

heard = Table(
    "heard",
    metadata,
    Column("id", RowId, primary_key=True),
    meeting_id(),
    case_id(),
    Column("outcome_level", SmallInteger),
    Column("next_review_on", Date),
    Column("disclosure", Boolean),  # empty: not recorded
    Column("rationale_sealed", LargeBinary),
    UniqueConstraint("meeting_id", "case_id"),
    Index("ix_heard_case_id", "case_id"),
)

attendance = Table(
    "attendance",
    metadata,
    Column("id", RowId, primary_key=True),
    meeting_id(),
    case_id(),
    Column("agency", String(30), nullable=False),
    Column("how", String(10), nullable=False),
    Column("who_sealed", LargeBinary),
    # All that attendance is counted from, so that it reads nothing else.
    Index("ix_attendance_meeting_id_case_id", "meeting_id", "case_id", "agency", "how"),
    Index("ix_attendance_case_id", "case_id"),
)
