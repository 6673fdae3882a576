"""What a person chose for rows of exports that were in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds their table."""
    op.create_table(
        "row_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("group_key", sa.String(length=80), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("group_name", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=120), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_row_choice_import_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_row_choice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_choice")),
    )
    op.create_index("ix_row_choice_person_id", "row_choice", ["person_id"], unique=False)
