"""How facts are heard, in figures: the same names with the same meaning, whether they wait in tables or on a broker."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.backends.bus import census
from services.backends.bus.endpoint import Endpoint
from services.backends.telemetry import Figure

Read = Callable[[], Mapping[str, float]]


@dataclass(frozen=True)
class Queues:
    """How to read what waits for each service now; one is left out while nobody knows.

    `depth`: facts that wait to be heard or are being heard, not those between two tries. `age`: seconds since the
    oldest of them was told. `again`: facts that failed and wait for their next try. `retries`: how often that happened.
    """

    depth: Read
    age: Read
    again: Read
    retries: Read

    def figures(self) -> tuple[Figure, ...]:
        """As both hosts tell them."""
        depth = "Facts that wait to be heard or are being heard"
        again, retries = "Facts that failed and wait for their next try", "Tries that failed and are tried again"
        return (
            Figure("vanthu_queue_depth", depth, "service", self.depth),
            Figure("vanthu_queue_age_seconds", "Seconds since the oldest of them was told", "service", self.age),
            Figure("vanthu_retries_waiting", again, "service", self.again),
            Figure("vanthu_retries", retries, "service", self.retries, counted=True),
        )


def in_tables(endpoints: Sequence[Endpoint]) -> Queues:
    """The queues of services whose facts wait in each other's tables."""

    def ages() -> Mapping[str, float]:
        none, now = {each.name: 0.0 for each in endpoints}, time.time()
        return none | {service: max(0.0, now - at) for service, at in census.oldest(endpoints).items()}

    return Queues(
        depth=lambda: census.waiting(endpoints),
        age=ages,
        again=lambda: census.again(endpoints),
        retries=lambda: {each.name: float(each.retries.count) for each in endpoints},
    )
