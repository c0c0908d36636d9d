"""Schema of the directory, and how its rows read."""

from services.directory.tables.schema import (
    LEDGER,
    METADATA,
    ORGANISATION,
    PEOPLE,
    ROLES,
    SESSIONS,
    TOKENS,
    TRIES,
    UNITS,
)

__all__ = ["LEDGER", "METADATA", "ORGANISATION", "PEOPLE", "ROLES", "SESSIONS", "TOKENS", "TRIES", "UNITS"]
