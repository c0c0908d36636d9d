"""The nameko entrypoint of a service: facts from its queue, in batches, one batch after the other."""

import logging
import threading
import time
from typing import Any

from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint

from services.backends.bus.rabbit.hand import Hand
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.reader import Held, Reader
from services.kernel.errors import Refusal

_log = logging.getLogger("vanthu.work")

_PAUSE = 1.0
_FAREWELL_SECONDS = 1.5
"""What is in hand at the end is finished within this; the rest goes back to the queue."""


class FactEntrypoint(Entrypoint):  # type: ignore[misc]  # nameko has no types
    """Calls the service's method with a list of parcels; they are settled when it has returned."""

    def __init__(self, line: Line, hand: Hand, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.line = line
        self.reader = Reader(line, hand)
        self._stopping = threading.Event()
        self._late = float("inf")

    def start(self) -> None:
        """Begin to read and to work."""
        self._reading = self.container.spawn_managed_thread(self.reader.run, "facts: reading")
        self._working = self.container.spawn_managed_thread(self._work, "facts: working")

    def stop(self) -> None:
        """Finish what is in hand, give the rest back."""
        self._late = time.monotonic() + _FAREWELL_SECONDS
        self._stopping.set()
        self.reader.stop()
        self._working.wait()
        self._reading.wait()

    def _work(self) -> None:
        while not self._stopping.is_set() or not self.reader.empty:
            if time.monotonic() > self._late:
                break
            if batch := self.reader.gather():
                self._finish(batch)
        self.reader.drained()

    def _finish(self, batch: list[Held]) -> None:
        while self.reader.holds(batch) and time.monotonic() < self._late:
            trouble = self._hand_over(batch)
            if trouble is None:
                self.reader.settle(batch)
                return
            said = f"{trouble.detail} {trouble.next}" if isinstance(trouble, Refusal) else repr(trouble)
            _log.warning("%s: %d facts kept in hand: %.500s", self.line.service, len(batch), said)
            self._stopping.wait(_PAUSE)

    def _hand_over(self, batch: list[Held]) -> BaseException | None:
        """The service's own worker thread does it; what it raised, if anything."""
        done = threading.Event()
        troubles: list[BaseException | None] = []

        def note(_context: Any, result: Any, raised: Any) -> tuple[Any, Any]:
            troubles.append(raised[1] if raised else None)
            done.set()
            return result, raised

        try:
            self.container.spawn_worker(self, ([each.parcel for each in batch],), {}, handle_result=note)
        except ContainerBeingKilled:
            return RuntimeError("the container is being killed")
        done.wait()
        return troubles[0]


facts = FactEntrypoint.decorator
