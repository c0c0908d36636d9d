"""Fonds, series, file plans and case files."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    for make in (_fonds, _placements, _series, _counters, _plan_lines, _case_files):
        make()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("case_files", "plan_lines", "counters", "series", "placements", "fonds"):
        op.drop_table(table)


def _fonds() -> None:
    op.create_table(
        "fonds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("creator", sa.String(length=500), nullable=False),
        sa.Column("creator_history", sa.Text(), nullable=False),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=60), nullable=False),
        sa.Column("classification_plan", sa.String(length=500), nullable=False),
        sa.Column("access_level", sa.String(length=20), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )


def _placements() -> None:
    op.create_table(
        "placements",
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("register_id", sa.String(length=32), nullable=False),
        sa.Column("fonds_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"]),
        sa.PrimaryKeyConstraint("direction", "register_id"),
    )


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("fonds_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("fonds_id", "code"),
    )


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("fonds_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"]),
        sa.PrimaryKeyConstraint("fonds_id", "year"),
    )


def _plan_lines() -> None:
    op.create_table(
        "plan_lines",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=500), nullable=False),
        sa.Column("notation", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("retention", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("owner_name", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("year", "notation"),
    )


def _case_files() -> None:
    op.create_table(
        "case_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("fonds_id", sa.String(length=32), nullable=False),
        sa.Column("series_id", sa.String(length=32), nullable=False),
        sa.Column("plan_line_id", sa.String(length=32), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("notation", sa.String(length=40), nullable=False),
        sa.Column("reference_code", sa.String(length=140), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("retention", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("owner_name", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("access_level", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=60), nullable=False),
        sa.Column("keywords", sa.String(length=500), nullable=False), sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True), sa.Column("doc_total", sa.Integer(), nullable=False),
        sa.Column("page_total", sa.Integer(), nullable=False), sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("date_end", sa.Date(), nullable=True), sa.Column("last_ordinal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"]),
        sa.ForeignKeyConstraint(["plan_line_id"], ["plan_lines.id"]),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_line_id"),
        sa.UniqueConstraint("reference_code"),
    )  # fmt: skip
    with op.batch_alter_table("case_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_files_ended_on"), ["ended_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_files_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_files_series_id"), ["series_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_files_unit_id"), ["unit_id"], unique=False)
