"""Schema of this service: its own record of every document, what waits for the index, texts, the ledger."""

from sqlalchemy import Column, Date, Integer, MetaData, String, Table, Text

from services.backends.ledger import ledger_tables
from services.backends.rows import LONG

METADATA = MetaData()
LEDGER = ledger_tables(METADATA)


def _text(name: str, length: int = 500) -> Column[str]:
    return Column(name, String(length), nullable=False, default="")


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0)


RECORDS = Table(
    "records",
    METADATA,
    Column("id", String(32), primary_key=True),
    _count("version"),  # 0: only others spoke of it so far
    _text("flow", 10),
    _text("register_id", 32),
    _text("register_name", 200),
    _count("year"),
    _count("number"),
    Column("registered_on", Date),
    _text("symbol", 200),
    Column("document_date", Date),
    _text("issuer"),
    _text("signer", 200),
    _text("type_code", 60),
    _text("type_name", 200),
    Column("subject", Text, nullable=False, default=""),
    _text("urgency", 20),
    _text("state", 60),
    Column("readers", Text, nullable=False, default="[]"),
    _text("text_digest", 64),
    _count("void_version"),
    Column("void_reason", Text, nullable=False, default=""),
    _text("item_id", 32),
    _text("reference", 100),
    _text("fonds_id", 32),
    _text("fonds_title"),
    _count("filing_version"),
    Column("case_files", Text, nullable=False, default="[]"),
)

NAMES = Table(
    "names",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", String(500), nullable=False),
)

CHANGES = Table(
    "changes",
    METADATA,
    Column("seq", LONG, primary_key=True, autoincrement=True),
    Column("document_id", String(32), nullable=False),
    sqlite_autoincrement=True,
)

BODIES = Table(
    "bodies",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)

INDEXES = Table(
    "indexes",
    METADATA,
    Column("identity", String(64), primary_key=True),
)
