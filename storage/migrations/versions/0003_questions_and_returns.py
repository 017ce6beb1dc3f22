"""What was asked in threads, and annual returns as they were approved."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "asked_questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("thread_ts", sa.String(length=30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_asked_questions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_questions")),
        sa.UniqueConstraint(
            "person_id",
            "channel",
            "thread_ts",
            name=op.f("uq_asked_questions_person_id_channel_thread_ts"),
        ),
    )
    op.create_index("ix_asked_questions_asked_at", "asked_questions", ["asked_at"], unique=False)
    op.create_table(
        "frozen_returns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("year_from", sa.SmallInteger(), nullable=False),
        sa.Column("counting", sa.String(length=10), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column(
            "approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("approved_by", sa.String(length=100), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name=op.f("fk_frozen_returns_approved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_returns")),
    )
    op.create_index(
        "ix_frozen_returns_area_year_from", "frozen_returns", ["area", "year_from"], unique=False
    )
    merged_away = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_cases_merged_away",
        "cases",
        ["id"],
        unique=False,
        sqlite_where=merged_away,
        postgresql_where=merged_away,
    )
    op.create_index(
        "ix_referrals_area_decided_on_referred_on",
        "referrals",
        ["area", "decided_on", "referred_on"],
        unique=False,
    )
    op.create_index("ix_actions_area_raised_on", "actions", ["area", "raised_on"], unique=False)
    op.create_index(
        "ix_actions_done",
        "actions",
        ["area", "done_on", "due_on", "raised_on", "agency", "case_id"],
        unique=False,
    )
    op.drop_index("ix_attendance_meeting_id_case_id", "attendance")
    op.create_index(
        "ix_attendance_meeting_id_case_id",
        "attendance",
        ["meeting_id", "case_id", "agency", "how"],
        unique=False,
    )
    for name, table, columns in (
        ("ix_cases_area", "cases", ["area", "district"]),
        ("ix_case_dates_kind_on", "case_dates", ["kind", "on", "case_id"]),
        ("ix_events_kind_on", "events", ["kind", "on", "case_id"]),
        ("ix_orders_kind_imposed_on", "orders", ["kind", "imposed_on", "ends_on", "case_id"]),
    ):
        op.drop_index(name, table)
        op.create_index(name, table, columns, unique=False)
