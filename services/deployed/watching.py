"""Lets a process without desks be watched: its figures and readiness on a port, its spans to a collector."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry

from services.backends.beacon import Beacon
from services.backends.settings import Settings
from services.backends.telemetry import Gauges, Ready, database_ready, time_writes
from services.office import Service


@contextmanager
def watched(settings: Settings, service: Service, ready: Mapping[str, Ready]) -> Iterator[None]:
    """Answer probes while in the `with`, if the settings name a port."""
    if not settings.pulse_port:
        yield
        return
    endpoint, registry = service.endpoint, CollectorRegistry()
    time_writes([endpoint], registry)
    registry.register(Gauges([endpoint], service.figures))
    asked = {f"database {endpoint.name}": database_ready(endpoint), **ready}
    beacon = Beacon((settings.host, settings.pulse_port), asked, registry)
    beacon.start()
    try:
        yield
    finally:
        beacon.stop()
