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
    pid: int

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


def started(home: Path, port: int, database: str) -> "subprocess.Popen[bytes]":
    """`vanthu api --processes 2`; what it says is in `log`."""
    told = {
        "VANTHU_HOME": str(home / "home"),
        "VANTHU_DATABASE": database,
        "VANTHU_BUS": "amqp://nobody@127.0.0.1:1/",  # a front never asks the broker
        "VANTHU_DEMO": "1",
        "VANTHU_WORKERS": "1",
        "VANTHU_PORT": str(port),
        "TMPDIR": str(home / "tmp"),
    }
    with (home / "log").open("wb") as log:
        command = [sys.executable, "-m", "services", "api", "--processes", "2"]
        return subprocess.Popen(command, env={**os.environ, **told}, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    killed = tmp_path / "tmp" / "vanthu-figures-killed"
    killed.mkdir(parents=True)
    (killed / "held").touch()
    os.utime(killed, (0, 0))
    port = free_port()
    process = started(tmp_path, port, role_address("{service}", database_of(tmp_path)))
    made, until = Front(port, tmp_path / "tmp", process.pid), time.monotonic() + START_SECONDS
    try:
        while len(made.processes()) < 2 or not made.listens():
            assert process.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < until
            assert "mở tại" not in (tmp_path / "log").read_text() or made.listens(), "nobody is sent to a closed door"
            time.sleep(0.1)
        assert eventually(lambda: "mở tại" in (tmp_path / "log").read_text())
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


def test_a_process_that_is_silent_for_some_seconds_is_not_killed_over_it(front: Front) -> None:
    before = front.processes()
    with front.without(min(before)):
        time.sleep(7)
    assert front.processes() == before
    assert all(Path(f"/proc/{process}").exists() for process in before)


def test_a_front_told_to_stop_takes_what_is_on_its_way_and_answers(front: Front) -> None:
    body = b"account=lan&password=x&csrf=y"
    head = f"POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
    with socket.create_connection(("127.0.0.1", front.port)) as way:
        way.settimeout(60)
        way.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body[:9])
        time.sleep(1)
        os.kill(front.pid, signal.SIGTERM)
        time.sleep(12)
        way.sendall(body[9:])
        assert way.recv(100).startswith(b"HTTP/1.1 4"), "refused for what it says, not broken off"


def test_a_front_that_is_refused_what_it_needs_ends_with_the_reason_and_its_code(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    process = started(tmp_path, free_port(), "postgresql://nobody@127.0.0.1:1/{service}")
    assert process.wait(START_SECONDS) == 3
    assert "Cơ sở dữ liệu" in (tmp_path / "log").read_text()


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
