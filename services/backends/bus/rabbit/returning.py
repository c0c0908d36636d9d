"""Sends what could not be heard to wait for its next try, or to the dead queue, and has the broker confirm it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.green import connection_of
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.parcel import ATTEMPT, DOUBTED, FIRST_AT, KEY, REASON, Parcel
from services.backends.bus.retries import Retries
from services.backends.tracing import CARRIED

_PERSISTENT = 2
_PATIENCE = 10.0


@dataclass(frozen=True)
class Failure:
    """A message and why it was not heard; `final` when no further try can help."""

    parcel: Parcel
    reason: str
    final: bool = False


class Returning:
    """A service's own exchange, seen from its worker."""

    def __init__(self, line: Line, retries: Retries) -> None:
        self.line = line
        self.retries = retries

    def send(self, failures: Sequence[Failure]) -> None:
        """Every copy is on the broker's disk when this returns; whatever it raises, some may be there already."""
        with connection_of(self.line.address, confirm=True) as connection:
            channel = connection.channel()
            for failure in failures:
                # Mandatory: a copy without a queue raises, and the first message stays where it is.
                channel.basic_publish(
                    self._copy(channel, failure),
                    exchange=names.queue(self.line.service),
                    routing_key=self._where(failure),
                    mandatory=True,
                    timeout=_PATIENCE,
                )
        self.retries.add(sum(self._where(failure) != names.DEAD for failure in failures))

    def _where(self, failure: Failure) -> str:
        tries = failure.parcel.attempt
        if failure.final or tries >= len(self.line.pauses):
            return names.DEAD
        return names.retry_key(self.line.pauses[tries])

    def _copy(self, channel: object, failure: Failure) -> object:
        parcel = failure.parcel
        headers = {
            **{name: value for name, value in parcel.headers.items() if name in CARRIED},
            KEY: parcel.key[:200],
            ATTEMPT: parcel.attempt + 1,
            REASON: failure.reason,
            FIRST_AT: _first(parcel),
            DOUBTED: failure.final,
        }
        properties = {"message_id": parcel.message_id, "user_id": self.line.address.user, "type": parcel.fact[:60]}
        return channel.prepare_message(  # type: ignore[attr-defined]
            parcel.body,
            content_type="application/json",
            headers=headers,
            properties={**properties, "delivery_mode": _PERSISTENT},
        )


def _first(parcel: Parcel) -> int:
    first = parcel.headers.get(FIRST_AT)
    return first if parcel.own and isinstance(first, int) else int(time.time())
