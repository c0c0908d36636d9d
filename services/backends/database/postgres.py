"""A service's database as a schema of a PostgreSQL server."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.backends.database import trouble
from services.backends.database.dialect import DRIVER, ShownNul
from services.backends.database.pools import Pool
from services.backends.database.turns import Turn, keep_turns
from services.kernel.errors import Refusal

_log = logging.getLogger("vanthu.database")

# Waiting for the turn counts as a statement and as a lock. A use case may read a large file inside its transaction; one
# whose network went dead keeps its turn until the last of these, and everybody else waits.
_LIMITS = {"lock_timeout": "30s", "statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s"}
# What a dead network leaves hanging is noticed by the kernel, not by us.
LINK = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_KEPT, _MORE = 8, 12
_POOL = {"pool_size": _KEPT, "max_overflow": _MORE, "pool_timeout": 60, "pool_pre_ping": True}

_TOO_LARGE = "22003"
_NO_ROOM = ("53100", "58030")
_AWAY = ("08", "53", "57P", "58")
_READ_ONLY = "25006"
_BUSY = ("40", "55P03", "57014", "25P03")


class PostgresDatabase:
    """One schema, the first in the user's search path; nobody but us writes to it.

    Connections of the pool that died are noticed before they are lent: after a restart of the server it goes on by
    itself.
    """

    shared = True

    def __init__(self, url: str, service: str = "") -> None:
        self.url = url
        self.waited: Callable[[float], object] = lambda seconds: None  # noqa: ARG005 - nobody asks yet
        self._writes = _engine(url, service, {})
        # A pool of their own: a writer that also reads must not wait for writers that wait for it.
        self._reads = _engine(url, service, {"default_transaction_read_only": "on"}, "REPEATABLE READ")
        self._jots = _engine(url, service, {"synchronous_commit": "off"})
        engines = {"write": self._writes, "read": self._reads, "jot": self._jots}
        self.pools: Mapping[str, Pool] = {name: Pool(engine, _KEPT + _MORE) for name, engine in engines.items()}
        keep_turns(self._writes)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that takes the service's turn with its first statement that needs it."""
        asked = perf_counter()
        with _transaction(self._writes) as connection:
            Turn(self.waited, perf_counter() - asked).join(connection)
            yield connection

    @contextmanager
    def jot(self) -> Iterator[Connection]:
        """A write that waits for nobody's turn and not for the disk."""
        with _transaction(self._jots) as connection:
            yield connection

    @contextmanager
    def plain(self) -> Iterator[Connection]:
        """A transaction without limits or turn, for whoever works on the schema itself."""
        with _transaction(self._writes) as connection:
            for name in _LIMITS:
                connection.exec_driver_sql(f"SET LOCAL {name} = 0")
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot; it cannot write."""
        with _transaction(self._reads) as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        for engine in (self._writes, self._reads, self._jots):
            engine.dispose()


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    keeping = False
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
            keeping = True
    except (DBAPIError, PoolTimeout) as broken:
        if refusal := _in_words(broken, keeping):
            _log.warning("%s: %s", refusal.code, getattr(broken, "orig", broken))
            raise refusal from broken
        raise


def _in_words(broken: DBAPIError | PoolTimeout, keeping: bool) -> Refusal | None:
    if isinstance(broken, PoolTimeout):
        return trouble.busy()
    state = getattr(broken.orig, "sqlstate", None) or ""
    if state == _TOO_LARGE:
        return trouble.number_too_large()
    if state.startswith(_NO_ROOM):
        return trouble.disk_full()
    if state.startswith(_BUSY):
        return trouble.busy()
    lost = broken.connection_invalidated or (not state and isinstance(broken.orig, psycopg.OperationalError))
    if lost or state.startswith(_AWAY):
        return trouble.away_while_keeping() if keeping else trouble.away()
    return None


def _engine(url: str, service: str, own: dict[str, str], isolation: str = "READ COMMITTED") -> Engine:
    address = make_url(url).set(drivername=DRIVER)
    given = address.query.get("options", "")
    settings = {"TimeZone": "UTC", **_LIMITS, **own}
    options = " ".join([str(given), *(f"-c {name}={value}" for name, value in settings.items())])
    arguments = {
        **LINK,
        "application_name": f"vanthu {service or address.username}",
        "client_encoding": "utf8",
        "options": options.strip(),
    }
    engine = create_engine(address, isolation_level=isolation, connect_args=arguments, **_POOL)
    event.listen(engine, "connect", _prepare)
    if "default_transaction_read_only" not in own:
        event.listen(engine, "handle_error", _leave_copy)
    return engine


def _prepare(raw: Any, _record: object) -> None:
    raw.adapters.register_dumper(str, ShownNul)


def _leave_copy(context: ExceptionContext) -> None:
    # The address led to a copy of the database, whose servers change their parts: the next connection may find the
    # right one, this one never does.
    if getattr(context.original_exception, "sqlstate", "") == _READ_ONLY:
        context.is_disconnect = True
