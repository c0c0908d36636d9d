"""A service's processes call each other through its database: there is something to do. A call has no content.

PostgreSQL carries it. A call that is lost costs time only: whoever listens looks by itself as well, if less often.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from services.backends.database import Database
from services.backends.database.postgres import LINK
from services.backends.loop import Loop, Rhythm
from services.kernel.errors import Unavailable

_log = logging.getLogger("vanthu.database")

_CALL = "SELECT pg_notify('vanthu.' || current_schema(), '')"
_NAME = "SELECT 'vanthu.' || current_schema()"

_DAY = 86_400.0
_QUIET = 0.05
"""Seconds between two calls: those who commit more often are heard once."""
_TICK = 0.5
_PAUSE = 1.0


def calling(database: Database, service: str) -> Loop:
    """Calls the other processes of this service when it is rung, where the database can; to ring costs nothing."""
    # Not in the transaction that has something to tell: the server lets only one that calls commit at a time, of all
    # databases it holds, and whoever registers would wait for the disk of every other service.
    return Loop(f"{service} calling", lambda: _call(database), Rhythm(idle=_DAY))


def listener(database: Database, heard: Callable[[], object]) -> "Listener | None":
    """Hears those calls; None where the database carries none."""
    return Listener(database, heard) if database.shared else None


def _call(database: Database) -> bool:
    if not database.shared:
        return False
    try:
        with database.jot() as connection:
            connection.exec_driver_sql(_CALL)
    except Unavailable:
        return False  # whoever has lost the database will look by itself
    time.sleep(_QUIET)
    return False


class Listener:
    """Runs `heard` in a thread of its own after each call, and when the line stands anew: some may have been missed."""

    def __init__(self, database: Database, heard: Callable[[], object]) -> None:
        self.heard = heard
        self.linked = False
        address = make_url(database.url).set(drivername="postgresql+psycopg")
        told = {**LINK, "application_name": "vanthu listening"}
        self._engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=told)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Return when it has ended."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._line() as line:
                    self._listen(line)
            except (DBAPIError, psycopg.Error) as trouble:
                _log.debug("no longer listening: %s", trouble)
                self._stopping.wait(_PAUSE)

    @contextmanager
    def _line(self) -> Iterator[psycopg.Connection]:
        with self._engine.connect() as connection:
            line = connection.connection.driver_connection
            assert isinstance(line, psycopg.Connection)  # noqa: S101 - the driver was chosen above
            line.execute(SQL("LISTEN {}").format(Identifier(connection.exec_driver_sql(_NAME).scalar_one())))
            self.linked = True
            try:
                yield line
            finally:
                self.linked = False

    def _listen(self, line: psycopg.Connection) -> None:
        self.heard()
        while not self._stopping.is_set():
            if any(True for _ in line.notifies(timeout=_TICK, stop_after=1)):
                self.heard()
