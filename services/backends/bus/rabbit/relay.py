"""Carries a service's outbox to the broker: what was confirmed, and only that, is marked sent."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.sender import Outgoing, Sender
from services.backends.database.among import among, listed
from services.backends.database.calling import listener
from services.backends.tracing import headers_of
from services.kernel.errors import Refusal
from services.kernel.wire import VERSION

_log = logging.getLogger("vanthu.relay")

BATCH = 400
IDLE, LISTENING = 0.2, 1.0
"""Seconds until the outbox is looked at again when nobody calls: when nobody can, and when a call may be lost."""
_CALM, _PATIENCE = 0.05, 0.3
"""Facts told in quick succession leave together: each hop then costs its desks one transaction, not one for each."""
_PAUSES = (0.2, 0.5, 1.0, 2.0)
_ASIDE_SECONDS = 30.0

OutboxRow = Row[*tuple[Any, ...]]


class Relay:
    """One service's relay. Several may run at once, in any process.

    On PostgreSQL each takes rows of its own, and is called when there are some; on SQLite a fact may be sent twice,
    which the inbox of its hearers bears. `woken` is run, in any thread, when the service's processes did something.
    """

    def __init__(self, endpoint: Endpoint, line: Line, woken: Callable[[], object] = lambda: None) -> None:
        self.endpoint = endpoint
        self.line = line
        self.woken = woken
        self._sender = Sender(line.address)
        self._aside: dict[int, float] = {}
        table = endpoint.tables.outbox
        within = among(table.c.seq, "keys")
        told = (table.c.seq, table.c.fact_id, table.c.name, table.c.body, table.c.at, table.c.trace)
        unsent = table.c.sent_at.is_(None) & ~within
        self._chosen = select(*told).where(unsent).order_by(table.c.seq).limit(BATCH)
        self._taken = self._chosen.with_for_update(skip_locked=True)
        self._marking = update(table).where(within).values(sent_at=bindparam("now"))

    def ring(self) -> None:
        """There is something to send."""
        self._sender.ring()

    def run(self, until: Callable[[], bool]) -> None:
        """Send what there is, again and again, through every trouble, until told to stop."""
        listening = listener(self.endpoint.database, self._called)
        if listening:
            listening.start()
        self._run(until, lambda: LISTENING if listening and listening.linked else IDLE)
        if listening:
            listening.stop()
        self.close()

    def _run(self, until: Callable[[], bool], idle: Callable[[], float]) -> None:
        troubles = 0
        while not until():
            try:
                moved = self.carry()
            except Exception as trouble:
                _say(self.endpoint.name, trouble)
                self._sender.rest(_PAUSES[min(troubles, len(_PAUSES) - 1)])
                troubles += 1
                continue
            troubles = 0
            if moved:
                self.woken()
            if moved < BATCH:
                self._rest(until, idle())

    def _rest(self, until: Callable[[], bool], seconds: float) -> None:
        late = time.monotonic() + seconds
        # Not all of it at once: whoever is told to stop does not ring.
        while not until() and time.monotonic() < late:
            if self._sender.rest(IDLE):
                self._gather()
                return

    def _gather(self) -> None:
        latest = time.monotonic() + _PATIENCE
        while time.monotonic() < latest and self._sender.rest(_CALM):
            pass

    def _called(self) -> None:
        self.ring()
        self.woken()

    def close(self) -> None:
        """Let go of the broker."""
        self._sender.close()

    def carry(self) -> int:
        """Send one batch of what is unsent; how many facts the broker took. Unavailable while it is away."""
        now, database = time.monotonic(), self.endpoint.database
        self._aside = {seq: until for seq, until in self._aside.items() if until > now}
        aside = {"keys": listed(self._aside)}
        if database.shared:
            with database.jot() as connection:
                return self._mark(connection, self._send(connection.execute(self._taken, aside).all()))
        # No row locks there: a transaction held open while the broker answers would hold up every clerk.
        with database.read() as connection:
            rows = connection.execute(self._chosen, aside).all()
        if not (sent := self._send(rows)):
            return 0
        with database.jot() as connection:
            return self._mark(connection, sent)

    def _send(self, rows: Sequence[OutboxRow]) -> list[int]:
        # The broker would refuse a fact that is another service's to tell, and close the channel on all others with it.
        foreign = [row for row in rows if self.line.tellers.get(row.name) != self.line.service]
        self._set_aside(foreign, "is not for this service to tell")
        ours = [row for row in rows if row not in foreign] if foreign else rows
        if not ours:
            return []
        fates = self._sender.send([self._outgoing(row) for row in ours])
        returned = [row for row in ours if row.fact_id in fates.returned]
        self._set_aside(returned, "found no queue, not even that of the unrouted; run vanthu topology")
        return [row.seq for row in ours if row.fact_id in fates.confirmed]

    def _set_aside(self, rows: Sequence[OutboxRow], why: str) -> None:
        for row in rows:
            _log.error("%s: fact %d, %s, %s", self.endpoint.name, row.seq, row.name, why)
            self._aside[row.seq] = time.monotonic() + _ASIDE_SECONDS

    def _mark(self, connection: Connection, sent: Sequence[int]) -> int:
        if sent:
            connection.execute(self._marking, {"now": time.time(), "keys": listed(sent)})
        return len(sent)

    def _outgoing(self, row: OutboxRow) -> Outgoing:
        headers = {"x-version": VERSION, **headers_of(row.trace)}
        return Outgoing(row.fact_id, self.line.key(row.name), row.body.encode(), row.at, headers)


def _say(service: str, trouble: Exception) -> None:
    if isinstance(trouble, Refusal):
        _log.warning("%s: %s %s", service, trouble.detail, trouble.next)
    else:
        _log.error("%s: relay failed; trying again", service, exc_info=trouble)
