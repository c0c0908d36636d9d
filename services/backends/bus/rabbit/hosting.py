"""Hosts one service on nameko under our own runner; the process imports `patched` before anything else."""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

from eventlet.patcher import is_monkey_patched
from nameko.containers import ServiceContainer

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit.collector import Collector
from services.backends.bus.rabbit.entrypoint import facts
from services.backends.bus.rabbit.hand import Hand
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.parcel import Parcel
from services.backends.bus.rabbit.reception import Reception
from services.backends.database.calling import calling
from services.backends.loop import Loop, Rhythm
from services.backends.stopping import told_to_stop

_log = logging.getLogger("vanthu.work")

_TICK = 0.25
_COLLECTING = Rhythm(idle=1.0, pause=2.0)


def service_of(endpoint: Endpoint, line: Line, hand: Hand, heard: Callable[[], object]) -> type[Any]:
    """The nameko service of an endpoint: it hears facts, and that is all it does; `heard` is run after each batch."""
    reception = Reception(endpoint, line)

    class Service:
        name = endpoint.name

        @facts(line, hand)  # type: ignore[untyped-decorator]
        def hear(self, parcels: Sequence[Parcel]) -> None:
            reception.take(parcels)
            heard()

    return Service


def run(endpoint: Endpoint, line: Line, hand: Hand | None = None, until: Callable[[], bool] | None = None) -> int:
    """Hear facts until told to stop, by default by SIGTERM or SIGINT; the exit code, 1 when the container died."""
    if not is_monkey_patched("thread"):
        raise RuntimeError("a process that hosts nameko imports services.backends.bus.rabbit.patched before all else")
    until = until or told_to_stop()
    collecting = Loop(f"{endpoint.name} dead letters", Collector(endpoint, line).collect, _COLLECTING)
    call = calling(endpoint.database, endpoint.name)
    container = ServiceContainer(service_of(endpoint, line, hand or Hand(), call.ring), {"max_workers": 1})
    container.start()
    for loop in (collecting, call):
        loop.start()
    pause = threading.Event()
    # A short wait, for a signal is only noticed between two of them.
    while not until() and not container._died.ready():
        pause.wait(_TICK)
    collecting.stop()
    container.stop()
    call.stop()
    return _ended(container)


def _ended(container: ServiceContainer) -> int:
    try:
        container.wait()
    except Exception:
        _log.exception("the container died")
        return 1
    return 0
