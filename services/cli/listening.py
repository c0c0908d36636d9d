"""The socket that the desks are served on, and how."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from services.backends.settings import Settings
from services.kernel.errors import Unavailable


@contextmanager
def bound(settings: Settings) -> Iterator[socket.socket]:
    """A socket at the address, found free before anything is opened."""
    family, *_, address = _address(settings)
    # The protocol is named because asyncio sends small answers at once only on sockets that say TCP; others wait 40 ms.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as trouble:
            raise _not_listening(settings, trouble) from None
        yield listener


def _address(settings: Settings) -> tuple[Any, ...]:
    try:
        return socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    except OSError as trouble:
        raise _not_listening(settings, trouble) from None


def _not_listening(settings: Settings, trouble: OSError) -> Unavailable:
    if trouble.errno == errno.EADDRINUSE:
        return Unavailable(
            "port-taken",
            f"Cổng {settings.port} đang được chương trình khác dùng.",
            "Dừng chương trình kia, hoặc đặt VANTHU_PORT là cổng khác.",
        )
    return Unavailable(
        "address-unusable",
        f"Không mở được địa chỉ {settings.host}, cổng {settings.port}.",
        "Đặt VANTHU_HOST là một địa chỉ của máy này; cổng dưới 1024 cần quyền quản trị máy.",
    )


def configured(application: Any, **more: Any) -> uvicorn.Config:
    """How the web server serves an application, or whatever makes one."""
    quiet: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False}
    return uvicorn.Config(application, **quiet, **{"timeout_graceful_shutdown": 10} | more)
