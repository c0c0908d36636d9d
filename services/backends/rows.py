"""Writing rows with statements that are built once: building one takes ten times as long as running it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import Insert, insert

Row = Mapping[str, Any]


class Rows:
    """The rows of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, table: Table, *rows: Row) -> None:
        """Add rows, all with the same columns; does nothing when there are none."""
        if rows:
            self.connection.execute(insert(table), list(rows))

    def add_new(self, table: Table, row: Row) -> bool:
        """Add a row unless one with its key is there; whether it was added."""
        return self.connection.execute(_adding_new(table), row).rowcount == 1

    def merge(self, table: Table, row: Row, *key: str, kept: frozenset[str] = frozenset()) -> None:
        """Add a row, or bring the one with this key up to date; the columns `kept` stay as they were first written."""
        self.connection.execute(_merging(table, key, frozenset(row) - kept), row)


@cache
def _adding_new(table: Table) -> Insert:
    return insert(table).on_conflict_do_nothing()


@cache
def _merging(table: Table, key: tuple[str, ...], columns: frozenset[str]) -> Insert:
    new = insert(table)
    changed = {name: new.excluded[name] for name in sorted(columns)}
    return new.on_conflict_do_update(index_elements=list(key), set_=changed)
