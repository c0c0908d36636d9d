"""A TCP proxy that can be made to fail: a test puts it between a service and a server.

with Proxy(running.port) as way:  # talk to way.port
    with way.failing(Fault.DOWN):
        ...
"""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from typing import Self

HOST = "127.0.0.1"
_UP, _DOWN = "upstream", "downstream"
_TICK = 0.02
_NO_LINGER = struct.pack("ii", 1, 0)  # closing a socket that lingers zero seconds resets the connection


class Fault(Enum):
    """What can happen on the way; names as nameko's own tests use them, and two more.

    Upstream is what the client sends, downstream what the server answers. Down: nobody listens, every connection is
    cut. Blackhole: bytes of that direction are held back until healed, connections stand. Timeout: the same, and
    `seconds` later the connection is closed. Latency: every piece of bytes waits `seconds`. Reset: whoever sends
    something has his connection reset.
    """

    DOWN = "down"
    UPSTREAM_TIMEOUT = "upstream timeout"
    UPSTREAM_BLACKHOLE = "upstream blackhole"
    DOWNSTREAM_TIMEOUT = "downstream timeout"
    DOWNSTREAM_BLACKHOLE = "downstream blackhole"
    LATENCY = "latency"
    RESET = "reset"

    def holds(self, direction: str) -> bool:
        """Whether bytes of this direction do not get through."""
        return self.value.startswith(f"{direction} ")


class Proxy:
    """Passes everything on to another port; its own port is the same all its life."""

    def __init__(self, target_port: int, target_host: str = HOST) -> None:
        self.target = (target_host, target_port)
        self.fault: Fault | None = None
        self.seconds = 0.5
        self.port = 0
        self._links: set[_Link] = set()
        self._listener: socket.socket | None = None
        self.heal()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.fail(Fault.DOWN)

    def fail(self, fault: Fault, seconds: float = 0.5) -> None:
        """From now on this happens, to connections that stand and to new ones."""
        self.fault, self.seconds = fault, seconds
        if fault is Fault.DOWN and self._listener:
            self._listener.shutdown(socket.SHUT_RDWR)  # closing alone does not wake the thread that accepts
            self._listener.close()
            self._listener = None
            self.cut()

    def heal(self) -> None:
        """All is well again; bytes that were held back go on their way."""
        self.fault = None
        if self._listener is None:
            self._listener = socket.create_server((HOST, self.port), backlog=128)
            self.port = self._listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """End every connection that stands; new ones are made as before."""
        for link in tuple(self._links):
            link.end()

    @contextmanager
    def failing(self, fault: Fault, seconds: float = 0.5) -> Iterator[None]:
        """The fault for the length of a `with`."""
        self.fail(fault, seconds)
        try:
            yield
        finally:
            self.heal()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                client, _ = listener.accept()
                try:
                    server = socket.create_connection(self.target)
                except OSError:
                    client.close()
                    continue
                link = _Link(self, client, server)
                self._links.add(link)
                link.begin()
                if self.fault is Fault.DOWN:
                    link.end()


class _Link:
    """One connection through the proxy: two sockets, a thread for each direction."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self.proxy, self.client, self.server = proxy, client, server

    def begin(self) -> None:
        """Carry bytes both ways until either side ends."""
        for way in ((self.client, self.server, _UP), (self.server, self.client, _DOWN)):
            threading.Thread(target=self._carry, args=way, daemon=True).start()

    def end(self, reset: bool = False) -> None:
        """End it for both sides; a thread that waits for bytes wakes up."""
        self.proxy._links.discard(self)
        for socket_ in (self.client, self.server):
            with suppress(OSError):
                if reset:
                    socket_.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
                else:
                    socket_.shutdown(socket.SHUT_RDWR)
            socket_.close()

    def _carry(self, source: socket.socket, target: socket.socket, direction: str) -> None:
        with suppress(OSError):
            while (piece := source.recv(65536)) and self._may_pass(direction):
                target.sendall(piece)
        self.end()

    def _may_pass(self, direction: str) -> bool:
        """Wait as the fault says; False when the connection is to end instead."""
        begun = time.monotonic()
        while (fault := self.proxy.fault) and fault.holds(direction):
            if "timeout" in fault.value and time.monotonic() - begun > self.proxy.seconds:
                return False
            time.sleep(_TICK)
        if fault is Fault.LATENCY:
            time.sleep(self.proxy.seconds)
        if fault is Fault.RESET:
            self.end(reset=True)
        return fault is not Fault.RESET
