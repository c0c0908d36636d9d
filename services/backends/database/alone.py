"""Work that one process of a service does while the others leave it; PostgreSQL keeps the turn, death gives it back.

A SQLite file belongs to one process, so there everybody is alone.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from services.backends.database import Database
from services.kernel.errors import Unavailable

# The schema's own number below zero: above it stands the turn of its writers, who go on meanwhile.
_TRY = "SELECT pg_try_advisory_xact_lock(-current_schema()::regnamespace::oid::bigint)"
_WAIT = "SELECT true FROM pg_advisory_xact_lock(-current_schema()::regnamespace::oid::bigint)"


@contextmanager
def alone(database: Database, *, wait: bool) -> Iterator[bool]:
    """Whether this is the one process at it until the end of the `with`; with `wait` it is, once the other has ended.

    The server takes the turn back from whoever keeps it for more than a minute: what is done here must bear to be done
    twice. Unavailable, in words, when the database is away or the other does not end.
    """
    held = ExitStack()
    try:
        yield _taken(database, held, wait)
    finally:
        with suppress(Unavailable):  # a turn that was lost meanwhile is no trouble at the end
            held.close()


def _taken(database: Database, held: ExitStack, wait: bool) -> bool:
    if not database.shared:
        return True
    connection = held.enter_context(database.read())
    return bool(connection.exec_driver_sql(_WAIT if wait else _TRY).scalar_one())
