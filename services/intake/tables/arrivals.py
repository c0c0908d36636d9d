"""Uploads that wait to be registered, and files that broke the tools; times are epoch seconds, lists are JSON."""

from sqlalchemy import BigInteger, Column, Float, String, Table, Text

from services.intake.tables.schema import METADATA

ARRIVALS = Table(
    "arrivals",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(12), nullable=False, index=True),
    Column("received_by", String(32), nullable=False),
    Column("received_by_name", String(200), nullable=False),
    Column("received_at", Float, nullable=False),
    Column("main_name", String(255), nullable=False),
    Column("main_digest", String(64), nullable=False),
    Column("papers", Text, nullable=False),
    Column("draft", Text, nullable=False),
    Column("reason", String(1000), nullable=False),
    Column("document_id", String(32), nullable=False),
)

QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("name", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("code", String(60), nullable=False),
    Column("detail", String(1000), nullable=False),
    Column("brought_by", String(32), nullable=False),
    Column("brought_by_name", String(200), nullable=False),
    Column("at", Float, nullable=False),
    Column("closed_reason", String(1000), nullable=False),
)
