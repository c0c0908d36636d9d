"""The servers of one checkout: started side by side, left up for the next run, ended without touching anything else."""

import hashlib
import os
import shutil
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.servers import packages, processes
from tests.servers.buckets import MinIO, VersityGateway
from tests.servers.elasticsearch import Elasticsearch, SecuredElasticsearch
from tests.servers.fetching import Missing, cache, enterable, locked
from tests.servers.postgres import Postgres
from tests.servers.processes import Process
from tests.servers.rabbitmq import RabbitMQ
from tests.servers.server import NotReady, Place, Running, Server
from tests.servers.state import Entry, State

_CHECKOUT = Path(__file__).parents[2]
_PATIENCE = 180.0
_KINDS: tuple[Server, ...] = (
    Postgres(),
    RabbitMQ(),
    MinIO(),
    VersityGateway(),
    Elasticsearch(),
    SecuredElasticsearch(),
)
SERVERS: dict[str, Server] = {each.name: each for each in _KINDS}
USUAL = [name for name in SERVERS if name != SecuredElasticsearch.name]


class Fleet:
    """All servers whose data lie under one folder."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = (home or usual_home()).absolute()
        enterable(self.home.parent)
        enterable(self.home)
        self.state = State(self.home)

    def start(self, names: Iterable[str]) -> dict[str, Running | Missing | NotReady]:
        """Start these side by side; of each its address, or what kept it."""
        names = list(names)
        packages.install(each for name in names for each in SERVERS[name].packages())
        with ThreadPoolExecutor(len(names)) as threads:
            return dict(zip(names, threads.map(self._try, names), strict=True))

    def up(self, name: str) -> Running:
        """A server that answers, started if it does not; `Missing` if the machine lacks what it takes."""
        server = SERVERS[name]
        if running := self._running(server):
            return running
        packages.install(server.packages())
        server.fetch()
        with locked(self.home / f"{name}.lock"):
            return self._running(server) or self._start(server)

    def kill(self, name: str) -> None:
        """SIGKILL for every process of the server; its data and its ports stay for the next start."""
        if entry := self.state.entries().get(name):
            processes.kill(entry.processes)

    def stop(self, names: Iterable[str]) -> None:
        """Ask them to end and see to it that they do."""
        known = self.state.entries()
        with ThreadPoolExecutor(len(SERVERS)) as threads:
            list(threads.map(self._stop, [name for name in names if name in known]))

    def alive(self, name: str) -> set[Process]:
        """The processes the server runs as."""
        entry = self.state.entries().get(name)
        return processes.tree(entry.processes) if entry else set()

    def _try(self, name: str) -> Running | Missing | NotReady:
        try:
            return self.up(name)
        except (Missing, NotReady) as kept:
            return kept

    def _stop(self, name: str) -> None:
        with locked(self.home / f"{name}.lock"):
            entry = self.state.entries()[name]
            processes.end(entry.processes, SERVERS[name].polite)
            self.state.keep(name, replace(entry, processes=()))

    def _running(self, server: Server) -> Running | None:
        entry = self.state.entries().get(server.name)
        if not entry or not entry.processes or not all(map(processes.is_alive, entry.processes)):
            return None
        place = self._place(server, entry)
        self._await(server, place, entry.processes)
        return server.reach(place)

    def _start(self, server: Server) -> Running:
        known = self.state.entries().get(server.name)
        if known:
            processes.kill(known.processes)
        else:
            shutil.rmtree(self.home / server.name, ignore_errors=True)
        entry = self.state.give(server.name, server.ports)
        place = self._place(server, entry)
        enterable(place.home)
        started = server.start(place)
        self.state.keep(server.name, replace(entry, url=server.reach(place).url, processes=started))
        self._await(server, place, started)
        return server.reach(place)

    def _await(self, server: Server, place: Place, started: Iterable[Process]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not server.is_ready(place):
            if time.monotonic() > deadline or not all(map(processes.is_alive, started)):
                said = place.log.read_text(errors="replace")[-1500:]
                raise NotReady(f"{server.name} does not get ready, see {place.log}: {said}")
            time.sleep(0.1)

    def _place(self, server: Server, entry: Entry) -> Place:
        return Place(self.home / server.name, entry.ports, entry.password)


def usual_home() -> Path:
    """`build/servers`; where root works in a folder closed to the servers' accounts, one beside the fetched things."""
    usual = _CHECKOUT / "build/servers"
    closed = [each for each in usual.parents if each.exists() and not each.stat().st_mode & 0o001]
    if os.geteuid() == 0 and closed:
        return cache() / "homes" / hashlib.sha256(str(_CHECKOUT).encode()).hexdigest()[:16]
    return usual
