"""`vanthu serve`: the desks and the interface, with everything that works behind them, in this process."""

import ctypes
import fcntl
import logging
import os
import signal
import socket
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

from services.backends.settings import Settings, embedded
from services.cli.demo.examples import tell_examples
from services.cli.demo.people import tell_who
from services.cli.listening import bound, configured
from services.cli.output import Output
from services.cli.words import word
from services.embedded import Host, wire
from services.kernel.errors import Conflict

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
    with _alone(settings), bound(settings) as listener:
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
