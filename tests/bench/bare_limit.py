"""The bare limit of registering: one process that syncs the same files and writes the same rows by plain SQLite."""

import sqlite3
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from time import perf_counter

from services.backends.objects.folder import FolderStore

_BY_DOCUMENT = {"numbers": "document_id", "files": "document_id", "readers": "document_id", "steps": "document_id"}
_BY_DOCUMENT |= {"incoming": "id", "audit": "subject"}

Rows = dict[str, list[tuple[object, ...]]]


def bare_limit(database: Path, home: Path, sheets: Sequence[bytes]) -> float:
    """Registrations a second, one after another: the rows are those the service wrote, its tables with every index."""
    taken = sqlite3.connect(database)
    schema = [
        sql for (sql,) in taken.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite%'")
    ]
    last = f"SELECT id FROM (SELECT id, number FROM incoming ORDER BY number DESC LIMIT {len(sheets)}) ORDER BY number"
    found = [_rows(taken, document) for (document,) in taken.execute(last).fetchall()]
    told = taken.execute("SELECT * FROM outbox WHERE name = 'DocumentRegistered' ORDER BY seq").fetchall()[
        -len(sheets) :
    ]
    taken.close()
    bare = sqlite3.connect(home / "bare.db", isolation_level=None)
    bare.executescript(";".join(["PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", *schema]))
    begun = perf_counter()
    _register(
        bare,
        FolderStore(home / "bare"),
        [rows | {"outbox": [fact]} for rows, fact in zip(found, told, strict=True)],
        sheets,
    )
    seconds = perf_counter() - begun
    bare.close()
    return len(sheets) / seconds


def _rows(taken: sqlite3.Connection, document: str) -> Rows:
    return {
        table: taken.execute(f"SELECT * FROM {table} WHERE {column} = ?", (document,)).fetchall()
        for table, column in _BY_DOCUMENT.items()
    }


def _register(bare: sqlite3.Connection, store: FolderStore, work: Sequence[Rows], sheets: Sequence[bytes]) -> None:
    for rows, sheet in zip(work, sheets, strict=True):
        store.put(BytesIO(sheet))
        bare.execute("BEGIN IMMEDIATE")
        for table, lines in rows.items():
            marks = ",".join("?" * len(lines[0]))
            bare.executemany(f"INSERT INTO {table} VALUES ({marks})", lines)
        bare.execute("COMMIT")
