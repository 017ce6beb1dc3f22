"""Meetings planned, minuted and issued; actions with owners; reminders that are passed on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _add_tables()
    _add_to_meetings()
    _add_to_what_is_sent()
    # SQLite adds a foreign key only to a table made anew.
    with op.batch_alter_table("actions") as actions:
        actions.add_column(sa.Column("user_id", sa.String(length=20), nullable=True))
        actions.add_column(sa.Column("meeting_id", row_id(), nullable=True))
        actions.add_column(sa.Column("why_sealed", sa.LargeBinary(), nullable=True))
        actions.add_column(sa.Column("cannot_on", sa.Date(), nullable=True))
        actions.add_column(sa.Column("note_sealed", sa.LargeBinary(), nullable=True))
        actions.create_foreign_key(
            op.f("fk_actions_meeting_id"), "meetings", ["meeting_id"], ["id"]
        )
    op.create_index("ix_actions_user_id_done_on", "actions", ["user_id", "done_on"], unique=False)
    op.create_index("ix_actions_meeting_id", "actions", ["meeting_id"], unique=False)


def _add_tables() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", row_id(), nullable=False),
        sa.Column("case_id", row_id(), nullable=True),
        sa.Column("agency", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.String(length=20), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_invitations_case_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_invitations_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("key", name=op.f("uq_invitations_key")),
    )
    for column in ("meeting_id", "case_id", "user_id"):
        op.create_index(f"ix_invitations_{column}", "invitations", [column], unique=False)
    op.create_table(
        "standing_members",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("agency", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.String(length=20), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_members")),
        sa.UniqueConstraint("key", name=op.f("uq_standing_members_key")),
    )
    op.create_index(op.f("ix_standing_members_area"), "standing_members", ["area"], unique=False)
    op.create_table(
        "lanes",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lanes")),
    )


def _add_to_meetings() -> None:
    op.add_column("meetings", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meetings", sa.Column("chair", sa.String(length=20), nullable=True))
    urgent: sa.Column[bool] = sa.Column(
        "urgent", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("meetings", urgent)
    version = sa.Column("version", sa.SmallInteger(), server_default="0", nullable=False)
    op.add_column("meetings", version)
    op.create_index("ix_meetings_chair", "meetings", ["chair"], unique=False)
    op.add_column("heard", sa.Column("position", sa.SmallInteger(), nullable=True))
    leaves: sa.Column[bool] = sa.Column(
        "leaves", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("heard", leaves)
    op.add_column("heard", sa.Column("minutes_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("heard", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("heard", sa.Column("closed_by", sa.String(length=20), nullable=True))
    op.add_column("heard", sa.Column("form", sa.String(length=10), nullable=True))
    op.add_column("heard", sa.Column("edition", sa.String(length=20), nullable=True))
    op.add_column("heard", sa.Column("issued_on", sa.Date(), nullable=True))


def _add_to_what_is_sent() -> None:
    op.add_column("outgoing", sa.Column("lane", sa.String(length=30), nullable=True))
    op.drop_index("ix_outgoing_open", table_name="outgoing")
    op.create_index(
        "ix_outgoing_open",
        "outgoing",
        ["lane", "urgency", "id", "next_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    escalate_at = sa.Column("escalate_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("reminders", escalate_at)
    step = sa.Column("step", sa.SmallInteger(), server_default="0", nullable=False)
    op.add_column("reminders", step)
    op.create_index(
        "ix_reminders_escalate_at",
        "reminders",
        ["escalate_at"],
        unique=False,
        sqlite_where=sa.text("escalate_at IS NOT NULL"),
        postgresql_where=sa.text("escalate_at IS NOT NULL"),
    )
    op.add_column("people", sa.Column("digest", sa.Boolean(), nullable=True))
    op.add_column("people", sa.Column("quiet_from", sa.String(length=5), nullable=True))
    op.add_column("people", sa.Column("quiet_until", sa.String(length=5), nullable=True))
