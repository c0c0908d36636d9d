"""Registers (sổ), their yearly volumes, and every number ever taken."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, Float, ForeignKey, Integer, String, Table

from services.intake.domain.registers import Direction, Register
from services.intake.tables.schema import METADATA

REGISTERS = Table(
    "registers",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("direction", String(8), nullable=False),
    Column("scope", String(500), nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("terms", String(500), nullable=False, server_default=""),
)

VOLUMES = Table(
    "volumes",
    METADATA,
    Column("register_id", String(32), ForeignKey("registers.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

NUMBERS = Table(
    "numbers",
    METADATA,
    Column("register_id", String(32), ForeignKey("registers.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("document_id", String(32), nullable=False, index=True),
    Column("void_reason", String(1000)),
    Column("voided_by", String(32)),
    Column("voided_at", Float),
    sqlite_with_rowid=False,
)


def register_of(row: Any) -> Register:
    """A register from its row."""
    scope = frozenset(code for code in row.scope.split(",") if code)
    terms = tuple(date.fromisoformat(day) for day in row.terms.split(",") if day)
    return Register(row.id, row.name, Direction(row.direction), scope, row.opened_on, row.closed_on, terms)


def terms_text(terms: Iterable[date]) -> str:
    """First days of terms as kept in a row."""
    return ",".join(day.isoformat() for day in terms)
