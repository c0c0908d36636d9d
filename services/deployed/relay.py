"""The relay of one service: it sends the outbox to the broker, and does what the service does all day by itself."""

from services.backends.bus.courier import Courier
from services.backends.bus.forgetting import forgetting
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.relay import Relay
from services.backends.loop import Loop
from services.backends.settings import Settings
from services.backends.stopping import told_to_stop
from services.backends.telemetry import bus_ready
from services.deployed.single import single
from services.deployed.watching import heard_of, watched
from services.office import Service


def run(name: str, settings: Settings) -> None:
    """Relay for the service of this name until told to stop; work in hand is finished."""
    stop = told_to_stop()
    with heard_of(settings, f"relay-{name}"), single(name, settings) as service:
        loops = _loops(service)
        try:
            with watched(settings, service, {"bus": bus_ready([service.endpoint], lambda: True)}):
                for loop in loops:
                    loop.start()
                relay_of(service, Line.of(name, settings)).run(stop)
        finally:
            for loop in loops:
                loop.stop()


def relay_of(service: Service, line: Line) -> Relay:
    """Its relay; it knows what this process tells, and rings the chores of the service when there may be work."""

    def ring_chores() -> None:
        for chore in service.chores:
            chore.ring()

    relay = Relay(service.endpoint, line, ring_chores)
    service.endpoint.stores.told = relay.ring
    return relay


def _loops(service: Service) -> list[Loop]:
    # Letters given back on the dead-letter desk lie in the service's own deliveries.
    again = Courier(service.endpoint, service.endpoint)
    letters = Loop(f"{service.endpoint.name} letters", lambda: bool(again.carry()))
    return [letters, forgetting(service.endpoint), *service.chores]
