"""Reads about the clerk's queue and the files that broke the tools."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from services.intake.domain.arrivals import Arrival, ArrivalState
from services.intake.tables.arrival_rows import arrival_of
from services.intake.tables.arrivals import ARRIVALS, QUARANTINE
from services.intake.views.base import Reading
from services.intake.views.documents import moment


@dataclass(frozen=True)
class Quarantined:
    """A file that could not be read: where its bytes are, why, who brought it and when (aware)."""

    id: str
    digest: str
    name: str
    size: int
    detail: str
    by_name: str
    at: datetime


class ArrivalViews(Reading):
    """The queue's part of the intake views."""

    def arrivals(self, limit: int = 200) -> tuple[Arrival, ...]:
        """What waits to be registered, oldest first."""
        waiting = ARRIVALS.c.state == ArrivalState.WAITING.value
        with self.database.read() as connection:
            rows = connection.execute(select(ARRIVALS).where(waiting).order_by(ARRIVALS.c.id).limit(limit))
            return tuple(arrival_of(row) for row in rows)

    def waiting_with(self, main_digest: str, but: str) -> tuple[Arrival, ...]:
        """The waiting uploads of this file but one, oldest first."""
        others = (ARRIVALS.c.main_digest == main_digest) & (ARRIVALS.c.id != but)
        waiting = others & (ARRIVALS.c.state == ArrivalState.WAITING.value)
        with self.database.read() as connection:
            return tuple(map(arrival_of, connection.execute(select(ARRIVALS).where(waiting).order_by(ARRIVALS.c.id))))

    def arrivals_count(self) -> int:
        """How many uploads wait."""
        waiting = ARRIVALS.c.state == ArrivalState.WAITING.value
        with self.database.read() as connection:
            return connection.execute(select(func.count()).select_from(ARRIVALS).where(waiting)).scalar_one()

    def next_arrival(self, after: str = "") -> str:
        """The waiting upload after this one, else the oldest; empty when the queue is."""
        waiting = ARRIVALS.c.state == ArrivalState.WAITING.value
        order = (
            select(ARRIVALS.c.id).where(waiting, ARRIVALS.c.id != after).order_by(ARRIVALS.c.id <= after, ARRIVALS.c.id)
        )
        with self.database.read() as connection:
            return connection.execute(order.limit(1)).scalar() or ""

    def quarantined(self, most: int = 200) -> tuple[Quarantined, ...]:
        """The newest files that broke the tools and were not dealt with yet, newest first."""
        waiting = select(QUARANTINE).where(QUARANTINE.c.closed_reason == "").order_by(QUARANTINE.c.id.desc())
        with self.database.read() as connection:
            return tuple(
                Quarantined(row.id, row.digest, row.name, row.size, row.detail, row.brought_by_name, moment(row.at))
                for row in connection.execute(waiting.limit(most))
            )

    def quarantined_count(self) -> int:
        """How many files that broke the tools wait for somebody."""
        waiting = select(func.count()).select_from(QUARANTINE).where(QUARANTINE.c.closed_reason == "")
        with self.database.read() as connection:
            return connection.execute(waiting).scalar_one()
