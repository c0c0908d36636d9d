"""Documents of an office multiplied in its database: as many rows of each kind as real ones have."""

from collections.abc import Mapping

import psycopg
from psycopg.sql import SQL, Composable, Identifier

_STEP = 1_000_000
_ID, _LATER, _DIGEST = "md5({0} || k)", f"{{0}} + k * {_STEP}", "md5({0} || k) || md5(k || {0})"
_FIRST = "(SELECT id FROM intake.incoming WHERE number < 1000000)"

# Of each table: which rows are copied, and the columns in which a copy differs.
_TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "numbers": (f"document_id IN {_FIRST}", {"document_id": _ID, "number": _LATER}),
    "files": (f"document_id IN {_FIRST}", {"document_id": _ID, "digest": _DIGEST}),
    "readers": (f"document_id IN {_FIRST}", {"document_id": _ID}),
    "steps": (f"document_id IN {_FIRST}", {"document_id": _ID, "id": _LATER}),
    "audit": (f"subject IN {_FIRST}", {"subject": _ID, "seq": _LATER}),
    "outbox": (f"seq < {_STEP}", {"fact_id": _ID, "seq": _LATER}),
    "incoming": (
        f"number < {_STEP}",
        {"id": _ID, "number": _LATER, "main_digest": _DIGEST, "notation_key": "{0} || '.' || k"},
    ),
}


class CopiedDocuments:
    """All arrivals of an office so far and their copies; whoever arrives later is copied as well."""

    def __init__(self, admin: psycopg.Connection) -> None:
        self.admin = admin
        self._copies = 0

    def grow(self, count: int) -> None:
        """Add copies until there are about so many arrivals, then let the server tidy up as it does at night."""
        (first,) = self._asked(f"SELECT count(*) FROM intake.incoming WHERE number < {_STEP}")
        last = max(self._copies, count // first - 1)
        for table, (which, changed) in _TABLES.items():
            self.admin.execute(self._copying(table, which, changed), (self._copies + 1, last))
        self._copies = last
        self.admin.execute("VACUUM ANALYZE")

    def count(self, table: str) -> int:
        """How many rows a table has."""
        (found,) = self._asked(f"SELECT count(*) FROM {table}")
        return found

    def size(self, service: str) -> int:
        """Bytes of all tables of a service with their indexes."""
        kept = "FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace"
        (found,) = self._asked(f"SELECT sum(pg_total_relation_size(oid))::bigint {kept}", service)
        return found

    def _asked(self, question: str, *given: str) -> tuple[int]:
        row = self.admin.execute(question.encode(), given).fetchone()
        assert row
        return row

    def _copying(self, table: str, which: str, changed: Mapping[str, str]) -> Composable:
        asked = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'intake' AND table_name = %s"
        names = [name for (name,) in self.admin.execute(asked, (table,)).fetchall()]
        values = [SQL(changed.get(name, "{0}")).format(Identifier(name)) for name in names]  # type: ignore[arg-type]
        return SQL(
            "INSERT INTO intake.{} ({}) SELECT {} FROM intake.{}, generate_series(%s::int, %s::int) AS k WHERE {}"
        ).format(
            Identifier(table),
            SQL(", ").join(map(Identifier, names)),
            SQL(", ").join(values),
            Identifier(table),
            SQL(which),  # type: ignore[arg-type]  # of the table above
        )
