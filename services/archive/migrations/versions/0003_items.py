"""Items, their readers and files, and where they lie."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_UNFILED = sa.text("filed = 0")


def upgrade() -> None:
    """Make the tables."""
    for make in (_items, _item_readers, _files, _filings):
        make()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("filings", "files", "item_readers", "items"):
        op.drop_table(table)


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("fonds_id", sa.String(length=32), nullable=False),
        sa.Column("series_id", sa.String(length=32), nullable=False),
        sa.Column("reference_code", sa.String(length=100), nullable=False),
        sa.Column("deposited_at", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filing_version", sa.Integer(), nullable=False), sa.Column("filed", sa.Integer(), nullable=False),
        sa.Column("office", sa.Boolean(), nullable=False), sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("register_name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False), sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("notation", sa.String(length=200), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("type_code", sa.String(length=60), nullable=False),
        sa.Column("type_name", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False), sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False), sa.Column("due", sa.Date(), nullable=True),
        sa.Column("recipients", sa.Text(), nullable=False), sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("answers_id", sa.String(length=32), nullable=False),
        sa.Column("retention", sa.String(length=20), nullable=False),
        sa.Column("access_level", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=60), nullable=False), sa.Column("pages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"]),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document_id"),
        sa.UniqueConstraint("reference_code"),
    )  # fmt: skip
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index("items_in_fonds", ["fonds_id", "office"], unique=False)
        batch_op.create_index("items_in_series", ["series_id", "reference_code", "office"], unique=False)
        batch_op.create_index("items_unfiled", ["reference_code"], sqlite_where=_UNFILED, postgresql_where=_UNFILED)
        batch_op.create_index(batch_op.f("ix_items_answers_id"), ["answers_id"], unique=False)


def _item_readers() -> None:
    op.create_table(
        "item_readers",
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"]),
        sa.PrimaryKeyConstraint("item_id", "key"),
    )
    with op.batch_alter_table("item_readers", schema=None) as batch_op:
        batch_op.create_index("item_readers_by_key", ["key", "item_id"], unique=False)


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("verified_at", sa.String(length=32), nullable=True),
        sa.Column("fault", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "digest", "part", "name"),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        where = sa.text("fault != ''")
        batch_op.create_index("files_at_fault", ["fault"], sqlite_where=where, postgresql_where=where)
        batch_op.create_index("files_by_digest", ["digest"], unique=False)


def _filings() -> None:
    op.create_table(
        "filings",
        sa.Column("case_file_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.String(length=32), nullable=False),
        sa.Column("filed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_file_id"], ["case_files.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"]),
        sa.PrimaryKeyConstraint("case_file_id", "item_id"),
        sa.UniqueConstraint("case_file_id", "ordinal"),
    )
    with op.batch_alter_table("filings", schema=None) as batch_op:
        batch_op.create_index("filings_of_item", ["item_id"], unique=False)
