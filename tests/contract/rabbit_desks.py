"""The three toy desks joined by a real broker: a virtual host of their own, processes that can be killed.

`python -m tests.contract.rabbit_desks work|relay DESK HOME OFFICE` is one process of them.
"""

import sys

if __name__ == "__main__" and sys.argv[1:2] == ["work"]:
    import services.backends.bus.rabbit.patched  # noqa: F401 - before all others

import json
import logging
import os
import signal
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

import pika

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit import names, topology, users
from services.backends.bus.rabbit.address import Address
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.linking import parameters
from services.backends.bus.rabbit.relay import Relay
from services.kernel.values import new_id
from tests.servers import need
from tests.servers.server import Running
from tests.unit.bus_desks import desks

TELLERS = {"DocumentVoided": "first", "SignatureWithdrawn": "second", "DocumentSealed": "first"}
SERVICES = ("first", "second", "third")
QUICK = (0.05, 0.1)
DELIVERIES = 4


@dataclass
class Office:
    """Three desks, their virtual host and their processes, which are `python -m module work|relay DESK HOME OFFICE`."""

    home: Path
    broker: Running
    vhost: str
    pauses: tuple[float, ...] = QUICK
    module: str = "tests.contract.rabbit_desks"
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def admin(self) -> Address:
        """As the administrator of the broker."""
        return Address("127.0.0.1", self.broker.port, self.broker.user, self.broker.password, self.vhost)

    @property
    def tellers(self) -> dict[str, str]:
        """Which desk tells which fact."""
        return TELLERS

    @property
    def heard(self) -> dict[str, list[str]]:
        """Which facts each desk hears."""
        return {"first": [], "second": ["DocumentVoided"], "third": ["SignatureWithdrawn"]}

    def line(self, service: str) -> Line:
        """A desk's line, with a user of its own."""
        user = {each: f"{self.vhost}-{each}" for each in SERVICES}
        address = Address("127.0.0.1", self.broker.port, user[service], f"secret-{service}", self.vhost)
        return Line(service, address, self.tellers, user, self.pauses)

    def build(self) -> list[str]:
        """Users and topology; the queues."""
        admin = f"{self.broker.url}?management={self.broker.admin_url}"
        users.make_users(admin, {each: self.line(each).address for each in SERVICES}, self.tellers)
        return topology.declare(self.admin, self.heard, self.tellers, self.pauses, DELIVERIES)

    def start(self, kind: str, desk: str) -> None:
        """Start one process and wait until it is at work."""
        name = f"{kind} {desk}"
        arguments = [sys.executable, "-m", self.module, kind, desk, str(self.home), self.words()]
        with (self.home / f"{kind}-{desk}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=log)
        out = self.processes[name].stdout
        assert out is not None
        assert out.readline() == b"at work\n", (self.home / f"{kind}-{desk}.log").read_text()

    def start_all(self) -> None:
        """A relay for each desk that tells, a worker for each that hears."""
        starts = [("relay", "first"), ("relay", "second"), ("work", "second"), ("work", "third")]
        threads = [threading.Thread(target=self.start, args=each) for each in starts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def kill(self, name: str) -> None:
        """SIGKILL."""
        self.processes[name].kill()
        self.processes[name].wait()

    def stop(self, name: str) -> tuple[int, float]:
        """SIGTERM; the exit code and the seconds it took."""
        begun = time.monotonic()
        self.processes[name].terminate()
        return self.processes[name].wait(timeout=30), time.monotonic() - begun

    def close(self) -> None:
        """End every process and take the virtual host and its users away."""
        for process in self.processes.values():
            if process.poll() is None:
                process.kill()
            process.wait()
        ask(self.broker, "DELETE", f"vhosts/{self.vhost}")
        for service in SERVICES:
            ask(self.broker, "DELETE", f"users/{self.line(service).address.user}")

    def words(self) -> str:
        """All another process must know."""
        broker = self.broker
        kept = [broker.name, broker.url, broker.port, broker.user, broker.password, broker.admin_url]
        return json.dumps([kept, self.vhost, self.pauses])

    @classmethod
    def said(cls, home: Path, words: str) -> "Office":
        """From another process's words."""
        kept, vhost, pauses = json.loads(words)
        return cls(home, Running(*kept), vhost, tuple(pauses))

    def depth(self, queue: str) -> int:
        """Messages in a queue, as the broker counts them now."""
        with pika.BlockingConnection(parameters(self.admin)) as link:
            count = link.channel().queue_declare(queue, passive=True).method.message_count
            assert isinstance(count, int)
            return count

    def post(self, body: bytes, key: str, properties: pika.BasicProperties, user: str = "") -> None:
        """Publish a message by hand, as a desk's own user or as the administrator."""
        address = self.line(user).address if user else self.admin
        with pika.BlockingConnection(parameters(address)) as link:
            channel = link.channel()
            channel.confirm_delivery()
            channel.basic_publish(names.FACTS, key, body, properties, mandatory=True)


@contextmanager
def office(home: Path, broker: Running | None = None, pauses: tuple[float, ...] = QUICK) -> Iterator[Office]:
    """An office with its topology, taken away afterwards."""
    made = Office(home, broker or need("rabbitmq"), f"t{new_id()[-12:]}", pauses)
    try:
        made.build()
        yield made
    finally:
        made.close()


def ask(broker: Running, method: str, path: str, what: object = None) -> bytes:
    """One call of the broker's management interface; what it answers."""
    account = b64encode(f"{broker.user}:{broker.password}".encode()).decode()
    headers = {"Authorization": f"Basic {account}", "Content-Type": "application/json"}
    body = None if what is None else json.dumps(what).encode()
    with urlopen(Request(f"{broker.admin_url}/api/{path}", body, headers, method=method), timeout=20) as answer:
        said: bytes = answer.read()
        return said


def eventually(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it holds within so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def _work(endpoint: Endpoint, line: Line) -> int:
    from services.backends.bus.rabbit.hosting import run

    return run(endpoint, line)


def _relay(endpoint: Endpoint, line: Line) -> int:
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    Relay(endpoint, line).run(lambda: bool(told))
    return 0


def work_as(open_one: Callable[[Path, str], Endpoint], kind: str, desk: str, home: str, words: str) -> int:
    """One process; the desk is opened in it."""
    line = Office.said(Path(home), words).line(desk)
    return be_at_work(kind, open_one(Path(home), desk), line)


def be_at_work(kind: str, endpoint: Endpoint, line: Line) -> int:
    """Work or relay until told to stop; the exit code."""
    print("at work", flush=True)
    return (_work if kind == "work" else _relay)(endpoint, line)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    os._exit(work_as(lambda home, name: dict(zip(SERVICES, desks(home), strict=True))[name], *sys.argv[1:]))
