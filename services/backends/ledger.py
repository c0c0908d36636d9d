"""The tables every service has beside its own, and the store that writes to them in the same transaction.

Outbox (facts to tell), delivery (embedded bus), inbox (facts heard), audit chain, remembered answers.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, String, Table, Text

from services.backends import audit
from services.backends.database import Database
from services.backends.database.turns import FREE_OF_TURNS
from services.backends.rows import LONG, Row, Rows
from services.backends.tracing import carried
from services.kernel.clock import Clock
from services.kernel.deeds import Deed
from services.kernel.facts import Fact
from services.kernel.people import Person
from services.kernel.values import new_id
from services.kernel.wire import to_json


@dataclass(frozen=True)
class LedgerTables:
    """The shared tables inside one service's metadata; times are seconds since the epoch."""

    outbox: Table
    delivery: Table
    inbox: Table
    chain: audit.Chain
    answers: Table

    @property
    def audit(self) -> Table:
        """The links of the audit chain."""
        return self.chain.links


def ledger_tables(metadata: MetaData) -> LedgerTables:
    """Declare the shared tables in a service's metadata."""
    return LedgerTables(
        outbox=_outbox(metadata),
        delivery=_delivery(metadata),
        inbox=Table(
            "inbox",
            metadata,
            Column("subscription", String(80), primary_key=True),
            Column("fact_id", String(32), primary_key=True),
            Column("at", Float, nullable=False),
            # To remember a fact decides nothing: a slow reaction to it holds nobody up before it touches other tables.
            info={FREE_OF_TURNS: True},
        ),
        chain=audit.tables(metadata),
        answers=Table(
            "answers",
            metadata,
            Column("person_id", String(32), primary_key=True),
            Column("key", String(200), primary_key=True),
            Column("request", String(64), nullable=False),
            Column("status", Integer, nullable=False),
            Column("body", Text, nullable=False),
            Column("headers", Text, nullable=False),
            Column("at", Float, nullable=False),
        ),
    )


def _outbox(metadata: MetaData) -> Table:
    outbox = Table(
        "outbox",
        metadata,
        Column("seq", LONG, primary_key=True, autoincrement=True),
        Column("fact_id", String(32), nullable=False, unique=True),
        Column("name", String(60), nullable=False),
        Column("body", Text, nullable=False),
        Column("at", Float, nullable=False),
        Column("sent_at", Float),
        Column("trace", Text),
        sqlite_autoincrement=True,
    )
    unsent = outbox.c.sent_at.is_(None)
    Index("outbox_unsent", outbox.c.seq, sqlite_where=unsent, postgresql_where=unsent)
    return outbox


def _delivery(metadata: MetaData) -> Table:
    delivery = Table(
        "delivery",
        metadata,
        Column("id", LONG, primary_key=True, autoincrement=True),
        Column("subscriber", String(20), nullable=False),
        Column("subscription", String(80), nullable=False),
        Column("fact_id", String(32), nullable=False),
        Column("body", Text, nullable=False),
        Column("at", Float, nullable=False),
        Column("attempts", Integer, nullable=False, default=0),
        Column("due_at", Float, nullable=False),
        Column("dead_at", Float),
        Column("reason", Text, nullable=False, default=""),
        Column("trace", Text),
        sqlite_autoincrement=True,
    )
    Index("delivery_due", delivery.c.subscriber, delivery.c.dead_at, delivery.c.due_at)
    return delivery


class LedgerStore(Rows):
    """One transaction of a service: its store adds its own writes to these."""

    def __init__(self, connection: Connection, tables: LedgerTables, clock: Clock) -> None:
        super().__init__(connection)
        self.ledger = tables
        self.clock = clock
        self._last: dict[Table, list[Row]] = {}

    def publish(self, fact: Fact) -> None:
        """Tell the other desks, once this transaction is committed."""
        row = {
            "fact_id": new_id(),
            "name": type(fact).__name__,
            "body": to_json(fact),
            "at": self.clock.now().timestamp(),
            "trace": carried(),
        }
        self.add_last(self.ledger.outbox, row)

    def add_last(self, table: Table, row: Row) -> None:
        """Add a row when this transaction ends, with all others of its table: for what nothing in it reads.

        The rows of a table have the same columns, of text and numbers.
        """
        self._last.setdefault(table, []).append(row)

    def flush(self) -> int:
        """Write what was to come last, each table at once; how many facts were published."""
        last, self._last = self._last, {}
        for table, rows in last.items():
            self.add_together(table, rows)
        return len(last.get(self.ledger.outbox, ()))

    def audit(self, who: Person | str, deed: Deed, subject: str, **details: object) -> None:
        """Add a link to the audit chain: who did what to which thing; details are small JSON values, never content."""
        audit.append(self.connection, self.ledger.chain, self.clock.now(), audit.Entry.of(who, deed, subject, details))


S = TypeVar("S", bound=LedgerStore)


class Stores(Generic[S]):
    """Opens one transaction at a time for use cases: `with stores() as store`."""

    def __init__(
        self,
        database: Database,
        tables: LedgerTables,
        clock: Clock,
        kind: Callable[[Connection, LedgerTables, Clock], S],
    ) -> None:
        self.database = database
        self.tables = tables
        self.clock = clock
        self.kind = kind
        self.told: Callable[[], None] = lambda: None

    @contextmanager
    def __call__(self) -> Iterator[S]:
        """A store whose writes are all kept, or none; the bus is woken after a commit that told something."""
        with self.database.write() as connection:
            store = self.kind(connection, self.tables, self.clock)
            yield store
            told = store.flush()
        if told:
            self.told()
