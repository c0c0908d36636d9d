"""Registering over HTTP with the deployed set, against bare rows in PostgreSQL and bare bytes in MinIO of the same run.

Also how long after its registration a document is found while fifty clerks work.
"""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

import httpx

from tests.bench.bare_servers import BareServers, Rows
from tests.bench.bench_register import registered
from tests.bench.figures import Figure, p95
from tests.bench.papers import papers
from tests.fault.clients import incoming
from tests.fault.deployed.office import DeployedOffice, deployed_office
from tests.fault.deployed.running import Up

COUNT, CLERKS = int(os.environ.get("BENCH_DOCUMENTS", "300")), (1, 8, 50)
_WARM, _ASKERS, _PAUSE = 20, 2, 0.2
_FIRST_OF_ASKERS = 900_000


def run() -> Iterator[Figure]:
    """Registrations a second of one clerk, eight, fifty, each with its waiting; `BENCH_DOCUMENTS` makes it smaller."""
    with deployed_office() as office:
        up = Up(office, office.home.parent / "up.log")
        try:
            up.start()
            yield from _rates(office)
            yield from _found(office)
        finally:
            up.end()


def _rates(office: DeployedOffice) -> Iterator[Figure]:
    front, token = Front(office), office.tokens["lan"]
    registered(front, token, papers(_WARM), 0)
    with closing(BareServers(office.variables)) as bare:
        for turn, clerks in enumerate(CLERKS):
            sheets = papers(COUNT)
            rate, waits = registered(front, token, sheets, clerks)
            rows = bare.rows_of(range(_WARM + turn * COUNT + 1, _WARM + (turn + 1) * COUNT + 1))
            peer, peer_waits = _bare(bare, rows, sheets, clerks)
            yield Figure(f"registrations, 100 kB, {clerks} at once", rate, "/s", "rows and put", peer, "≥ 0.50")
            yield Figure("  each waits, p95", p95(waits), "ms", "rows and put", p95(peer_waits))


def _bare(
    bare: BareServers, rows: Sequence[Rows], sheets: Sequence[bytes], clerks: int
) -> tuple[float, Sequence[float]]:
    """The same bytes and rows by so many at once; how many a second, and how long each took."""
    work, waits, turn = iter(zip(rows, sheets, strict=True)), list[float](), threading.Lock()

    def clerk() -> None:
        with closing(bare.line()) as line:
            while True:
                with turn:
                    one = next(work, None)
                if one is None:
                    return
                begun = time.perf_counter()
                line.put(one[1])
                line.insert(one[0])
                waits.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    threads = [threading.Thread(target=clerk) for _ in range(clerks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(waits) == len(sheets)
    return len(sheets) / (time.perf_counter() - begun), waits


def _found(office: DeployedOffice) -> Iterator[Figure]:
    """A few of fifty clerks look for what they have just registered, until it is found."""
    waits: list[float] = []
    over = threading.Event()
    askers = [threading.Thread(target=_ask, args=(office, number, over, waits)) for number in range(_ASKERS)]
    for asker in askers:
        asker.start()
    registered(Front(office), office.tokens["lan"], papers(COUNT * 2), CLERKS[-1] - _ASKERS)
    over.set()
    for asker in askers:
        asker.join()
    name = f"registered → found while {CLERKS[-1]} work, p95 of {len(waits)}"
    yield Figure(name, p95(waits), "ms", aim="≤ 2,000")


def _ask(office: DeployedOffice, asker: int, over: threading.Event, waits: list[float]) -> None:
    headers = {"Authorization": f"Bearer {office.tokens['lan']}"}
    with httpx.Client(base_url=f"{office.address}/api/v1/", headers=headers, timeout=120) as program:
        for number, sheet in enumerate(papers(COUNT)):
            job = _FIRST_OF_ASKERS + number * _ASKERS + asker
            answer = program.post("intake/incoming", files=incoming(job, sheet))
            assert answer.status_code == 201, answer.text
            begun = time.perf_counter()
            while not program.get("search", params={"q": f"{job}/SNV-TCCB", "size": 1}).json()["total"]:
                time.sleep(_PAUSE)
            waits.append(time.perf_counter() - begun)
            if over.is_set():
                return


class Front:
    """The port of an office's front."""

    def __init__(self, office: DeployedOffice) -> None:
        self.port = int(office.variables["VANTHU_PORT"])
