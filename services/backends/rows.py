"""Writing rows with statements that are built once: building one takes ten times as long as running it."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    CursorResult,
    Integer,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
)
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
            self.connection.execute(_adding(table), list(rows))

    def add_together(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows, one at least, with one statement; all have the same columns, of text and numbers."""
        self._write_together(_adding(table), table, rows)

    def add_new(self, table: Table, row: Row) -> bool:
        """Add a row unless one with its key is there; whether it was added."""
        return self.connection.execute(_adding_new(table), row).rowcount == 1

    def add_fresh(self, table: Table, rows: Sequence[Row]) -> set[tuple[Any, ...]]:
        """Add those rows whose keys are not there yet; the keys that were added. As in `add_together`."""
        return {tuple(row) for row in self._write_together(_adding_fresh(table), table, rows)}

    def merge(self, table: Table, row: Row, *key: str, kept: frozenset[str] = frozenset()) -> None:
        """Add a row, or bring the one with this key up to date; the columns `kept` stay as they were first written."""
        self.connection.execute(_merging(table, key, frozenset(row) - kept), row)

    def _write_together(self, adding: Any, table: Table, rows: Sequence[Row]) -> CursorResult[Any]:
        if self.connection.dialect.name != "postgresql":
            return self.connection.execute(adding, list(rows))
        # As one text: row by row each costs a message there and back, as lists of a column each our driver thinks long.
        return self.connection.execute(_out_of_text(adding, table, tuple(rows[0])), {"rows": _text_of(rows)})


@cache
def _adding(table: Table) -> Insert:
    # Nobody asks which number a row was given, so none is sent back.
    return insert(table).inline()


@cache
def _out_of_text(adding: Insert, table: Table, names: tuple[str, ...]) -> Insert:
    rows = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    read = rows.table_valued(*(column(name, table.c[name].type) for name in names)).render_derived(with_types=True)
    return adding.from_select(list(names), select(*(read.c[name] for name in names)))


def _text_of(rows: Sequence[Row]) -> str:
    text = json.dumps(rows, ensure_ascii=False)
    # The server reads no NUL there either: it becomes what the driver makes of it in a text.
    return text if r"\u0000" not in text else json.dumps([_shown(row) for row in rows], ensure_ascii=False)


def _shown(row: Row) -> Row:
    return {name: each.replace("\0", "\ufffd") if isinstance(each, str) else each for name, each in row.items()}


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
