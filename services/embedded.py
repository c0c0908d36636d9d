"""The embedded host: all services in one process, joined by the embedded bus."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from fastapi import FastAPI

from services.backends.backup.mark import refuse_unfinished
from services.backends.bus.dead import DeadLetters
from services.backends.bus.embedded import EmbeddedBus
from services.backends.settings import Settings
from services.backends.telemetry import bus_ready
from services.backends.telemetry_queues import in_tables
from services.kernel.clock import Clock
from services.office import Office


class Host(Office):
    """The office in one process; nothing moves before `start`."""

    @cached_property
    def bus(self) -> EmbeddedBus:
        """Carries the facts between the services."""
        return EmbeddedBus(self.endpoints)

    @property
    def dead_letters(self) -> DeadLetters:
        """The dead-letter desk over all services."""
        return DeadLetters(self.endpoints, self.bus.ring)

    def start(self) -> None:
        """Begin delivering facts, indexing, and the work an earlier process left undone."""
        self.search.start()
        self.objects.sweep()
        self.bench.open()
        self.signing.start()
        self.bus.start()
        self.intake.incoming.stamps.start()

    def close(self) -> None:
        """Finish work in hand and let go of everything."""
        self.intake.incoming.stamps.stop()
        self.bus.stop()
        self.search.stop()
        super().close()

    def desks(self) -> FastAPI:
        """The desks and the interface of all services, as this host serves them."""
        index = self.search.indexer
        ready = {
            "index": lambda: None if index.working() else "luồng lập chỉ mục không chạy",
            "bus": bus_ready(self.endpoints, self.bus.working),
        }
        return self.application(ready, self.bus.ring, besides=in_tables(self.endpoints).figures())


def wire(settings: Settings, clock: Clock | None = None) -> Host:
    """Open the office's data under `settings.home` and join all services; databases are brought up to date.

    Conflict `restore-unfinished`.
    """
    refuse_unfinished(settings.home)
    return Host.wired(settings, clock)


@contextmanager
def working(settings: Settings) -> Iterator[Office]:
    """The office with its facts on their way: by this process, or by the workers and relays that run beside it."""
    host = wire(settings)
    try:
        if settings.deployed:
            host.bench.open()
        else:
            host.start()
        yield host
    finally:
        host.close()


@contextmanager
def opened(settings: Settings, clock: Clock | None = None) -> Iterator[Host]:
    """The office for the length of a `with`: for tools that look or do one thing."""
    host = wire(settings, clock)
    try:
        yield host
    finally:
        host.close()
