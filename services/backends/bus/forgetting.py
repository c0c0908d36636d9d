"""What the bus and repeated requests no longer need is let go: told facts, heard ones, answers given long ago.

Nothing else is: facts not told yet, deliveries, dead letters and audit chains stay, and no record or index is made
from what goes.
"""

import time

from sqlalchemy import ColumnElement, Table, delete, select, tuple_

from services.backends.bus.endpoint import Endpoint
from services.backends.loop import Loop, Rhythm

DAY = 86_400.0
TOLD, HEARD, ANSWERED = 90 * DAY, 90 * DAY, 30 * DAY
"""Seconds each is kept."""
AGAIN = 60 * DAY
"""Until a fact is so old it may be told once more; then a month is left in which who has heard it still knows that."""

STEP = 1_000
_DAILY = Rhythm(idle=DAY, pause=600.0)


def forget(endpoint: Endpoint, now: float | None = None) -> int:
    """Let go of what is too old at `now` (seconds since the epoch, the present), a few rows at a time; how many."""
    now = time.time() if now is None else now
    kept = endpoint.tables
    return (
        _drop(endpoint, kept.outbox, kept.outbox.c.sent_at < now - TOLD)
        + _drop(endpoint, kept.inbox, kept.inbox.c.at < now - HEARD)
        + _drop(endpoint, kept.answers, kept.answers.c.at < now - ANSWERED)
    )


def forgetting(endpoint: Endpoint) -> Loop:
    """Lets go of it once a day."""
    return Loop(f"{endpoint.name} forgetting", lambda: forget(endpoint) < 0, _DAILY)


def _drop(endpoint: Endpoint, table: Table, old: ColumnElement[bool]) -> int:
    # Looked for in a snapshot, which holds nobody up; the write lock is taken for as long as a thousand rows need.
    key, count = list(table.primary_key), 0
    while True:
        with endpoint.database.read() as connection:
            found = [tuple(row) for row in connection.execute(select(*key).where(old).limit(STEP))]
        if not found:
            return count
        with endpoint.database.jot() as connection:
            connection.execute(delete(table).where(tuple_(*key).in_(found)))
        count += len(found)
