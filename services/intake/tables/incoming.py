"""Arrived documents and who handles them; times are epoch seconds."""

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from services.intake.tables.schema import METADATA

INCOMING = Table(
    "incoming",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("register_id", String(32), ForeignKey("registers.id"), nullable=False),
    Column("register_name", String(200), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("arrived_on", Date, nullable=False),
    Column("notation", String(100), nullable=False),
    Column("notation_key", String(100), nullable=False),
    Column("document_date", Date),
    Column("issuer", String(300), nullable=False),
    Column("issuer_key", String(300), nullable=False),
    Column("type_code", String(40), nullable=False),
    Column("type_name", String(100), nullable=False),
    Column("subject", String(1000), nullable=False),
    Column("subject_key", String(1000), nullable=False),
    Column("urgency", String(20), nullable=False),
    Column("urgency_rank", Integer, nullable=False),
    Column("signer", String(100), nullable=False),
    Column("signer_position", String(200), nullable=False),
    Column("sheets", Integer, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("remark", String(1000), nullable=False),
    Column("asked_due", Date),
    Column("set_due", Date),
    Column("due", Date),
    Column("leader_id", String(32), nullable=False),
    Column("leader_name", String(200), nullable=False),
    Column("presented_on", Date),
    Column("lead_name", String(200), nullable=False),
    Column("receivers", String(1000), nullable=False),
    Column("routed_on", Date),
    Column("directive", Text, nullable=False),
    Column("resolution", Text, nullable=False),
    Column("answer_id", String(32), nullable=False),
    Column("main_digest", String(64), nullable=False, index=True),
    Column("twin_reason", String(1000), nullable=False),
    Column("registered_by", String(32), nullable=False),
    Column("registered_by_name", String(200), nullable=False),
    Column("registered_at", Float, nullable=False),
    Column("void_reason", String(1000), nullable=False),
    Column("kept_as", String(100), nullable=False),
    Column("stamp", String(8), nullable=False),
    UniqueConstraint("register_id", "year", "number"),
)
Index("incoming_twins", INCOMING.c.notation_key, INCOMING.c.issuer_key)
Index("incoming_newest", INCOMING.c.arrived_on, INCOMING.c.number)
Index("incoming_state", INCOMING.c.state, INCOMING.c.due)
Index("incoming_leader", INCOMING.c.leader_id, INCOMING.c.state)
_UNSTAMPED = INCOMING.c.stamp == "waiting"
Index("incoming_unstamped", INCOMING.c.id, sqlite_where=_UNSTAMPED, postgresql_where=_UNSTAMPED)

ASSIGNMENTS = Table(
    "assignments",
    METADATA,
    Column("document_id", String(32), ForeignKey("incoming.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("task", String(12), nullable=False),
    Column("person_id", String(32), nullable=False),
    Column("unit_id", String(32), nullable=False),
    Column("name", String(200), nullable=False),
)
Index("assignments_of_person", ASSIGNMENTS.c.person_id, ASSIGNMENTS.c.task)
