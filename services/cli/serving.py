"""`vanthu serve`: the desks and the interface, with everything that works behind them, in this process."""

import ctypes
import logging
import signal
import socket
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import uvicorn

from services.backends.settings import Settings, embedded
from services.cli.alone import alone
from services.cli.demo.examples import tell_examples
from services.cli.demo.people import tell_who
from services.cli.listening import bound, configured
from services.cli.output import Output
from services.cli.words import word
from services.embedded import Host, wire

_M_ARENA_MAX = -8


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the word."""
    word(words, shared, "serve", "mở các bàn làm việc và giao diện HTTP, chạy đến khi bị dừng", serve)


def serve(_asked: Namespace, settings: Settings, out: Output) -> int:
    """Serve until told to stop; what is in hand is finished first. Unavailable `port-taken` when it cannot listen."""
    embedded(settings)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # The web server raises the signal once more when it is done; it must not end us before the rest is closed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _share_memory_pools()
    # Two would stamp and index against each other.
    with alone(settings.home / "serving.lock"), bound(settings) as listener:
        host = wire(settings)
        try:
            host.start()
            _Announcing(configured(host.desks()), lambda: _open(host, out)).run(sockets=[listener])
        finally:
            host.close()
    return 0


def _share_memory_pools() -> None:
    # Each thread that handles uploads would else keep a pool of its own: 390 MB after a thousand instead of 190.
    with suppress(AttributeError):  # another C library has none
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


class _Announcing(uvicorn.Server):
    """Says that the desks are open once it listens, not before."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()


def _open(host: Host, out: Output) -> None:
    if host.settings.demo:
        tell_who(out)
        tell_examples(host, out)
    address = f"http://{host.settings.host}:{host.settings.port}"
    out.result(f"Các bàn làm việc mở tại {address} (Ctrl+C để dừng)", address=address)
