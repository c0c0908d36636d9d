"""The embedded bus: a thread for each outbox and each pair of services that talk, woken by what is meant for it."""

from collections.abc import Callable, Sequence
from functools import partial

from services.backends.bus.courier import BATCH, PAUSES, Courier, awaited, fan_out, take_back
from services.backends.bus.endpoint import Endpoint
from services.backends.bus.forgetting import forgetting
from services.backends.loop import Loop, Rhythm

_PROMPT = Rhythm(idle=0.5)
# Facts told in quick succession leave together: every hop then costs a handful of commits, not a handful each.
_GATHERING = Rhythm(idle=0.5, calm=0.05, patience=0.4)


class EmbeddedBus:
    """Delivers facts between the services of one process; kill -9 at any point neither loses nor doubles an effect."""

    def __init__(self, endpoints: Sequence[Endpoint], pauses: Sequence[float] = PAUSES) -> None:
        self.endpoints = endpoints
        self.pauses = pauses
        self._loops: list[Loop] = []

    def ring(self) -> None:
        """Wake everybody: something was changed from outside."""
        for loop in self._loops:
            loop.ring()

    def start(self) -> None:
        """Begin delivering, also what an earlier process left; no other process may deliver for this office."""
        for publisher in self.endpoints:
            take_back(publisher)
            others = [each for each in self.endpoints if each.reactions and each is not publisher]
            couriers = [self._courier(publisher, each) for each in others]
            outbox = self._loop(f"{publisher.name} outbox", partial(self._send, publisher, couriers), _GATHERING)
            publisher.stores.told = outbox.ring
            self._loops.append(forgetting(publisher))
        for loop in self._loops:
            loop.start()

    def working(self) -> bool:
        """Whether every thread that delivers is alive."""
        return bool(self._loops) and all(loop.working() for loop in self._loops)

    def stop(self) -> None:
        """Finish work in hand and return."""
        for loop in self._loops:
            loop.stop()

    def settle(self) -> None:
        """Deliver everything that is due, in the calling thread, until nothing is; for tools and tests."""
        while sum(fan_out(each, self.endpoints) + self._carry_due(each) for each in self.endpoints):
            pass

    def _carry_due(self, publisher: Endpoint) -> int:
        waiting = awaited(publisher)
        others = (each for each in self.endpoints if each is not publisher and each.name in waiting)
        return sum(Courier(publisher, each, self.pauses).carry() for each in others)

    def _courier(self, publisher: Endpoint, subscriber: Endpoint) -> Loop:
        courier = Courier(publisher, subscriber, self.pauses)
        return self._loop(f"{publisher.name} to {subscriber.name}", lambda: bool(courier.carry()))

    def _send(self, publisher: Endpoint, couriers: Sequence[Loop]) -> bool:
        moved = fan_out(publisher, self.endpoints)
        if moved:
            for courier in couriers:
                courier.ring()
        return moved >= BATCH

    def _loop(self, name: str, work: Callable[[], bool], rhythm: Rhythm = _PROMPT) -> Loop:
        loop = Loop(f"bus {name}", work, rhythm)
        self._loops.append(loop)
        return loop
