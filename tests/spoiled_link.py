"""A TCP link between the office and a server that a test can spoil: change bytes on the way, cut it, keep silent."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

Spoil = Callable[[bytes], bytes]
_CHUNK = 1 << 16


class Cut(Exception):
    """Raised by a spoil: both ends see a reset."""


class SpoiledLink:
    """Listens on a loopback port of its own and carries bytes to the server's; `up` and `down` see each piece.

    With a context it speaks TLS to the client and plainly to the server.
    """

    def __init__(self, server_port: int, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self.up: Spoil = bytes
        self.down: Spoil = bytes
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        # A thread that waits in accept() keeps the port open until it is woken.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            if self._context:
                near = self._context.wrap_socket(near, server_side=True)
            far = socket.create_connection(("127.0.0.1", self._server_port))
        except OSError:
            _reset(near)
            return
        upward = threading.Thread(target=_pump, args=(near, far, lambda piece: self.up(piece)), daemon=True)
        upward.start()
        _pump(far, near, lambda piece: self.down(piece))
        upward.join()
        near.close()
        far.close()


def after(count: int, act: Callable[[], None]) -> Spoil:
    """Carries so many bytes unharmed, then acts once for each further piece."""
    left = count

    def spoil(piece: bytes) -> bytes:
        nonlocal left
        left -= len(piece)
        if left < 0:
            act()
        return piece

    return spoil


def cut() -> None:
    """End the connection that carries this piece."""
    raise Cut


def _pump(source: socket.socket, target: socket.socket, spoil: Spoil) -> None:
    try:
        while piece := source.recv(_CHUNK):
            target.sendall(spoil(piece))
        target.shutdown(socket.SHUT_WR)
    except (OSError, Cut):
        _reset(source)
        _reset(target)


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Closing alone does not wake the thread that reads the other way.
        end.shutdown(socket.SHUT_RD)
        end.close()
