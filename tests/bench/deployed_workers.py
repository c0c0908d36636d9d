"""A second worker process of a service: the rate of two against one, with a reaction that waits for somebody else.

One desk's reaction only waits; the other one also writes down what it heard, for which it takes its service's turn.
`python -m tests.bench.deployed_workers work DESK HOME OFFICE` is one process of it.
"""

import sys

if __name__ == "__main__" and sys.argv[1:2] == ["work"]:
    import services.backends.bus.rabbit.patched  # noqa: F401 - before all others

import logging
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, func, select

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit.sender import Outgoing, Sender
from services.backends.ledger import LedgerStore, Stores, ledger_tables
from services.kernel.clock import SystemClock
from services.kernel.facts import DocumentVoided, Fact, SignatureWithdrawn
from services.kernel.values import new_id
from services.kernel.wire import to_json
from tests import databases
from tests.bench.deployed_facts import on_engine
from tests.bench.figures import Figure
from tests.contract import rabbit_desks
from tests.contract.rabbit_desks import Office

FACTS = int(os.environ.get("BENCH_FACTS", "2000"))
WAIT = 0.005
_METADATA = MetaData()
_LEDGER = ledger_tables(_METADATA)
_EFFECTS = Table("effects", _METADATA, Column("id", Integer, primary_key=True), Column("document", String(40)))
_FACT: Mapping[str, tuple[str, Fact]] = {
    "second": ("first.DocumentVoided", DocumentVoided(f"{1:032d}", 1, "why", "who")),
    "third": ("second.SignatureWithdrawn", SignatureWithdrawn("request", f"{1:032d}", "why")),
}


def run() -> Iterator[Figure]:
    """Facts a second of two processes at one queue beside those of one; `BENCH_FACTS` makes it smaller."""
    words = {"second": "waiting 5 ms", "third": "waiting 5 ms, then writing"}
    with (
        on_engine("postgresql"),
        tempfile.TemporaryDirectory() as folder,
        rabbit_desks.office(Path(folder)) as office,
    ):
        office.module = __name__
        for name, does in words.items():
            one, two = _rates(office, name)
            yield Figure(f"facts heard by two processes, {does}", two, "/s", "one process", one, "× 1.7")


def _rates(office: Office, name: str) -> tuple[float, float]:
    desk = _desk(office.home, name)
    office.start("work", name)
    _rate(office, desk, 20)
    one = _rate(office, desk, FACTS)
    office.processes[f"work {name}, the first"] = office.processes.pop(f"work {name}")
    office.start("work", name)
    _rate(office, desk, 40)
    two = _rate(office, desk, FACTS)
    for each in [each for each in office.processes if name in each]:
        office.stop(each)
    desk.database.close()
    return one, two


def _rate(office: Office, desk: Endpoint, count: int) -> float:
    """Facts a second from the first one sent to the last one kept."""
    key, fact = _FACT[desk.name]
    before, body = _heard(desk), to_json(fact).encode()
    sender = Sender(office.line(key.partition(".")[0]).address)
    begun = time.perf_counter()
    sent = sender.send([Outgoing(new_id(), key, body, time.time(), {}) for _ in range(count)])
    sender.close()
    assert len(sent.confirmed) == count
    while _heard(desk) < before + count:
        time.sleep(0.02)
    return count / (time.perf_counter() - begun)


def _heard(desk: Endpoint) -> int:
    with desk.database.read() as connection:
        return connection.execute(select(func.count()).select_from(_LEDGER.inbox)).scalar_one()


def _desk(home: Path, name: str) -> Endpoint:
    database = databases.toy_database(home, name, _METADATA)
    reactions: dict[type[Any], Any] = {DocumentVoided: _wait} if name == "second" else {SignatureWithdrawn: _write}
    return Endpoint(name, database, _LEDGER, Stores(database, _LEDGER, SystemClock(), LedgerStore), reactions)


def _wait(_fact: Any, _store: LedgerStore) -> None:
    time.sleep(WAIT)


def _write(fact: Any, store: LedgerStore) -> None:
    time.sleep(WAIT)
    store.add(_EFFECTS, {"document": fact.document_id})


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    os._exit(rabbit_desks.work_as(_desk, *sys.argv[1:]))
