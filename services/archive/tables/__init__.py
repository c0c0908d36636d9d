"""The archive's schema; days are ISO text of the office calendar, moments ISO text in UTC."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from services.backends.ledger import ledger_tables

METADATA = MetaData()
LEDGER = ledger_tables(METADATA)


def _text(name: str, length: int = 500) -> Column[str]:
    return Column(name, String(length), nullable=False, default="")


FONDS = Table(
    "fonds",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("code", String(60), nullable=False, unique=True),
    _text("title"),
    Column("status", String(10), nullable=False),
    _text("creator"),
    Column("creator_history", Text, nullable=False, default=""),
    Column("start_year", Integer),
    Column("end_year", Integer),
    _text("language", 60),
    _text("classification_plan"),
    _text("access_level", 20),
    Column("notes", Text, nullable=False, default=""),
    Column("is_default", Boolean, nullable=False, default=False),
)

PLACEMENTS = Table(
    "placements",
    METADATA,
    Column("direction", String(10), primary_key=True),
    Column("register_id", String(32), primary_key=True),
    Column("fonds_id", String(32), ForeignKey("fonds.id"), nullable=False),
)

SERIES = Table(
    "series",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("fonds_id", String(32), ForeignKey("fonds.id"), nullable=False),
    Column("code", String(40), nullable=False),
    _text("title"),
    Column("kind", String(10), nullable=False),
    Column("year", Integer, nullable=False),
    UniqueConstraint("fonds_id", "code"),
)

COUNTERS = Table(
    "counters",
    METADATA,
    Column("fonds_id", String(32), ForeignKey("fonds.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

PLAN_LINES = Table(
    "plan_lines",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("year", Integer, nullable=False),
    _text("heading"),
    Column("notation", String(40), nullable=False),
    _text("title"),
    Column("retention", String(20), nullable=False),
    Column("owner_id", String(32), nullable=False),
    _text("owner_name", 200),
    Column("unit_id", String(32), nullable=False),
    _text("unit_name", 200),
    UniqueConstraint("year", "notation"),
)

CASE_FILES = Table(
    "case_files",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("fonds_id", String(32), ForeignKey("fonds.id"), nullable=False),
    Column("series_id", String(32), ForeignKey("series.id"), nullable=False, index=True),
    Column("plan_line_id", String(32), ForeignKey("plan_lines.id"), unique=True),
    Column("year", Integer, nullable=False),
    Column("notation", String(40), nullable=False),
    Column("reference_code", String(140), nullable=False, unique=True),
    _text("title"),
    Column("retention", String(20), nullable=False),
    Column("owner_id", String(32), nullable=False, index=True),
    _text("owner_name", 200),
    Column("unit_id", String(32), nullable=False, index=True),
    _text("unit_name", 200),
    Column("started_on", Date, nullable=False),
    Column("state", String(10), nullable=False),
    _text("access_level", 20),
    _text("language", 60),
    _text("keywords"),
    Column("notes", Text, nullable=False, default=""),
    Column("ended_on", Date, index=True),
    Column("doc_total", Integer, nullable=False, default=0),
    Column("page_total", Integer, nullable=False, default=0),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("last_ordinal", Integer, nullable=False, default=0),
)

HEARD = Table(
    "heard",
    METADATA,
    Column("document_id", String(32), primary_key=True),
    Column("card", Text, nullable=False, default=""),
    Column("due", Boolean, nullable=False),
    Column("void_version", Integer, nullable=False),
    Column("void_reason", Text, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("answers_id", String(32), nullable=False),
)

ITEMS = Table(
    "items",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("document_id", String(32), nullable=False, unique=True),
    Column("fonds_id", String(32), ForeignKey("fonds.id"), nullable=False),
    Column("series_id", String(32), ForeignKey("series.id"), nullable=False),
    Column("reference_code", String(100), nullable=False, unique=True),
    Column("deposited_at", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("filing_version", Integer, nullable=False, default=0),
    Column("filed", Integer, nullable=False, default=0),
    Column("office", Boolean, nullable=False, default=False),
    Column("folded", Text, nullable=False, default=""),
    Column("direction", String(10), nullable=False),
    _text("register_name", 200),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("registered_on", Date, nullable=False),
    _text("notation", 200),
    Column("document_date", Date),
    _text("issuer"),
    _text("type_code", 60),
    _text("type_name", 200),
    Column("subject", Text, nullable=False),
    _text("signer", 200),
    _text("urgency", 20),
    _text("state", 60),
    Column("due", Date),
    Column("recipients", Text, nullable=False, default="[]"),
    Column("answers_id", String(32), nullable=False, default="", index=True),
    Column("void_reason", Text, nullable=False, default=""),
    Column("retention", String(20), nullable=False),
    _text("access_level", 20),
    _text("language", 60),
    Column("pages", Integer, nullable=False, default=0),
)
Index("items_in_series", ITEMS.c.series_id, ITEMS.c.reference_code, ITEMS.c.office)
Index("items_in_fonds", ITEMS.c.fonds_id, ITEMS.c.office)
_UNFILED = ITEMS.c.filed == 0
Index("items_unfiled", ITEMS.c.reference_code, sqlite_where=_UNFILED, postgresql_where=_UNFILED)

ITEM_READERS = Table(
    "item_readers",
    METADATA,
    Column("item_id", String(32), ForeignKey("items.id"), primary_key=True),
    Column("key", String(60), primary_key=True),
)
Index("item_readers_by_key", ITEM_READERS.c.key, ITEM_READERS.c.item_id)

FILES = Table(
    "files",
    METADATA,
    Column("document_id", String(32), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("part", String(20), primary_key=True),
    Column("name", String(300), primary_key=True),
    _text("media_type", 200),
    Column("size", BigInteger, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False, default=0),
    Column("verified_at", String(32)),
    Column("fault", String(20), nullable=False, default=""),
)
Index("files_by_digest", FILES.c.digest)
_AT_FAULT = FILES.c.fault != ""
Index("files_at_fault", FILES.c.fault, sqlite_where=_AT_FAULT, postgresql_where=_AT_FAULT)

SIGNATURES = Table(
    "signatures",
    METADATA,
    Column("document_id", String(32), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    _text("by", 200),
    Column("at", String(32), nullable=False),
)

FILINGS = Table(
    "filings",
    METADATA,
    Column("case_file_id", String(32), ForeignKey("case_files.id"), primary_key=True),
    Column("item_id", String(32), ForeignKey("items.id"), primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("filed_at", String(32), nullable=False),
    _text("filed_by", 200),
    UniqueConstraint("case_file_id", "ordinal"),
)
Index("filings_of_item", FILINGS.c.item_id)
