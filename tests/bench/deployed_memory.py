"""What the deployed set takes: memory of each process; processor time and bytes of each document as they grow many.

Memory is the proportional set size: what processes share is counted once. Documents are multiplied in the database;
what is measured is real ones on top of them: the registering transaction, and the search service from fact to index.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import psycopg

from services.embedded import Host, opened
from services.intake.domain.description import Description
from services.intake.domain.papers import Received
from services.intake.handlers.registration import RegisterIncoming
from services.kernel.facts import DocumentRegistered
from tests.bench.bench_register import registered
from tests.bench.bench_search import fill
from tests.bench.copied_documents import CopiedDocuments
from tests.bench.deployed_register import Front
from tests.bench.figures import Figure
from tests.bench.papers import papers
from tests.bench.processor import Meter, shared_out_mb
from tests.bench.search_corpus import records
from tests.fault.deployed.aftermath import aftermath
from tests.fault.deployed.office import DeployedOffice, deployed_office
from tests.fault.deployed.running import Up
from tests.servers import processes
from tests.servers.processes import Process, launch_time
from tests.unit.incoming_office import some_file
from tests.unit.search_office import SearchOffice

LEVELS = [int(each) for each in os.environ.get("BENCH_LEVELS", "1000 10000 100000").split()]
LOAD, MEASURED = int(os.environ.get("BENCH_DOCUMENTS", "200")), 200


def run() -> Iterator[Figure]:
    """Memory, then the table; `BENCH_LEVELS` and `BENCH_DOCUMENTS` make it smaller."""
    with deployed_office() as office:
        up = Up(office, office.home.parent / "up.log")
        try:
            up.start()
            yield from _memory(office, up)
            assert up.stop() == 0
        finally:
            up.end()
        yield from _table(office)


def _memory(office: DeployedOffice, up: Up) -> Iterator[Figure]:
    with aftermath(office) as after:
        rest = _taken(office, up)
        registered(Front(office), office.tokens["lan"], papers(LOAD), 8)
        busy = _taken(office, up)
        after.await_quiet(300)
    for name, (count, size) in busy.items():
        each = f"{name}, {count} processes" if count > 1 else name
        yield Figure(f"memory after {LOAD} registrations, {each}", size, "MB", "at rest", rest[name][1])
    ours = [size for name, (_, size) in busy.items() if name not in office.servers]
    yield Figure("  all of ours together", sum(ours), "MB")


def _taken(office: DeployedOffice, up: Up) -> dict[str, tuple[int, float]]:
    """Of each member and each server how many processes it is and the MB they take."""
    roots = {name: {Process(pid, launch_time(pid))} for name, pid in up.pids().items()}
    trees = {name: processes.tree(each) for name, each in roots.items()}
    trees |= {name: office.fleet.alive(name) for name in office.servers}
    return {name: (len(tree), sum(shared_out_mb(each.pid) for each in tree)) for name, tree in trees.items()}


def _table(office: DeployedOffice) -> Iterator[Figure]:
    meter = Meter({"postgres": office.fleet, "elasticsearch": office.fleet, "minio": office.fleet})
    begin: dict[str, float] = {}
    with (
        opened(office.settings) as host,
        closing(psycopg.connect(office.variables["VANTHU_DATABASE_ADMIN"], autocommit=True)) as admin,
    ):
        copied, search = CopiedDocuments(admin), SearchOffice(host.search, host.shared)
        for level, before in zip(LEVELS, [0, *LEVELS], strict=False):
            copied.grow(level)
            fill(search, level, before)
            search.parts.indexing.rebuild()  # it was not told of those
            _tidy(office)
            told = {
                "ms of processor, registering transaction": _registering(host, meter, level),
                "ms of processor, from fact to index": _indexing(search, meter, level),
                "bytes of the registers' database": copied.size("intake") / copied.count("intake.incoming"),
                "bytes of the search's database": copied.size("search") / copied.count("search.records"),
                "bytes of the index": _tidy(office),
            }
            for name, value in told.items():
                unit, _, what = name.partition(" of ")
                yield Figure(
                    f"{level:>7,}: {what}", value, f"{unit} a document", f"at {LEVELS[0]:,}", begin.get(name, 0.0)
                )
                begin.setdefault(name, value)


def _registering(host: Host, meter: Meter, level: int) -> float:
    people = host.directory.directory
    clerk = people.account_named("lan").person
    desk = host.intake.incoming.desk.registration
    orders = [
        RegisterIncoming("so-den", _paper(f"{level + number}/ĐO-{level}"), received=_file(host))
        for number in range(MEASURED)
    ]
    return meter.spent(lambda: [desk.register(clerk, order) for order in orders]) / MEASURED


def _paper(notation: str) -> Description:
    return Description(
        notation=notation,
        document_date=None,
        issuer="Sở Nội vụ",
        type_code="cong_van",
        subject=f"Báo cáo kết quả, văn bản {notation}",
    )


def _file(host: Host) -> Received:
    store: Any = host.objects
    return some_file(store)


def _indexing(office: SearchOffice, meter: Meter, level: int) -> float:
    cards = [
        office.card(f"do-{level}-{number}", body=body, number=number + 1, subject=record.subject)
        for number, (record, body) in enumerate(records(MEASURED, seed=level))
    ]
    return meter.spent(lambda: office.tell(*(DocumentRegistered(card, "lan") for card in cards))) / MEASURED


def _tidy(office: DeployedOffice) -> float:
    """Bytes a document of the index once its server has nothing left to merge, as after a quiet night."""
    index = office.variables["VANTHU_INDEX"].removeprefix("elasticsearch+")
    httpx.post(f"{index}/_forcemerge", params={"max_num_segments": 5}, timeout=300).raise_for_status()
    httpx.post(f"{index}/_refresh", timeout=60).raise_for_status()
    told = httpx.get(f"{index}/_stats/store,docs", timeout=60).json()["_all"]["primaries"]
    return float(told["store"]["size_in_bytes"]) / told["docs"]["count"]
