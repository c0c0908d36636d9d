"""Writes about uploads that wait, and files that broke the tools."""

from collections.abc import Mapping

from sqlalchemy import select, update

from services.backends.ledger import LedgerStore
from services.intake.domain.arrivals import Arrival, ArrivalState
from services.intake.tables.arrival_rows import arrival_of, arrival_values
from services.intake.tables.arrivals import ARRIVALS, QUARANTINE
from services.intake.tables.digests import is_referred
from services.kernel.errors import Refusal
from services.kernel.people import Person
from services.kernel.values import FileRef, new_id


class ArrivalRows(LedgerStore):
    """The queue's part of the intake store."""

    def add_arrival(self, arrival: Arrival) -> None:
        """Keep a new arrival."""
        self.add(ARRIVALS, arrival_values(arrival))

    def arrival(self, arrival_id: str) -> Arrival | None:
        """The arrival, or None."""
        row = self.connection.execute(select(ARRIVALS).where(ARRIVALS.c.id == arrival_id)).first()
        return arrival_of(row) if row else None

    def waiting_with(self, main_digest: str) -> tuple[Arrival, ...]:
        """The waiting arrivals of this file, oldest first."""
        mine = (ARRIVALS.c.main_digest == main_digest) & (ARRIVALS.c.state == ArrivalState.WAITING.value)
        return tuple(map(arrival_of, self.connection.execute(select(ARRIVALS).where(mine).order_by(ARRIVALS.c.id))))

    def unreferred(self, digests: frozenset[str]) -> frozenset[str]:
        """Those of the digests that no record speaks of."""
        return frozenset(digest for digest in digests if not is_referred(self.connection, digest))

    def keep_arrival(self, arrival: Arrival) -> None:
        """Keep what changed of the arrival."""
        kept = {name: value for name, value in arrival_values(arrival).items() if name != "id"}
        self.connection.execute(update(ARRIVALS).where(ARRIVALS.c.id == arrival.id).values(kept))

    def quarantine(self, file: FileRef, refusal: Refusal, by: Person) -> None:
        """Keep a file that could not be read, with the reason."""
        kept = {"id": new_id(), "digest": file.digest, "name": file.name, "size": file.size}
        why = {"code": refusal.code, "detail": refusal.detail, "closed_reason": ""}
        brought = {"brought_by": by.id, "brought_by_name": by.name, "at": self.clock.now().timestamp()}
        self.add(QUARANTINE, kept | why | brought)

    def close_quarantine(self, quarantine_id: str, reason: str) -> Mapping[str, object] | None:
        """Put a quarantined file away; the row as it was, None when there is no such open row."""
        mine = (QUARANTINE.c.id == quarantine_id) & (QUARANTINE.c.closed_reason == "")
        closed = update(QUARANTINE).where(mine).values(closed_reason=reason).returning(QUARANTINE)
        row = self.connection.execute(closed).first()
        return dict(row._mapping) if row else None
