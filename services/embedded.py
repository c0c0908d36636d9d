"""The embedded host: all services in one process, joined by the embedded bus."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from services.archive.wiring import ArchiveParts
from services.archive.wiring import wire as wire_archive
from services.backends.bus.dead import DeadLetters
from services.backends.bus.embedded import EmbeddedBus
from services.backends.bus.endpoint import Endpoint
from services.backends.objects.folder import FolderStore
from services.backends.pool import ProcessWorkbench
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.backends.telemetry import Figure, Office, Ready, bus_ready, database_ready, folder_ready, time_writes
from services.backends.trail import Trail
from services.directory.wiring import DirectoryParts
from services.directory.wiring import wire as wire_directory
from services.intake.wiring import IntakeParts
from services.intake.wiring import wire as wire_intake
from services.kernel.clock import Clock, SystemClock
from services.search.wiring import SearchParts
from services.search.wiring import wire as wire_search
from services.signing.wiring import SigningParts
from services.signing.wiring import wire as wire_signing
from services.web.app import build
from services.web.contribution import WebParts


@dataclass(frozen=True)
class Host:
    """Every part of the office, wired; nothing moves before `start`."""

    settings: Settings
    shared: Shared
    objects: FolderStore
    bench: ProcessWorkbench
    directory: DirectoryParts
    intake: IntakeParts
    signing: SigningParts
    archive: ArchiveParts
    search: SearchParts
    bus: EmbeddedBus

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The services as the bus sees them."""
        return _endpoints(self.directory, self.intake, self.signing, self.archive, self.search)

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
        self.intake.start()

    def close(self) -> None:
        """Finish work in hand and let go of everything."""
        self.intake.stop()
        self.bus.stop()
        self.search.stop()
        self.bench.close()
        for endpoint in self.endpoints:
            endpoint.database.close()

    def application(self) -> FastAPI:
        """The desks and the interface of all services."""
        services = (self.directory, self.intake, self.signing, self.archive, self.search)
        return build(
            WebParts(
                registry=self._figures(),
                ready=self._ready(),
                contributions=[each.contribution for each in services],
                sign_in=self.directory.sign_in,
                office=lambda: self.shared.directory.organisation().name,
                dead_letters=self.dead_letters,
                trail=Trail(self.endpoints),
                clock=self.shared.clock,
                secure_cookies=self.settings.secure_cookies,
            )
        )

    def _ready(self) -> dict[str, Ready]:
        index = self.search.indexer
        return {
            **{f"database {each.name}": database_ready(each) for each in self.endpoints},
            "objects": folder_ready(self.objects.root),
            "index": lambda: None if index.working() else "luồng lập chỉ mục không chạy",
            "bus": bus_ready(self.endpoints, self.bus.working),
        }

    def _figures(self) -> CollectorRegistry:
        registry = CollectorRegistry()
        time_writes(self.endpoints, registry)
        registry.register(Office(self.endpoints, (self._registrations(), self._index_lag(), self._signing())))
        return registry

    def _registrations(self) -> Figure:
        def given() -> dict[str, float]:
            volumes = self.intake.views.volumes()
            return {f"{each.register.id}/{each.year}": float(each.last) for each in volumes}

        return Figure("vanthu_registrations", "Numbers given in a year of a register", "volume", given)

    def _index_lag(self) -> Figure:
        views = self.search.views
        return Figure(
            "vanthu_index_lag", "Changes not found yet", "index", lambda: {"documents": float(views.waiting())}
        )

    def _signing(self) -> Figure:
        return Figure(
            "vanthu_signing_requests", "Requests to sign by what became of them", "state", self.signing.views.outcomes
        )


def wire(settings: Settings, clock: Clock | None = None) -> Host:
    """Open the office's data under `settings.home` and join all services; databases are brought up to date."""
    settings.home.mkdir(parents=True, exist_ok=True)
    clock = clock or SystemClock()
    bench = ProcessWorkbench(settings.workers)
    directory = wire_directory(settings, clock)
    objects = FolderStore(_folder(settings.objects))
    shared = Shared(clock, objects, bench, directory.directory)
    intake, signing = wire_intake(settings, shared), wire_signing(settings, shared)
    archive, search = wire_archive(settings, shared), wire_search(settings, shared)
    bus = EmbeddedBus(_endpoints(directory, intake, signing, archive, search))
    return Host(settings, shared, objects, bench, directory, intake, signing, archive, search, bus)


@contextmanager
def opened(settings: Settings, clock: Clock | None = None) -> Iterator[Host]:
    """The office for the length of a `with`: for tools that look or do one thing."""
    host = wire(settings, clock)
    try:
        yield host
    finally:
        host.close()


def _endpoints(
    directory: DirectoryParts, intake: IntakeParts, signing: SigningParts, archive: ArchiveParts, search: SearchParts
) -> tuple[Endpoint, ...]:
    return directory.endpoint, intake.endpoint, signing.endpoint, archive.endpoint, search.endpoint


def _folder(url: str) -> Path:
    return Path(url.removeprefix("folder:"))
