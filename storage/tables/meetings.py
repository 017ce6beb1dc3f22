"""Meetings: who is invited, the cases that are heard and their minutes, who came."""

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
    false,
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
    Column("ends_at", Instant),
    Column("chair", String(20)),  # Slack id
    Column("urgent", Boolean, nullable=False, default=False, server_default=false()),
    # Of its entry in calendars: grows whenever it is moved or called off.
    Column("version", SmallInteger, nullable=False, default=0, server_default="0"),
    Index("ix_meetings_chair", "chair"),
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
    Column("position", SmallInteger),  # on the agenda
    Column(
        "leaves", Boolean, nullable=False, default=False, server_default=false()
    ),  # out of MAPPA
    # What is minuted, part by part, as one sealed JSON object; kept when the minutes are closed.
    Column("minutes_sealed", LargeBinary),
    Column("closed_on", Date),  # empty: not minuted to the end yet
    Column("closed_by", String(20)),  # Slack id
    Column("form", String(10)),  # MAPPA B or C, and its edition
    Column("edition", String(20)),
    Column("issued_on", Date),  # the minutes were sent out
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

# Who is to come, for one case or (standing members) for all that a meeting hears.
invitations = Table(
    "invitations",
    metadata,
    Column("id", RowId, primary_key=True),
    # Opaque: calendars and buttons go by it, and what is sealed is bound to it.
    Column("key", String(32), nullable=False, unique=True),
    meeting_id(),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("agency", String(30), nullable=False),
    Column("user_id", String(20)),  # in this Slack; else by name and address
    Column("name_sealed", LargeBinary),
    Column("address_sealed", LargeBinary),
    Column("answer", String(10)),  # accepted, report, apologies
    Column("answered_at", Instant),
    Column("invited_at", Instant),  # empty: not told yet
    Column("withdrawn_at", Instant),
    Index("ix_invitations_meeting_id", "meeting_id"),
    Index("ix_invitations_case_id", "case_id"),
    Index("ix_invitations_user_id", "user_id"),
)

# Who is invited to every panel of an area, of one level or (empty) of both.
standing_members = Table(
    "standing_members",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", String(32), nullable=False, unique=True),
    Column("area", String(10), nullable=False, index=True),
    Column("level", SmallInteger),
    Column("agency", String(30), nullable=False),
    Column("user_id", String(20)),
    Column("name_sealed", LargeBinary),
    Column("address_sealed", LargeBinary),
    Column("added_at", Instant, nullable=False),
    Column("removed_at", Instant),
)
