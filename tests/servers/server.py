"""What every server under test can do, and how a test reaches it."""

import http.client
import signal
import socket
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.servers.packages import Package
from tests.servers.processes import Process

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Place:
    """What one server was given: a folder of its own, free ports and a password."""

    home: Path
    ports: tuple[int, ...]
    password: str

    @property
    def log(self) -> Path:
        """All that the daemon says."""
        return self.home / "out.log"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers; `admin_url` is its second door, if it has one."""

    name: str
    url: str
    port: int
    user: str = ""
    password: str = ""
    admin_url: str = ""
    host: str = HOST


class NotReady(Exception):
    """A server that was started and does not answer, with the last it said."""


class Server(Protocol):
    """One kind of server; `polite` is the signal that asks it to end, `ports` how many it listens on."""

    name: str
    ports: int
    polite: signal.Signals

    def packages(self) -> tuple[Package, ...]:
        """The Debian packages it needs on this machine, present or not."""

    def fetch(self) -> None:
        """Bring what no package brings into the cache; `Missing` if this machine cannot run it."""

    def start(self, place: Place) -> tuple[Process, ...]:
        """Start it without waiting; what was in its folder is there again."""

    def is_ready(self, place: Place) -> bool:
        """Whether it answers its clients."""

    def reach(self, place: Place) -> Running:
        """The address and the account for tests."""


def listens(port: int) -> bool:
    """Whether somebody accepts connections there."""
    try:
        with socket.create_connection((HOST, port), timeout=2):
            return True
    except OSError:
        return False


def answers(port: int, path: str, account: tuple[str, str] | None = None) -> bool:
    """Whether a GET is answered with 200."""
    headers = {"Authorization": f"Basic {b64encode(':'.join(account).encode()).decode()}"} if account else {}
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
