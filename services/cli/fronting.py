"""`vanthu api`: the desks and the interface, in one process or several, with nothing that works behind them."""

import os
import time
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from socket import create_connection, socket
from threading import Thread
from typing import Any

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from services.backends.settings import SERVICES, Settings, deployed, keyed
from services.backends.telemetry_together import counting_together
from services.cli.listening import bound, configured
from services.cli.output import Output
from services.cli.words import word

FINISH_SECONDS = 150
"""How long a front that was told to stop works on: a large upload or a pile of signatures is not broken off."""
_SILENT_SECONDS = 30
"""A process that says nothing for so long is killed; on a busy machine it takes ten to load what it needs."""


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word."""
    front = word(words, shared, "api", "mở các bàn làm việc và giao diện HTTP, không kèm việc phía sau", api)
    front.add_argument("service", nargs="*", help=f"chỉ các dịch vụ này trong {', '.join(SERVICES)}; bỏ trống: tất cả")
    front.add_argument("--processes", type=int, default=1, metavar="SỐ", help="số tiến trình cùng phục vụ một cổng")


def api(asked: Namespace, settings: Settings, out: Output) -> int:
    """Serve until told to stop; what is in hand is finished first.

    Exit code 3 when a process was refused at its start; Unavailable `port-taken` when it cannot listen.
    """
    keyed(deployed(settings))
    if asked.service:
        os.environ["VANTHU_ONLY"] = ",".join(asked.service)
        Settings.read()
    with bound(settings) as listener:
        config = configured(
            "services.deployed.front:application",
            factory=True,
            workers=asked.processes,
            timeout_graceful_shutdown=FINISH_SECONDS,
            timeout_worker_healthcheck=_SILENT_SECONDS,
        )
        Thread(target=_announce, args=(settings, listener.getsockname(), out), daemon=True).start()
        if asked.processes > 1:
            return _together(config, listener)
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _announce(settings: Settings, listener: tuple[str, int], out: Output) -> None:
    # Bound is not open: its processes take seconds to begin to listen.
    while True:
        with suppress(OSError), create_connection(listener[:2], 1):
            break
        time.sleep(0.2)
    address = f"http://{settings.host}:{settings.port}"
    out.result(f"Các bàn làm việc mở tại {address}", address=address)


def _together(config: uvicorn.Config, listener: socket) -> int:
    with counting_together():
        front = Multiprocess(config, [listener])
        front.run()
    return STARTUP_FAILURE if STARTUP_FAILURE in {process.exitcode for process in front.processes} else 0
