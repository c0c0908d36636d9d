"""The relay of one service: it sends the outbox to the broker, and does what the service does all day by itself."""

import signal
import threading

from services.backends.bus.courier import Courier
from services.backends.bus.forgetting import DAY, forget
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.relay import Relay
from services.backends.loop import Loop, Rhythm
from services.backends.settings import Settings
from services.backends.telemetry import bus_ready
from services.deployed.single import single
from services.deployed.watching import heard_of, watched
from services.office import Service

_DAILY = Rhythm(idle=DAY, pause=600.0)


def run(name: str, settings: Settings) -> None:
    """Relay for the service of this name until told to stop; work in hand is finished."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with heard_of(settings, f"relay-{name}"):
        service, bench = single(name, settings)
        loops = _loops(service)
        try:
            with watched(settings, service, {"bus": bus_ready([service.endpoint], lambda: True)}):
                for loop in loops:
                    loop.start()
                Relay(service.endpoint, Line.of(name, settings)).run(stop.is_set)
        finally:
            for loop in loops:
                loop.stop()
            bench.close()
            service.endpoint.database.close()


def _loops(service: Service) -> list[Loop]:
    endpoint = service.endpoint
    # Letters given back on the dead-letter desk lie in the service's own deliveries.
    again = Courier(endpoint, endpoint)
    letters = Loop(f"{endpoint.name} letters", lambda: bool(again.carry()))
    forgetting = Loop(f"{endpoint.name} forgetting", lambda: forget(endpoint) < 0, _DAILY)
    return [letters, forgetting, *service.chores]
