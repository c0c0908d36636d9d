"""Each service's own database: short read transactions, and write transactions that queue fairly."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection

from services.backends.database.pools import Pool

__all__ = ["Database", "open_database"]


class Database(Protocol):
    """A SQLite file or a PostgreSQL schema; Unavailable, in words, while it cannot be reached or written.

    `waited` is told how many seconds each write waited for its turn; `pools` are the connections it lends, by what they
    are for; `shared` says whether it lies on a server, where several processes of a service write at once: then nobody
    who opens it may change its revision.
    """

    url: str
    waited: Callable[[float], object]
    pools: Mapping[str, Pool]
    shared: bool

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction that no other write of this service overlaps; commits on a clean exit."""

    def jot(self) -> AbstractContextManager[Connection]:
        """A write for what may be done again: a loss of power, though not kill -9, may take back the last ones."""

    def read(self) -> AbstractContextManager[Connection]:
        """A snapshot to read from; it sees none of the writes that come after its first statement."""

    def close(self) -> None:
        """Let go of every connection."""


def open_database(url: str, service: str = "") -> Database:
    """The database at a `sqlite:` or `postgresql:` address; `service` is how its server will know us."""
    scheme = url.partition(":")[0].partition("+")[0]
    # Imported when asked for: the embedded office is installed without the driver of the other.
    if scheme == "sqlite":
        from services.backends.database.sqlite import SqliteDatabase

        return SqliteDatabase(url)
    if scheme == "postgresql":
        from services.backends.database.postgres import PostgresDatabase

        return PostgresDatabase(url, service)
    raise ValueError(f"no adapter for database {scheme}")
