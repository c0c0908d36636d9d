"""Registers and numbers, what documents of both directions have, the clerk"s queue."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    for make in (_registers, _volumes, _numbers, _files, _readers, _steps, _arrivals, _quarantine):
        make()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("quarantine", "arrivals", "steps", "readers", "files", "numbers", "volumes", "registers"):
        op.drop_table(table)


def _registers() -> None:
    op.create_table(
        "registers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("scope", sa.String(length=500), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )


def _volumes() -> None:
    op.create_table(
        "volumes",
        sa.Column("register_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["register_id"],
            ["registers.id"],
        ),
        sa.PrimaryKeyConstraint("register_id", "year"),
    )


def _numbers() -> None:
    op.create_table(
        "numbers",
        sa.Column("register_id", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("void_reason", sa.String(length=1000), nullable=True),
        sa.Column("voided_by", sa.String(length=32), nullable=True),
        sa.Column("voided_at", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["register_id"],
            ["registers.id"],
        ),
        sa.PrimaryKeyConstraint("register_id", "year", "number"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("numbers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_numbers_document_id"), ["document_id"], unique=False)


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "position"),
    )


def _readers() -> None:
    op.create_table(
        "readers",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "key"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("readers", schema=None) as batch_op:
        batch_op.create_index("readers_by_key", ["key", "document_id"], unique=False)


def _steps() -> None:
    op.create_table(
        "steps",
        sa.Column("id", _LONG, autoincrement=True, nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_steps_document_id"), ["document_id"], unique=False)


def _arrivals() -> None:
    op.create_table(
        "arrivals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("received_by", sa.String(length=32), nullable=False),
        sa.Column("received_by_name", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.Float(), nullable=False),
        sa.Column("main_name", sa.String(length=255), nullable=False),
        sa.Column("main_digest", sa.String(length=64), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("arrivals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrivals_state"), ["state"], unique=False)


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("detail", sa.String(length=1000), nullable=False),
        sa.Column("brought_by", sa.String(length=32), nullable=False),
        sa.Column("brought_by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("closed_reason", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
