"""How rows read: people with their unit and roles, sessions, tokens."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from services.directory.domain.accounts import Account
from services.directory.domain.sessions import Session
from services.directory.domain.tokens import Token
from services.directory.tables.schema import PEOPLE, ROLES, UNITS
from services.kernel.people import Person, Role


def accounts_query() -> Select[Any]:
    """People with unit name and roles (one text, joined by spaces), one row each; nothing that signs them in."""
    roles = (
        select(func.aggregate_strings(ROLES.c.role, " "))
        .where(ROLES.c.person_id == PEOPLE.c.id)
        .correlate(PEOPLE)
        .scalar_subquery()
        .label("roles")
    )
    seen = [column for column in PEOPLE.c if column is not PEOPLE.c.password]
    return select(*seen, UNITS.c.name.label("unit_name"), roles).join(UNITS, UNITS.c.id == PEOPLE.c.unit_id)


def person_of(row: Row[Any]) -> Person:
    """The person of a row of `accounts_query`."""
    roles = frozenset(Role(word) for word in (row.roles or "").split())
    return Person(row.id, row.name, row.position, row.unit_id, row.unit_name, roles, row.active)


def account_of(row: Row[Any]) -> Account:
    """The account of a row of `accounts_query`."""
    return Account(person_of(row), row.account, row.version, row.must_change)


def session_of(row: Row[Any]) -> Session:
    """The session of a row."""
    return Session(
        row.digest,
        row.earlier,
        row.person_id,
        row.csrf,
        _moment(row.opened_at),
        _moment(row.turned_at),
        _moment(row.seen_at),
        row.address,
        row.agent,
    )


def token_of(row: Row[Any]) -> Token:
    """The token of a row."""
    return Token(
        row.id,
        row.person_id,
        row.name,
        frozenset(row.scopes.split()),
        row.hint,
        _moment(row.created_at),
        _moment(row.expires_at),
        _moment(row.revoked_at) if row.revoked_at else None,
        _moment(row.used_at) if row.used_at else None,
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
