"""Three toy desks on real databases: the first tells, the second reacts and tells on, the third counts.

Run as `python -m tests.unit.bus_desks HOME` it delivers in a process of its own until nothing is left.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select

from services.backends.bus.courier import Courier, fan_out
from services.backends.bus.endpoint import Endpoint
from services.backends.ledger import LedgerStore, Stores, ledger_tables
from services.kernel.clock import SystemClock
from services.kernel.errors import Conflict
from services.kernel.facts import DocumentVoided, Fact, SignatureWithdrawn
from tests.databases import toy_database

METADATA = MetaData()
LEDGER = ledger_tables(METADATA)
EFFECTS = Table(
    "effects",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("document_id", String(40), nullable=False, index=True),
    Column("version", Integer, nullable=False),
)

PATIENCE, SLOW = 0.3, 0.7


def open_desk(home: Path, name: str, reactions: Mapping[type[Fact], Callable[[Any, Any], None]]) -> Endpoint:
    """A desk with its own database file."""
    database = toy_database(home, name, METADATA)
    return Endpoint(name, database, LEDGER, Stores(database, LEDGER, SystemClock(), LedgerStore), reactions)


def keep(fact: DocumentVoided, store: LedgerStore) -> None:
    """Note the effect."""
    store.connection.execute(insert(EFFECTS).values(document_id=fact.document_id, version=fact.version))


def keep_and_tell(fact: DocumentVoided, store: LedgerStore) -> None:
    """Note the effect and tell the third desk."""
    keep(fact, store)
    store.audit("bàn thứ hai", "hear", fact.document_id)
    store.publish(SignatureWithdrawn(f"q{fact.version}", fact.document_id, fact.reason))


def count(fact: SignatureWithdrawn, store: LedgerStore) -> None:
    """Note the effect of a fact that came over two hops, a slow one late; a poisonous one takes the process with it."""
    if fact.reason == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    if fact.reason == "slow":
        time.sleep(SLOW)
    if fact.reason == "refused":
        raise Conflict("too-early", "Chưa nhận được.", "Đợi thêm.")
    if fact.reason == "broken":
        raise RuntimeError("bug")
    store.connection.execute(insert(EFFECTS).values(document_id=fact.document_id, version=int(fact.request_id[1:])))


def desks(home: Path) -> tuple[Endpoint, Endpoint, Endpoint]:
    """Registry, signing and archive in small."""
    return (
        open_desk(home, "first", {}),
        open_desk(home, "second", {DocumentVoided: keep_and_tell}),
        open_desk(home, "third", {SignatureWithdrawn: count}),
    )


def tell(desk: Endpoint, numbers: Sequence[int], reason: str = "") -> None:
    """Publish a fact for each number, a transaction each."""
    for number in numbers:
        with desk.stores() as store:
            store.publish(DocumentVoided(f"d{number}", number, reason, "lan"))


def effects(desk: Endpoint) -> list[int]:
    """What a desk noted, sorted; a doubled effect is there twice."""
    with desk.database.read() as connection:
        return sorted(connection.execute(select(EFFECTS.c.version)).scalars())


def left(desk: Endpoint) -> int:
    """Facts of a desk not yet delivered, dead ones not counted."""
    with desk.database.read() as connection:
        unsent = select(func.count()).select_from(LEDGER.outbox).where(LEDGER.outbox.c.sent_at.is_(None))
        waiting = select(func.count()).select_from(LEDGER.delivery).where(LEDGER.delivery.c.dead_at.is_(None))
        return connection.execute(unsent).scalar_one() + connection.execute(waiting).scalar_one()


def deliver(home: Path, pauses: Sequence[float] = (0.0,) * 5) -> None:
    """Deliver everything, waiting for lapsed leases too."""
    every = desks(home)
    couriers = [Courier(p, s, pauses, PATIENCE) for p in every for s in every if p is not s]
    while any(left(desk) for desk in every):
        moved = sum(fan_out(desk, every) for desk in every) + sum(courier.carry() for courier in couriers)
        if not moved:
            time.sleep(0.02)


if __name__ == "__main__":
    print("delivering", flush=True)
    deliver(Path(sys.argv[1]))
