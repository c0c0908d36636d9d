"""`vanthu up` as a process of its own, whose members can be killed one by one; it starts them again."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from services.cli.up import members
from tests.fault.deployed.office import DeployedOffice
from tests.servers import processes
from tests.servers.processes import Process

NAMES = [each.name for each in members()]
_START_SECONDS = 300.0
_ENDED = re.compile(r"^(\S+)\s+dừng với mã (-?\d+);", re.MULTILINE)


class Up:
    """The set of one office; `told` is what each of its processes is told beside the office's own settings."""

    def __init__(self, office: DeployedOffice, log: Path, told: Mapping[str, str] | None = None) -> None:
        self.office = office
        self.log = log
        self.told = dict(told or {})
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        """Start all, with more words to the command, and wait until the front is ready and everybody else lives."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services", "up", *more],
                env={**os.environ, **self.office.environment(), **self.told},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.await_well()

    def ensure(self, told: Mapping[str, str]) -> None:
        """Have it run, told these things beside the office's own settings."""
        if self._process is not None and self._process.poll() is None and self.told != told:
            assert self.stop() == 0
        self.told = dict(told)
        if self._process is None or self._process.poll() is not None:
            self.start()
        else:
            self.await_well()

    def await_well(self, seconds: float = _START_SECONDS) -> None:
        """Wait until the front is ready and every member lives."""
        until = time.monotonic() + seconds
        while not (self.is_ready() and set(self.pids()) == set(NAMES)):
            assert self._living().poll() is None, f"the supervisor ended: {self.said()[-3000:]}"
            assert time.monotonic() < until, f"{sorted(set(NAMES) - set(self.pids()))} {self.said()[-3000:]}"
            time.sleep(0.2)

    def is_ready(self) -> bool:
        """Whether the front says that all it needs is there."""
        try:
            return httpx.get(f"{self.office.address}/readyz", timeout=20).status_code == 200
        except httpx.TransportError:
            return False

    def pids(self) -> dict[str, int]:
        """The members that live, by name."""
        children = processes.children(self._living().pid)
        return {name: pid for pid in children if (name := _member(pid))}

    def send(self, name: str, word: signal.Signals) -> int:
        """A signal for one member; its id, once it lives."""
        pid = _await(lambda: self.pids().get(name))
        os.kill(pid, word)
        return pid

    def kill(self, name: str) -> None:
        """SIGKILL for one member, not for what it has started."""
        self.send(name, signal.SIGKILL)

    def power_cut(self) -> None:
        """SIGKILL for everything at once."""
        processes.kill(self.everybody())

    def stop(self) -> int:
        """Ask it to end; the exit code."""
        self._living().terminate()
        return self._living().wait(60)

    def everybody(self) -> set[Process]:
        """All processes that were told of this office, wherever they hang by now."""
        mark = f"VANTHU_HOME={self.office.home}".encode()
        return {each for each in processes.told(mark) if each.pid != os.getpid()}

    def end(self) -> None:
        """Leave nothing running, however the test ended."""
        while left := self.everybody():
            processes.kill(left)
        if self._process is not None:
            self._process.wait()

    def said(self) -> str:
        """All that the set has said."""
        return self.log.read_text(errors="replace")

    def ends(self) -> list[tuple[str, int]]:
        """Every member that ended while it should not, and with which code."""
        return [(name, int(code)) for name, code in _ENDED.findall(self.said())]

    def _living(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None
        return self._process


def _member(pid: int) -> str:
    """`work-intake` of `python -m services.deployed.work intake`."""
    words = [word for word in processes.words(pid) if not word.startswith("-")]
    kind = next((place for place, word in enumerate(words) if word.rpartition(".")[2] in {"api", "work", "relay"}), 0)
    if not kind:
        return ""
    named = words[kind].rpartition(".")[2]
    return named if named == "api" else "-".join([named, *words[kind + 1 : kind + 2]])


def _await(question: Callable[[], int | None], seconds: float = 120.0) -> int:
    until = time.monotonic() + seconds
    while (found := question()) is None:
        assert time.monotonic() < until
        time.sleep(0.05)
    return found
