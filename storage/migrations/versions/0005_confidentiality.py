"""Glass that is broken, cases that are kept or erased, signed ends of the record, and what each
message is about."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def row_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "glass",
        sa.Column("id", row_id(), nullable=False),
        sa.Column("person_id", row_id(), nullable=False),
        sa.Column("case_id", row_id(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_glass_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_glass_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glass")),
    )
    op.create_index("ix_glass_person_id_until", "glass", ["person_id", "until"], unique=False)
    op.create_index("ix_glass_case_id", "glass", ["case_id"], unique=False)
    op.add_column("cases", sa.Column("kept_until", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("erased_on", sa.Date(), nullable=True))
    op.add_column("record_heads", sa.Column("seal", sa.LargeBinary(), nullable=True))
    op.add_column("outgoing", sa.Column("about", sa.Text(), nullable=True))
