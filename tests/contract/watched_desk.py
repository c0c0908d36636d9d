"""`python -m tests.contract.watched_desk work DESK HOME OFFICE`: a toy desk's worker that tells how it is.

`WATCHED_PORT` is where it answers, `WATCHED_BROKER` the port at which it finds the broker.
"""

import sys

if __name__ == "__main__":
    import services.backends.bus.rabbit.patched  # noqa: F401 - before all others

import os
from dataclasses import replace
from pathlib import Path

from services.backends.beacon import Beacon
from services.backends.bus.rabbit.hand import Hand
from services.backends.bus.rabbit.sounding import Sounding
from services.backends.bus.rabbit.telling import broker_ready, on_broker
from services.backends.telemetry import figures
from tests.contract.rabbit_desks import SERVICES, Office
from tests.unit.bus_desks import desks


def work(desk: str, home: Path, words: str) -> int:
    """Hear facts until told to stop."""
    from services.backends.bus.rabbit.hosting import run

    line, hand = Office.said(home, words).line(desk), Hand()
    line = replace(line, address=replace(line.address, port=int(os.environ["WATCHED_BROKER"])))
    endpoint = dict(zip(SERVICES, desks(home), strict=True))[desk]
    sounding = Sounding(line, hears=True, seconds=0.2)
    ready = {"broker": broker_ready(sounding, hand)}
    told = figures([endpoint], on_broker(endpoint, sounding, hand), ready)
    Beacon(("127.0.0.1", int(os.environ["WATCHED_PORT"])), ready, told).start()
    sounding.start()
    print("at work", flush=True)
    return run(endpoint, line, hand)


if __name__ == "__main__":
    _, _, desk, home, words = sys.argv
    os._exit(work(desk, Path(home), words))
