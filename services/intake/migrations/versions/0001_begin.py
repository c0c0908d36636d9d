"""What every service keeps beside its own."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    for make in (_answers, _audit, _delivery, _inbox, _outbox):
        make()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("outbox", "inbox", "delivery", "audit", "answers"):
        op.drop_table(table)


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", _LONG, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("who_name", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_subject"), ["subject"], unique=False)


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", _LONG, autoincrement=True, nullable=False),
        sa.Column("subscriber", sa.String(length=20), nullable=False),
        sa.Column("subscription", sa.String(length=80), nullable=False),
        sa.Column("fact_id", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.Float(), nullable=False),
        sa.Column("dead_at", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("delivery_due", ["subscriber", "dead_at", "due_at"], unique=False)


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("subscription", sa.String(length=80), nullable=False),
        sa.Column("fact_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("subscription", "fact_id"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", _LONG, autoincrement=True, nullable=False),
        sa.Column("fact_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("sent_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("fact_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        where = sa.text("sent_at IS NULL")
        batch_op.create_index("outbox_unsent", ["seq"], sqlite_where=where, postgresql_where=where)
