"""A service's database as a SQLite file."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from services.backends.database.pools import Pool
from services.backends.database.trouble import disk_full

_BUSY_MS = 60_000
_KEPT, _MORE = 8, 64
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


class SqliteDatabase:
    """A SQLite file in WAL mode with full synchronisation: what was committed survives kill -9 and loss of power.

    `waited` is told how many seconds each write waited for its turn.
    """

    shared = False

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url, "FULL")
        self._quick = _engine(url, "NORMAL")
        self.pools: Mapping[str, Pool] = {
            "read-write": Pool(self._engine, _KEPT + _MORE),
            "jot": Pool(self._quick, _KEPT + _MORE),
        }
        self._turn = threading.Lock()
        self.waited: Callable[[float], object] = lambda seconds: None  # noqa: ARG005 - nobody asks yet

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its first moment; commits on a clean exit."""
        with self._transaction(self._engine) as connection:
            yield connection

    @contextmanager
    def jot(self) -> Iterator[Connection]:
        """As `write`, for what may be done again: a loss of power, though not kill -9, may take back the last ones."""
        with self._transaction(self._quick) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        asked = perf_counter()
        try:
            with (
                self._turn,
                engine.connect().execution_options(vanthu_write=True) as connection,
                connection.begin(),
            ):
                self.waited(perf_counter() - asked)
                yield connection
        except OperationalError as trouble:
            if getattr(trouble.orig, "sqlite_errorcode", 0) in _NO_ROOM:
                raise disk_full() from trouble
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot to read from; it sees none of the writes that come after its first statement."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()
        self._quick.dispose()


def _engine(url: str, synchronous: str) -> Engine:
    engine = create_engine(url, pool_size=_KEPT, max_overflow=_MORE, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine, "connect", partial(_prepare, synchronous))
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(synchronous: str, raw: Any, _record: object) -> None:
    raw.isolation_level = None  # SQLAlchemy says BEGIN; the driver's own guess would come too late
    cursor = raw.cursor()
    for pragma in (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("vanthu_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
