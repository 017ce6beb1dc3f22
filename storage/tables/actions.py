"""Actions: who has to do what by when, and why."""

from sqlalchemy import Column, Date, ForeignKey, Index, LargeBinary, String, Table

from storage.tables.base import RowId, metadata
from storage.tables.cases import case_id

actions = Table(
    "actions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("ref", String(20), nullable=False, unique=True),
    Column("area", String(10), nullable=False),
    case_id(),
    Column("agency", String(30)),
    Column("owner_sealed", LargeBinary),
    Column("what_sealed", LargeBinary),
    Column("raised_on", Date),
    Column("due_on", Date),
    Column("done_on", Date),
    Column("user_id", String(20)),  # the owner, if they are in this Slack
    Column("meeting_id", RowId, ForeignKey("meetings.id")),
    Column("why_sealed", LargeBinary),
    Column("cannot_on", Date),  # the owner said that it cannot be done; it stays open
    Column("note_sealed", LargeBinary),  # what was said last, done or not
    Index("ix_actions_user_id_done_on", "user_id", "done_on"),
    Index("ix_actions_meeting_id", "meeting_id"),
    Index("ix_actions_case_id", "case_id"),
    Index("ix_actions_area_due_on", "area", "due_on"),
    Index("ix_actions_area_raised_on", "area", "raised_on"),
    # Few are not done: these are found by it, and whether they are late is read beside.
    Index("ix_actions_done", "area", "done_on", "due_on", "raised_on", "agency", "case_id"),
)
