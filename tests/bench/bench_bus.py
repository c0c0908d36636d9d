"""Embedded facts over two hops, exactly once, against the same rows inserted without a bus."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select

from services.backends.bus.embedded import EmbeddedBus
from services.backends.bus.endpoint import Endpoint
from services.backends.ledger import LedgerStore, Stores, ledger_tables
from services.kernel.clock import SystemClock
from services.kernel.facts import DocumentVoided, ItemDeposited
from tests.bench.figures import Figure, timed
from tests.databases import toy_database

FACTS, PER_COMMIT = 4000, 20


class Desk:
    """A service with one table of effects, and an optional next fact."""

    def __init__(self, home: Path, name: str, reacts: dict[Any, Any]) -> None:
        metadata = MetaData()
        ledger = ledger_tables(metadata)
        self.effects = Table(
            "effects", metadata, Column("id", Integer, primary_key=True), Column("document", String(32))
        )
        database = toy_database(home, name, metadata)
        self.endpoint = Endpoint(name, database, ledger, Stores(database, ledger, SystemClock(), LedgerStore), reacts)

    def keep(self, fact: Any, store: LedgerStore) -> None:
        """One effect a fact."""
        store.connection.execute(insert(self.effects).values(document=fact.document_id))

    def count(self) -> int:
        """How many effects there are."""
        with self.endpoint.database.read() as connection:
            return connection.execute(select(func.count()).select_from(self.effects)).scalar_one()


def run() -> Iterator[Figure]:
    """Handled facts a second, first hop and second hop together."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        bare = FACTS * 2 / timed(lambda: _bare(Path(folder)))
        yield Figure("facts handled, two hops", _two_hops(Path(folder)), "/s", "bare rows", bare, "≥ 2,000/s")


def _two_hops(home: Path) -> float:
    intake, archive, search = (Desk(home, name, {}) for name in ("intake", "archive", "search"))
    archive.endpoint.reactions[DocumentVoided] = lambda fact, store: _deposit(archive, fact, store)  # type: ignore[index]
    search.endpoint.reactions[ItemDeposited] = search.keep  # type: ignore[index]
    bus = EmbeddedBus([intake.endpoint, archive.endpoint, search.endpoint])
    bus.start()
    begun = time.perf_counter()
    for batch in range(FACTS // PER_COMMIT):
        with intake.endpoint.stores() as store:
            for each in range(PER_COMMIT):
                store.publish(DocumentVoided(f"{batch * PER_COMMIT + each:032d}", 1, "why", "who"))
    while search.count() < FACTS:
        time.sleep(0.01)
    rate = FACTS * 2 / (time.perf_counter() - begun)
    bus.stop()
    assert archive.count() == search.count() == FACTS
    return rate


def _deposit(archive: Desk, fact: DocumentVoided, store: LedgerStore) -> None:
    archive.keep(fact, store)
    store.publish(ItemDeposited(fact.document_id, fact.document_id, "code", "fonds", "title"))


def _bare(home: Path) -> None:
    # What must be written in any case: an outbox row and an effect for each hop, in commits of the same size.
    desk = Desk(home, "bare", {})
    for _ in range(2 * FACTS // PER_COMMIT):
        with desk.endpoint.stores() as store:
            for each in range(PER_COMMIT):
                fact = DocumentVoided(f"{each:032d}", 1, "why", "who")
                store.publish(fact)
                desk.keep(fact, store)
