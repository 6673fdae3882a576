"""Lending, taking in, marks of the day and exemptions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds what events done by hand tell, and the exemptions."""
    op.add_column(
        "event",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", name=op.f("fk_event_person_id"))),
        inline_references=True,
    )
    op.add_column("event", sa.Column("group_name", sa.String(length=80), nullable=True))
    for name, length in (("reason_code", 20), ("decided_by", 120), ("handed_to", 160)):
        op.add_column("event", sa.Column(name, sa.String(length=length), server_default="", nullable=False))
    op.add_column("event", sa.Column("due", sa.String(length=32), nullable=True))
    op.create_index(
        "ix_event_person_id_day",
        "event",
        ["person_id", "day"],
        unique=False,
        sqlite_where=sa.text("person_id IS NOT NULL"),
        postgresql_where=sa.text("person_id IS NOT NULL"),
    )
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=120), server_default="", nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_exemption_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    op.create_index("ix_exemption_device_id", "exemption", ["device_id"], unique=False)
