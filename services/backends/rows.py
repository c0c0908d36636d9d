"""Writing rows with statements that are built once: building one takes ten times as long as running it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Integer, Table
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.dml import ReturningInsert

from services.backends.database.turns import FREE_OF_TURNS

Row = Mapping[str, Any]

LONG = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number of 64 bits; SQLite counts rows by itself only in a column called INTEGER, which has as many."""


def by(column: ColumnElement[Any], down: bool = False) -> ColumnElement[Any]:
    """A column in an order, nothing counting as less than anything: the engines differ where nobody says so."""
    return column.desc().nulls_last() if down else column.asc().nulls_first()


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

    def add_fresh(self, table: Table, rows: Sequence[Row]) -> set[tuple[Any, ...]]:
        """Add those rows whose keys are not there yet; the keys that were added. All have the same columns."""
        added = self.connection.execute(_adding_fresh(table), list(rows))
        return {tuple(row) for row in added}

    def merge(self, table: Table, row: Row, *key: str, kept: frozenset[str] = frozenset()) -> None:
        """Add a row, or bring the one with this key up to date; the columns `kept` stay as they were first written."""
        self.connection.execute(_merging(table, key, frozenset(row) - kept), row)


@cache
def _adding_new(table: Table) -> Insert:
    free = bool(table.info.get(FREE_OF_TURNS))
    return insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True, **{FREE_OF_TURNS: free})


@cache
def _adding_fresh(table: Table) -> ReturningInsert[Any]:
    return _adding_new(table).returning(*table.primary_key)


@cache
def _merging(table: Table, key: tuple[str, ...], columns: frozenset[str]) -> Insert:
    new = insert(table)
    changed = {name: new.excluded[name] for name in sorted(columns)}
    return new.on_conflict_do_update(index_elements=list(key), set_=changed)
