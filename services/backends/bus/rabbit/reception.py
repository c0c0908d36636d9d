"""Hears a batch of messages: what may not be believed or fails goes on its way, the rest has its effect."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.hearing import Hearing
from services.backends.bus.rabbit.keeping import see_that_it_keeps
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.parcel import Parcel, distrust
from services.backends.bus.rabbit.returning import Failure, Returning
from services.backends.database.trouble import DISK_FULL


@dataclass(frozen=True)
class _Told:
    subscription: str
    fact_id: str
    body: str
    trace: str


class Reception:
    """What a worker does with what it took in hand."""

    def __init__(self, endpoint: Endpoint, line: Line) -> None:
        self.endpoint = endpoint
        self.line = line
        self._hearing = Hearing(endpoint, ours=(DISK_FULL,))
        self._returning = Returning(line, endpoint.retries)

    def take(self, parcels: Sequence[Parcel]) -> None:
        """When this returns all of them are done with; when it raises, all are to be taken once more."""
        doubts = [distrust(parcel, self.line) for parcel in parcels]
        believed = [parcel for parcel, doubt in zip(parcels, doubts, strict=True) if not doubt]
        reasons = self._hearing.hear([self._told(parcel) for parcel in believed])
        failures = [Failure(parcel, doubt, final=True) for parcel, doubt in zip(parcels, doubts, strict=True) if doubt]
        failures += [Failure(parcel, reason) for parcel, reason in zip(believed, reasons, strict=True) if reason]
        if failures:
            # While the database is away nothing can be heard: no fault of the facts, which uses up none of their tries.
            see_that_it_keeps(self.endpoint)
            self._returning.send(failures)

    def _told(self, parcel: Parcel) -> _Told:
        return _Told(f"{self.endpoint.name}.{parcel.fact}", parcel.message_id, parcel.body.decode(), parcel.trace)
