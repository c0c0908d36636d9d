"""The office: its services wired over whatever backends the settings name, and the one application of their desks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from fastapi import FastAPI
from starlette.middleware import Middleware

from services.archive.wiring import ArchiveParts
from services.archive.wiring import wire as wire_archive
from services.backends.bus.dead import DeadLetters
from services.backends.bus.endpoint import Endpoint
from services.backends.loop import Loop
from services.backends.objects.opening import HostedStore, open_store
from services.backends.pool import ProcessWorkbench
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.backends.telemetry import Figure, database_ready, figures
from services.backends.tracing_requests import TracedRequests
from services.backends.trail import Trail
from services.directory.wiring import DirectoryParts
from services.directory.wiring import wire as wire_directory
from services.intake.wiring import IntakeParts
from services.intake.wiring import wire as wire_intake
from services.kernel.clock import Clock, SystemClock
from services.kernel.readiness import Ready
from services.search.wiring import SearchParts
from services.search.wiring import wire as wire_search
from services.signing.wiring import SigningParts
from services.signing.wiring import wire as wire_signing
from services.web.app import build
from services.web.contribution import Contribution, WebParts


class Service(Protocol):
    """A service as its wiring hands it to a host."""

    @property
    def endpoint(self) -> Endpoint:
        """The service as the bus sees it."""
        ...

    @property
    def contribution(self) -> Contribution:
        """Its share of the application."""
        ...

    @property
    def figures(self) -> Sequence[Figure]:
        """What it tells of itself to those who run the office."""
        ...

    @property
    def chores(self) -> Sequence[Loop]:
        """What it does by itself all day long, besides hearing facts."""
        ...


@dataclass(frozen=True)
class Office:
    """Every part of the office, wired; nothing moves by itself."""

    settings: Settings
    shared: Shared
    objects: HostedStore
    bench: ProcessWorkbench
    directory: DirectoryParts
    intake: IntakeParts
    signing: SigningParts
    archive: ArchiveParts
    search: SearchParts

    @classmethod
    def wired(cls, settings: Settings, clock: Clock | None = None) -> Self:
        """Open the office's data and join all services."""
        settings.home.mkdir(parents=True, exist_ok=True)
        clock, bench = clock or SystemClock(), ProcessWorkbench(settings.workers)
        directory = wire_directory(settings, clock)
        objects = open_store(settings.objects, settings.public_objects)
        shared = Shared(clock, objects, bench, directory.directory)
        return cls(
            settings,
            shared,
            objects,
            bench,
            directory,
            wire_intake(settings, shared),
            wire_signing(settings, shared),
            wire_archive(settings, shared),
            wire_search(settings, shared),
        )

    @property
    def services(self) -> tuple[Service, ...]:
        """All services, in the order in which their desks stand."""
        return self.directory, self.intake, self.signing, self.archive, self.search

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The services as the bus sees them."""
        return tuple(each.endpoint for each in self.services)

    def application(
        self,
        ready: Mapping[str, Ready],
        ring: Callable[[], None],
        only: frozenset[str] = frozenset(),
        besides: Sequence[Figure] = (),
    ) -> FastAPI:
        """The desks and the interface of all services, or of those named; `ring` wakes who carries letters again.

        `ready` and `besides` are what the host tells beside what services tell.
        """
        shown = [each for each in self.services if not only or each.endpoint.name in only]
        endpoints = [each.endpoint for each in shown]
        asked = self._ready(endpoints) | dict(ready)
        told = [*(figure for each in shown for figure in each.figures), *besides]
        return build(
            WebParts(
                registry=figures(endpoints, told, asked),
                ready=asked,
                contributions=[each.contribution for each in shown],
                sign_in=self.directory.sign_in,
                office=lambda: self.shared.directory.organisation().name,
                dead_letters=DeadLetters(endpoints, ring),
                trail=Trail(endpoints),
                clock=self.shared.clock,
                secure_cookies=self.settings.secure_cookies,
                layers=[Middleware(TracedRequests)] if self.settings.tracing else [],
            )
        )

    def _ready(self, endpoints: Sequence[Endpoint]) -> dict[str, Ready]:
        databases = {f"database {each.name}": database_ready(each) for each in endpoints}
        return databases | {"objects": self.objects.ready}

    def close(self) -> None:
        """Let go of everything."""
        self.bench.close()
        for endpoint in self.endpoints:
            endpoint.database.close()
