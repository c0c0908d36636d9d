"""`vanthu serve`: the desks and the interface, with everything that works behind them, in this process."""

import fcntl
import logging
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from services.backends.settings import Settings
from services.cli.output import Output
from services.embedded import wire
from services.kernel.errors import Conflict


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word."""
    words.add_parser("serve", parents=[shared], help="mở các bàn làm việc").set_defaults(run=serve)


def serve(_asked: Namespace, settings: Settings, out: Output) -> int:
    """Serve until told to stop; what is in hand is finished first."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # The web server raises the signal once more when it is done; it must not end us before the rest is closed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with _alone(settings):
        host = wire(settings)
        try:
            host.start()
            address = f"http://{settings.host}:{settings.port}"
            out.result(f"Các bàn làm việc mở tại {address} (Ctrl+C để dừng)", address=address)
            server = uvicorn.Config(
                host.application(),
                host=settings.host,
                port=settings.port,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=10,
            )
            uvicorn.Server(server).run()
        finally:
            host.close()
    return 0


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One serving process a home: two would stamp and index against each other."""
    settings.home.mkdir(parents=True, exist_ok=True)
    handle = os.open(settings.home / "serving.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Conflict(
            "already-serving", "Cơ quan này đang được một tiến trình khác phục vụ.", "Dừng tiến trình kia trước."
        ) from None
    try:
        yield
    finally:
        os.close(handle)
