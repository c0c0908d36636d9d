"""Schema of the directory: the office, its people, what signs them in, the ledger; times are epoch seconds."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

from services.backends.ledger import ledger_tables

METADATA = MetaData()

ORGANISATION = Table(
    "organisation",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False),
    Column("abbreviation", String(20), nullable=False),
    Column("parent", String(200), nullable=False),
    Column("place", String(100), nullable=False),
    Column("code", String(35), nullable=False),
    Column("regime", String(10), nullable=False),
)

UNITS = Table(
    "units",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", String(150), nullable=False),
    Column("abbreviation", String(15), nullable=False, unique=True),
)

PEOPLE = Table(
    "people",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("account", String(40), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("position", String(100), nullable=False),
    Column("unit_id", String(32), ForeignKey("units.id"), nullable=False, index=True),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("password", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
)

ROLES = Table(
    "roles",
    METADATA,
    Column("person_id", String(32), ForeignKey("people.id"), primary_key=True),
    Column("role", String(20), primary_key=True, index=True),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("earlier", String(64), nullable=False, index=True),
    Column("person_id", String(32), ForeignKey("people.id"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("opened_at", Float, nullable=False),
    Column("turned_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False),
    Column("address", String(60), nullable=False),
    Column("agent", String(200), nullable=False),
)

TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("person_id", String(32), ForeignKey("people.id"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("hint", String(12), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("revoked_at", Float),
    Column("used_at", Float),
)

TRIES = Table(
    "tries",
    METADATA,
    Column("key", String(80), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Float, nullable=False),
)

LEDGER = ledger_tables(METADATA)
