"""Lets a process be watched: its log, its spans to a collector, and on a port of its own whether it is well."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from services.backends import tracing
from services.backends.beacon import Beacon
from services.backends.bus.rabbit.hand import Hand
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.sounding import Sounding
from services.backends.bus.rabbit.telling import broker_ready, on_broker
from services.backends.logs import speak
from services.backends.settings import Settings
from services.backends.telemetry import database_ready, figures
from services.kernel.errors import Refusal
from services.kernel.readiness import Ready
from services.office import Service


@contextmanager
def heard_of(settings: Settings, process: str) -> Iterator[None]:
    """Log and record spans under this name while in the `with`, as the settings ask."""
    speak(process, as_json=settings.json_log)
    with ExitStack() as ends:
        if settings.tracing:
            ends.callback(tracing.start(process))
        yield


@contextmanager
def told_if_refused() -> Iterator[None]:
    """End the process with the reason in words, and code 3, when it is refused what it needs to start."""
    try:
        yield
    except Refusal as refusal:
        print(f"{refusal.detail} {refusal.next}".strip(), file=sys.stderr, flush=True)
        sys.exit(3)


@contextmanager
def watched(
    settings: Settings, service: Service, ready: Mapping[str, Ready], hand: Hand | None = None
) -> Iterator[None]:
    """Answer probes about a service while in the `with`, if the settings name a port; `hand` is its worker's."""
    if not settings.pulse_port:
        yield
        return
    endpoint = service.endpoint
    sounding = Sounding(Line.of(endpoint.name, settings), hears=bool(endpoint.reactions))
    asked = {
        f"database {endpoint.name}": database_ready(endpoint),
        f"broker {endpoint.name}": broker_ready(sounding, hand),
        **ready,
    }
    told = figures([endpoint], [*service.figures, *on_broker(endpoint, sounding, hand)], asked)
    beacon = Beacon((settings.host, settings.pulse_port), asked, told)
    sounding.start()
    beacon.start()
    try:
        yield
    finally:
        beacon.stop()
        sounding.stop()
