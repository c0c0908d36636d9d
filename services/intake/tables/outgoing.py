"""Outgoing documents and the editions of their file; times are epoch seconds, `content` and `trail` are JSON."""

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text

from services.intake.tables.schema import METADATA

OUTGOING = Table(
    "outgoing",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("since", Float, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("type_code", String(40), nullable=False),
    Column("subject", String(1000), nullable=False),
    Column("subject_key", String(1000), nullable=False),
    Column("urgency_rank", Integer, nullable=False),
    Column("signer_id", String(32), nullable=False),
    Column("answers_id", String(32), nullable=False, index=True),
    Column("drafter_id", String(32), nullable=False),
    Column("drafter_name", String(200), nullable=False),
    Column("unit_id", String(32), nullable=False),
    Column("unit_name", String(200), nullable=False),
    Column("drafter_is_head", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("trail", Text, nullable=False),
    Column("request_id", String(32), nullable=False),
    Column("seal_request_id", String(32), nullable=False),
    Column("register_id", String(32), ForeignKey("registers.id")),
    Column("register_name", String(200)),
    Column("year", Integer),
    Column("number", Integer),
    Column("notation", String(100)),
    Column("issued_on", Date),
    Column("issued_year", Integer),
    Column("issuer", String(300)),
    Column("type_name", String(100)),
    Column("kept_by", String(200)),
    Column("kept_as", String(100)),
)
Index("outgoing_state", OUTGOING.c.state, OUTGOING.c.since)
Index("outgoing_drafter", OUTGOING.c.drafter_id, OUTGOING.c.state)
Index("outgoing_unit", OUTGOING.c.unit_id, OUTGOING.c.state)
Index("outgoing_place", OUTGOING.c.register_id, OUTGOING.c.year, OUTGOING.c.number, unique=True)
# Number and notation are unique in a year, whichever register gave them (Art. 15.1). The volume `year` is the third
# because a new term of a Party register begins at 01 in a year in which the old one may have given the same number.
Index("outgoing_notation", OUTGOING.c.issued_year, OUTGOING.c.notation, OUTGOING.c.year, unique=True)

EDITIONS = Table(
    "editions",
    METADATA,
    Column("document_id", String(32), ForeignKey("outgoing.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("body", Text, nullable=False),
)
