"""What documents of both directions have: files, access keys, the steps they went through; times are epoch seconds."""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, String, Table, Text

from services.backends.rows import LONG
from services.intake.tables.schema import METADATA

FILES = Table(
    "files",
    METADATA,
    Column("document_id", String(32), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("part", String(10), nullable=False),
    Column("name", String(255), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("pages", Integer, nullable=False),
)

READERS = Table(
    "readers",
    METADATA,
    Column("document_id", String(32), primary_key=True),
    Column("key", String(60), primary_key=True),
    sqlite_with_rowid=False,
)
Index("readers_by_key", READERS.c.key, READERS.c.document_id)

STEPS = Table(
    "steps",
    METADATA,
    Column("id", LONG, primary_key=True, autoincrement=True),
    Column("document_id", String(32), nullable=False, index=True),
    Column("at", Float, nullable=False),
    Column("person_id", String(32), nullable=False),
    Column("person_name", String(200), nullable=False),
    Column("what", String(200), nullable=False),
    Column("note", Text, nullable=False),
)
