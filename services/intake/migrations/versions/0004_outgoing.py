"""Outgoing documents and the versions of their file."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    for make in (_outgoing, _editions):
        make()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("editions", "outgoing"):
        op.drop_table(table)


def _outgoing_written() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=1000), nullable=False),
        sa.Column("subject_key", sa.String(length=1000), nullable=False),
        sa.Column("urgency_rank", sa.Integer(), nullable=False),
        sa.Column("signer_id", sa.String(length=32), nullable=False),
        sa.Column("answers_id", sa.String(length=32), nullable=False),
        sa.Column("drafter_id", sa.String(length=32), nullable=False),
        sa.Column("drafter_name", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
    ]


def _outgoing_handled() -> list[sa.Column[Any]]:
    return [
        sa.Column("unit_name", sa.String(length=200), nullable=False),
        sa.Column("drafter_is_head", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("trail", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("seal_request_id", sa.String(length=32), nullable=False),
        sa.Column("register_id", sa.String(length=32), nullable=True),
        sa.Column("register_name", sa.String(length=200), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("notation", sa.String(length=100), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=300), nullable=True),
        sa.Column("type_name", sa.String(length=100), nullable=True),
        sa.Column("kept_by", sa.String(length=200), nullable=True),
        sa.Column("kept_as", sa.String(length=100), nullable=True),
    ]


def _outgoing() -> None:
    op.create_table(
        "outgoing",
        *_outgoing_written(),
        *_outgoing_handled(),
        sa.ForeignKeyConstraint(
            ["register_id"],
            ["registers.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("outgoing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outgoing_answers_id"), ["answers_id"], unique=False)
        batch_op.create_index("outgoing_drafter", ["drafter_id", "state"], unique=False)
        batch_op.create_index("outgoing_notation", ["year", "notation"], unique=True)
        batch_op.create_index("outgoing_place", ["register_id", "year", "number"], unique=True)
        batch_op.create_index("outgoing_state", ["state", "since"], unique=False)
        batch_op.create_index("outgoing_unit", ["unit_id", "state"], unique=False)


def _editions() -> None:
    op.create_table(
        "editions",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["outgoing.id"],
        ),
        sa.PrimaryKeyConstraint("document_id", "number"),
    )
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_editions_digest"), ["digest"], unique=False)
