"""PostgreSQL through psycopg 3, with text that behaves as on SQLite."""

from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import Column, String
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDDLCompiler, PGTypeCompiler
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

DRIVER = "postgresql+vanthu"

PATIENCE = 65.0
"""Seconds to wait for an answer; a little longer than a statement may take."""


class _Columns(PGDDLCompiler):
    """Text sorts by code point whatever the language of the server, so that both hosts show the same order."""

    def get_column_specification(self, column: Column[Any], **kwargs: Any) -> str:
        written: str = super().get_column_specification(column, **kwargs)  # type: ignore[no-untyped-call]  # theirs
        return f'{written} COLLATE "C"' if isinstance(column.type, String) else written


class _Types(PGTypeCompiler):
    """Lengths in the tables tell the reader what the domain promises; no engine cuts or refuses by them."""

    def visit_VARCHAR(self, type_: Any, **kwargs: Any) -> str:  # noqa: N802, ARG002 - called by this name
        return "TEXT"


class PatientConnection(psycopg.Connection[Any]):
    """A connection that gives up on a server which stays silent for longer than its own limits allow."""

    patience = PATIENCE

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As the driver does; OperationalError, the connection closed, when nothing comes."""
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except _WaitTimeout:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server does not answer") from None


class VanthuDialect(PGDialect_psycopg):
    """psycopg 3 with the columns and types above."""

    supports_statement_cache = True
    ddl_compiler = _Columns
    type_compiler_cls = _Types

    def connect(self, *given: Any, **named: Any) -> Any:
        """Connect with patience."""
        return PatientConnection.connect(*given, **named)


class ShownNul(StrDumperUnknown):
    """The character NUL, which PostgreSQL cannot hold, becomes the sign for what cannot be shown."""

    def dump(self, obj: str) -> Any:
        """The text as the server gets it."""
        return super().dump(obj.replace("\x00", "\ufffd") if "\x00" in obj else obj)


registry.register("postgresql.vanthu", __name__, VanthuDialect.__name__)
