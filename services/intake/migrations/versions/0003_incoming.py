"""Arrived documents and who handles them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    for make in (_incoming, _assignments):
        make()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("assignments", "incoming"):
        op.drop_table(table)


def _incoming_written() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("register_id", sa.String(length=32), nullable=False),
        sa.Column("register_name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("notation", sa.String(length=100), nullable=False),
        sa.Column("notation_key", sa.String(length=100), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("issuer_key", sa.String(length=300), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("type_name", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.String(length=1000), nullable=False),
        sa.Column("subject_key", sa.String(length=1000), nullable=False),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        sa.Column("urgency_rank", sa.Integer(), nullable=False),
        sa.Column("signer", sa.String(length=100), nullable=False),
        sa.Column("signer_position", sa.String(length=200), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
    ]


def _incoming_handled() -> list[sa.Column[Any]]:
    return [
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.Column("asked_due", sa.Date(), nullable=True),
        sa.Column("set_due", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("leader_id", sa.String(length=32), nullable=False),
        sa.Column("leader_name", sa.String(length=200), nullable=False),
        sa.Column("presented_on", sa.Date(), nullable=True),
        sa.Column("lead_name", sa.String(length=200), nullable=False),
        sa.Column("receivers", sa.String(length=1000), nullable=False),
        sa.Column("routed_on", sa.Date(), nullable=True),
        sa.Column("directive", sa.Text(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("answer_id", sa.String(length=32), nullable=False),
        sa.Column("main_digest", sa.String(length=64), nullable=False),
        sa.Column("twin_reason", sa.String(length=1000), nullable=False),
        sa.Column("registered_by", sa.String(length=32), nullable=False),
        sa.Column("registered_by_name", sa.String(length=200), nullable=False),
        sa.Column("registered_at", sa.Float(), nullable=False),
        sa.Column("void_reason", sa.String(length=1000), nullable=False),
        sa.Column("kept_as", sa.String(length=100), nullable=False),
        sa.Column("stamp", sa.String(length=8), nullable=False),
    ]


def _incoming() -> None:
    op.create_table(
        "incoming",
        *_incoming_written(),
        *_incoming_handled(),
        sa.ForeignKeyConstraint(
            ["register_id"],
            ["registers.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("register_id", "year", "number"),
    )
    with op.batch_alter_table("incoming", schema=None) as batch_op:
        batch_op.create_index("incoming_leader", ["leader_id", "state"], unique=False)
        batch_op.create_index("incoming_newest", ["arrived_on", "number"], unique=False)
        batch_op.create_index("incoming_state", ["state", "due"], unique=False)
        batch_op.create_index("incoming_twins", ["notation_key", "issuer_key"], unique=False)
        where = sa.text("stamp = 'waiting'")
        batch_op.create_index("incoming_unstamped", ["id"], sqlite_where=where, postgresql_where=where)
        batch_op.create_index(batch_op.f("ix_incoming_main_digest"), ["main_digest"], unique=False)


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("task", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["incoming.id"],
        ),
        sa.PrimaryKeyConstraint("document_id", "position"),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("assignments_of_person", ["person_id", "task"], unique=False)
