"""Starting again, and the memory of a serving office at rest and after registrations."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.bench_register import registered
from tests.bench.figures import Figure
from tests.bench.papers import papers
from tests.fault.server import Server
from tests.fault.small_office import small_office

COUNT = 1000


def run() -> Iterator[Figure]:
    """Seconds until ready, MB of the serving process without its workers."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        office = small_office(Path(folder))
        server = Server(office)
        server.start()
        server.stop()
        server.start()
        try:
            yield Figure("second start until ready", server.starts[-1], "s", aim="≤ 5 s")
            yield Figure("memory at rest, serving process", _resident_mb(server.pid), "MB")
            registered(server, office.tokens["lan"], papers(COUNT), 8)
            yield Figure(f"memory after {COUNT} registrations", _resident_mb(server.pid), "MB")
        finally:
            server.end()


def _resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
