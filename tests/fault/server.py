"""`vanthu serve` as a process of its own, that can be killed at any moment and started again on the same port."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.fault.small_office import SmallOffice

_START_SECONDS = 60.0


class Server:
    """One serving process at a time; `starts` are the seconds each start took until it answered ready.

    With `largest_file` bytes its disk refuses to let any file grow further, as a full one does.
    """

    def __init__(self, office: SmallOffice, largest_file: int = 0) -> None:
        self.office = office
        self.largest_file = largest_file
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = office.home.parent / "server.log"
        self.starts: list[float] = []
        self.workers: set[int] = set()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it is ready."""
        began = time.monotonic()
        self.launch()
        while not self._is_ready():
            said = self.log.read_text()[-2000:]
            assert self._living().poll() is None, f"the server ended by itself: {said}"
            assert time.monotonic() - began < _START_SECONDS, f"the server does not get ready: {said}"
            time.sleep(0.05)
        self.starts.append(time.monotonic() - began)

    def launch(self) -> None:
        """Start without waiting."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services", "serve"],
                env={**os.environ, **self.office.environment(self.port)},
                stdout=log,
                stderr=log,
            )
        if self.largest_file:
            limit = (self.largest_file, self.largest_file)
            resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, limit)

    @property
    def pid(self) -> int:
        """The serving process."""
        return self._living().pid

    def kill(self) -> None:
        """SIGKILL, as the kernel does when memory runs out; its workers are on their own then."""
        process = self._living()
        self.workers |= _children(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> int:
        """Ask it to end; the exit code."""
        self._living().terminate()
        return self._living().wait(60)

    def end(self) -> None:
        """Leave nothing running, however the test ended."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def workers_left(self) -> set[int]:
        """Workers of killed servers that still live."""
        return {pid for pid in self.workers if b"spawn_main" in _command(pid)}

    def complaints(self) -> str:
        """What the server wrote of faults of its own."""
        return "\n".join(line for line in self.log.read_text().splitlines() if " ERROR " in line or "Error" in line)

    def _living(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "not started"
        return self._process

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.address}/readyz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _children(pid: int) -> set[int]:
    listed = Path(f"/proc/{pid}/task")
    return {int(child) for task in listed.iterdir() for child in (task / "children").read_text().split()}


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
