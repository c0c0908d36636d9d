"""Facts over two hops between processes, exactly once, against a bare loop of confirmed publishing and acknowledging.

Every fact has an effect at both desks, a row: written with the others of its batch or, `BENCH_OWN_STATEMENT=1`, with a
statement of its own, as by a reaction that must know at once what became of it.
`python -m tests.bench.deployed_facts work|relay DESK HOME OFFICE` is one process of it.
"""

import sys

if __name__ == "__main__" and sys.argv[1:2] == ["work"]:
    import services.backends.bus.rabbit.patched  # noqa: F401 - before all others

import logging
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pika
from sqlalchemy import Column, Integer, MetaData, String, Table, distinct, func, select

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit.linking import parameters
from services.backends.bus.rabbit.sender import Outgoing, Sender
from services.backends.database import Database
from services.backends.database.calling import calling
from services.backends.ledger import LedgerStore, Stores, ledger_tables
from services.kernel.clock import SystemClock
from services.kernel.facts import DocumentVoided, SignatureWithdrawn
from services.kernel.values import new_id
from services.kernel.wire import to_json
from tests import databases
from tests.bench.figures import Figure
from tests.contract import rabbit_desks
from tests.contract.rabbit_desks import Office
from tests.servers import Fleet

FACTS, PER_COMMIT = 6000, 20
_OWN = "BENCH_OWN_STATEMENT"
_METADATA = MetaData()
_LEDGER = ledger_tables(_METADATA)
_EFFECTS = Table("effects", _METADATA, Column("id", Integer, primary_key=True), Column("document", String(40)))


def run() -> Iterator[Figure]:
    """Handled facts a second, both hops together, with the bare loop's messages a second."""
    for engine, own in (("sqlite", ""), ("postgresql", ""), ("postgresql", "1")):
        with on_engine(engine), tempfile.TemporaryDirectory() as folder, rabbit_desks.office(Path(folder)) as office:
            office.module, os.environ[_OWN] = __name__, own
            bare = _bare(office)
            rate = _two_hops(office, Path(folder))
            name = f"facts, two hops, {engine}, {'a statement each' if own else 'effects together'}"
            yield Figure(name, rate, "/s", "bare loop", bare, "≥ 3,000/s")


@contextmanager
def on_engine(engine: str) -> Iterator[None]:
    """Desks lie on this engine during a `with`, in the processes started meanwhile too."""
    os.environ["VANTHU_TEST_DATABASE"] = engine
    databases.ON_POSTGRES = engine == "postgresql"
    try:
        yield
    finally:
        del os.environ["VANTHU_TEST_DATABASE"]
        databases.ON_POSTGRES = False


def _two_hops(office: Office, home: Path) -> float:
    first, second, third = (_desk(home, name) for name in rabbit_desks.SERVICES)
    office.start_all()
    call = calling(first.database, "first")
    first.stores.told = call.ring
    call.start()
    time.sleep(2)
    before, begun = _spent(office), time.perf_counter()
    _tell(first)
    told, telling = time.perf_counter() - begun, time.process_time()
    while _count(third.database) < FACTS:
        time.sleep(0.1)
    took = time.perf_counter() - begun
    spent = {**_spent(office), "telling": telling}
    call.stop()
    each = {name: (spent[name] - before.get(name, 0)) / FACTS / 2 * 1e6 for name in spent}
    batches = ", ".join(f"{FACTS / _batches(desk):.0f} at {desk.name}" for desk in (second, third))
    print(
        f"    telling took {told:.1f} s of {took:.1f} s; facts in a batch: {batches}; processor time of a handled fact:"
    )
    print("    " + ", ".join(f"{name} {cost:.0f} µs" for name, cost in each.items()))
    print(
        f"    together {sum(each.values()):.0f} µs: two cores that do nothing else, {2e6 / sum(each.values()):,.0f}/s"
    )
    assert _count(second.database) == _count(third.database) == FACTS
    for name in list(office.processes):
        office.stop(name)
    return FACTS * 2 / took


def _tell(desk: Endpoint) -> None:
    for batch in range(FACTS // PER_COMMIT):
        with desk.stores() as store:
            for each in range(PER_COMMIT):
                store.publish(DocumentVoided(f"{batch * PER_COMMIT + each:032d}", 1, "why", "who"))


def _batches(desk: Endpoint) -> int:
    """How many transactions heard facts: what one heard was heard at one moment."""
    with desk.database.read() as connection:
        return connection.scalar(select(func.count(distinct(_LEDGER.inbox.c.at)))) or 1


def _desk(home: Path, name: str) -> Endpoint:
    database = databases.toy_database(home, name, _METADATA)
    reactions: dict[type[Any], Any] = {"second": {DocumentVoided: _pass_on}, "third": {SignatureWithdrawn: _keep}}.get(
        name, {}
    )
    return Endpoint(name, database, _LEDGER, Stores(database, _LEDGER, SystemClock(), LedgerStore), reactions)


def _keep(fact: Any, store: LedgerStore) -> None:
    add = store.add if os.environ.get(_OWN) else store.add_last
    add(_EFFECTS, {"document": fact.document_id})


def _pass_on(fact: DocumentVoided, store: LedgerStore) -> None:
    _keep(fact, store)
    store.publish(SignatureWithdrawn("request", fact.document_id, fact.reason))


def _count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(_EFFECTS)).scalar_one()


def _spent(office: Office) -> dict[str, float]:
    """Seconds of processor time by who spent them."""
    pids = {name: [process.pid] for name, process in office.processes.items()}
    pids |= {name: [each.pid for each in Fleet().alive(name)] for name in ("rabbitmq", "postgres")}
    spent = {name: sum(map(_processor_time, each)) for name, each in pids.items()}
    return {**spent, "telling": time.process_time()}


def _processor_time(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _bare(office: Office) -> float:
    """The same messages, published with pipelined confirms by one process, taken and acknowledged by another."""
    body = to_json(DocumentVoided(f"{1:032d}", 1, "why", "who")).encode()
    taker = multiprocessing.get_context("spawn").Process(target=_take_all, args=(office.home, office.words()))
    sender = Sender(office.line("first").address)
    begun = time.perf_counter()
    taker.start()
    for _ in range(FACTS // 200):
        facts = [Outgoing(new_id(), "first.DocumentVoided", body, time.time(), {}) for _ in range(200)]
        assert len(sender.send(facts).confirmed) == 200
    taker.join()
    sender.close()
    return FACTS / (time.perf_counter() - begun)


def _take_all(home: Path, words: str) -> None:
    office = Office.said(home, words)
    with pika.BlockingConnection(parameters(office.line("second").address)) as link:
        channel = link.channel()
        channel.basic_qos(prefetch_count=400)
        for taken, (method, _, _) in enumerate(channel.consume("vanthu.second"), 1):
            if taken % 200 == 0:
                channel.basic_ack(method.delivery_tag, multiple=True)
            if taken == FACTS:
                return


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    os._exit(rabbit_desks.work_as(_desk, *sys.argv[1:]))
