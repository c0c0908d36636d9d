"""What is known of the servers of one checkout: ports, passwords and processes, kept in one file."""

import json
import os
import random
import secrets
import socket
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tests.servers.fetching import locked
from tests.servers.processes import Process
from tests.servers.server import HOST

# Below the ports that the kernel lends to clients: one of these might sit on a killed server's port.
_RANGE = range(12000, 30000)


@dataclass(frozen=True, slots=True)
class Entry:
    """One server: what it was given at its first start, and the processes it runs as."""

    url: str
    ports: tuple[int, ...]
    password: str
    processes: tuple[Process, ...] = ()


class State:
    """The state file; several test processes may read and write it at once."""

    def __init__(self, home: Path) -> None:
        self.path = home / "state.json"

    def entries(self) -> dict[str, Entry]:
        """All servers ever started here, by name."""
        if not self.path.exists():
            return {}
        return {name: _entry(kept) for name, kept in json.loads(self.path.read_text()).items()}

    def keep(self, name: str, entry: Entry) -> None:
        """Write one server's entry."""
        with locked(self.path.with_suffix(".lock")):
            entries = {**self.entries(), name: entry}
            written = self.path.with_suffix(".new")
            written.touch(mode=0o600)
            written.write_text(json.dumps({name: asdict(each) for name, each in sorted(entries.items())}, indent=1))
            os.replace(written, self.path)

    def give(self, name: str, count: int) -> Entry:
        """The server's entry with ports free to listen on: those it had before, if nobody took them."""
        with locked(self.path.with_suffix(".ports")):
            entries = self.entries()
            entry = entries.get(name, Entry("", (), secrets.token_urlsafe(12)))
            if len(entry.ports) != count or not all(map(_is_free, entry.ports)):
                taken = {port for each in entries.values() for port in each.ports}
                entry = replace(entry, ports=_choose(count, taken))
            self.keep(name, entry)
            return entry


def _entry(kept: dict[str, Any]) -> Entry:
    processes = tuple(Process(**each) for each in kept["processes"])
    return Entry(kept["url"], tuple(kept["ports"]), kept["password"], processes)


def _choose(count: int, taken: set[int]) -> tuple[int, ...]:
    chosen: list[int] = []
    while len(chosen) < count:
        port = random.choice(_RANGE)
        if port not in taken and port not in chosen and _is_free(port):
            chosen.append(port)
    return tuple(chosen)


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        # Connections of a killed server that linger do not count.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            return False
        return True
