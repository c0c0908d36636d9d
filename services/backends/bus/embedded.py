"""The embedded bus: a thread for each pair of services that talk, woken by commits."""

import logging
import threading
from collections.abc import Callable, Sequence

from services.backends.bus.courier import PAUSES, Courier, fan_out
from services.backends.bus.endpoint import Endpoint

_log = logging.getLogger("vanthu.bus")
_IDLE_SECONDS = 0.5


class EmbeddedBus:
    """Delivers facts between the services of one process; kill -9 at any point neither loses nor doubles an effect."""

    def __init__(self, endpoints: Sequence[Endpoint], pauses: Sequence[float] = PAUSES) -> None:
        self.endpoints = endpoints
        self.pauses = pauses
        self._bell = threading.Condition()
        self._rings = 0
        self._stopping = False
        self._threads: list[threading.Thread] = []
        for endpoint in endpoints:
            endpoint.stores.told = self.ring

    def ring(self) -> None:
        """Wake the couriers: something was committed."""
        with self._bell:
            self._rings += 1
            self._bell.notify_all()

    def start(self) -> None:
        """Begin delivering, also what an earlier process left."""
        for publisher in self.endpoints:
            self._spawn(f"{publisher.name} outbox", lambda it=publisher: fan_out(it, self.endpoints))  # type: ignore[misc]
            for subscriber in self.endpoints:
                if subscriber.reactions and subscriber is not publisher:
                    courier = Courier(publisher, subscriber, self.pauses)
                    self._spawn(f"{publisher.name} to {subscriber.name}", courier.carry)

    def stop(self) -> None:
        """Finish work in hand and return."""
        self._stopping = True
        self.ring()
        for thread in self._threads:
            thread.join()

    def settle(self) -> None:
        """Deliver everything that is due, in the calling thread, until nothing is; for tools and tests."""
        couriers = [Courier(p, s, self.pauses) for p in self.endpoints for s in self.endpoints if p is not s]
        while sum(fan_out(each, self.endpoints) for each in self.endpoints) + sum(each.carry() for each in couriers):
            pass

    def _spawn(self, name: str, work: Callable[[], int]) -> None:
        thread = threading.Thread(target=self._loop, args=(work,), name=f"bus {name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _loop(self, work: Callable[[], int]) -> None:
        while not self._stopping:
            heard = self._rings
            try:
                moved = work()
            except Exception:
                _log.exception("delivery loop failed; trying again")
                moved = 0
            if moved:
                self.ring()
            else:
                self._wait(heard)

    def _wait(self, heard: int) -> None:
        with self._bell:
            if self._rings == heard and not self._stopping:
                self._bell.wait(_IDLE_SECONDS)
