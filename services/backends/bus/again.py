"""Telling facts again where it is not known who has heard them: whoever has does nothing."""

import time

from sqlalchemy import ColumnElement, Connection, update

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.forgetting import AGAIN
from services.backends.ledger import LedgerTables


def tell_again(endpoint: Endpoint, since: float) -> int:
    """Have what was told since a moment (seconds since the epoch) told once more, how many facts.

    For a broker that lost its data. However often this is done, a fact that its hearers may soon forget stays told.
    """
    young = endpoint.tables.outbox.c.at >= time.time() - AGAIN
    with endpoint.database.write() as connection:
        return _untold(connection, endpoint.tables, since, young)


def resume(connection: Connection, tables: LedgerTables, since: float) -> int:
    """Have a service from a backup go on: facts told since a moment are told again, how many.

    What somebody had in hand at the cut is due at once, dead letters stay dead.
    """
    now, delivery, inbox = time.time(), tables.delivery, tables.inbox
    connection.execute(update(delivery).where(delivery.c.dead_at.is_(None)).values(due_at=now))
    # What was heard long ago is forgotten: an old backup must not forget what it is about to be told again.
    connection.execute(update(inbox).values(at=now))
    return _untold(connection, tables, since)


def _untold(connection: Connection, tables: LedgerTables, since: float, *which: ColumnElement[bool]) -> int:
    outbox = tables.outbox
    return connection.execute(update(outbox).where(outbox.c.sent_at >= since, *which).values(sent_at=None)).rowcount
