"""A front of several processes tells one set of figures, whichever of them is asked and whichever has died."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from services.backends import telemetry_together
from tests.contract.rabbit_desks import eventually
from tests.postgres import database_of, give_back, role_address

START_SECONDS = 120.0


@dataclass(frozen=True)
class Front:
    """`vanthu api --processes 2`, and where its processes count."""

    port: int
    folder: Path

    def processes(self) -> set[int]:
        """Those that have begun to count."""
        return {int(path.stem.rpartition("_")[2]) for path in self.folder.glob("vanthu-figures-*/histogram_*.db")}

    def listens(self) -> bool:
        """Whether anybody answers."""
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, path: str) -> str:
        """One question on a connection of its own."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            said: str = answer.read().decode()
            return said

    def told(self, name: str, **labels: str) -> float:
        """The sum of a figure's samples with these labels."""
        families = text_string_to_metric_families(self.ask("/metrics"))
        samples = (each for family in families for each in family.samples if each.name == name)
        return sum(each.value for each in samples if labels.items() <= each.labels.items())

    @contextmanager
    def without(self, process: int) -> Iterator[None]:
        """The others answer alone."""
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    killed = tmp_path / "tmp" / "vanthu-figures-killed"
    killed.mkdir(parents=True)
    (killed / "held").touch()
    os.utime(killed, (0, 0))
    told = {
        "VANTHU_HOME": str(tmp_path / "home"),
        "VANTHU_DATABASE": role_address("{service}", database_of(tmp_path)),
        "VANTHU_BUS": "amqp://nobody@127.0.0.1:1/",  # a front never asks the broker
        "VANTHU_DEMO": "1",
        "VANTHU_WORKERS": "1",
        "VANTHU_PORT": str(port),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "services", "api", "--processes", "2"]
        process = subprocess.Popen(
            command, env={**os.environ, **told}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    made, until = Front(port, tmp_path / "tmp"), time.monotonic() + START_SECONDS
    try:
        while len(made.processes()) < 2 or not made.listens():
            assert process.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < until
            time.sleep(0.1)
        yield made
        process.terminate()
        process.wait(30)
        assert not list(made.folder.glob("vanthu-figures-*")), (
            "nothing is left of it, nor of one that was killed before"
        )
    finally:
        process.kill()
        process.wait()
        give_back(tmp_path)


def test_whichever_process_is_asked_tells_what_all_have_counted(front: Front) -> None:
    one, other = front.processes()
    asked = {"route": "/healthz", "status": "200"}
    for process, sum_of_all in ((one, 3), (other, 6)):
        with front.without(process):
            for _ in range(3):
                front.ask("/healthz")
            # It is counted when the answer is on its way already.
            assert eventually(lambda wanted=sum_of_all: front.told("vanthu_requests_total", **asked) == wanted)
    for process in (one, other):
        with front.without(process):
            assert front.told("vanthu_requests_total", **asked) == 6
            assert front.told("vanthu_request_seconds_count", route="/healthz") == 6
            assert front.told("vanthu_pool_most", service="intake", pool="read") == 20, "each has as many as the other"
    os.kill(one, signal.SIGKILL)
    assert front.told("vanthu_requests_total", **asked) == 6, "what it has counted stays"


def test_what_a_process_that_died_had_in_use_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    dead, alive = tmp_path / f"gauge_livemax_{ended.pid}.db", tmp_path / f"gauge_livemax_{os.getpid()}.db"
    counted = tmp_path / f"counter_{ended.pid}.db"
    for path in (dead, alive, counted):
        path.touch()
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    telemetry_together.registry()
    assert [path.exists() for path in (dead, alive, counted)] == [False, True, True]
