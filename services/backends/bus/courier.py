"""Carries one publisher's facts to one subscriber, in batches: claim with a lease, react, settle."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, delete, insert, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.hearing import Hearing

BATCH = 200
LEASE_SECONDS = 15.0
"""How long a courier that died keeps others waiting; one that is only slow is protected by the inbox."""
PAUSES = (1.0, 5.0, 30.0, 120.0, 600.0)
"""Seconds before each further try; after the last one the delivery is dead."""

KILLED = "Mỗi lần xử lý thông điệp này, tiến trình dừng đột ngột; đã thôi thử lại. Báo quản trị xem nhật ký máy chủ."

Delivery = Row[tuple[int, str, str, str, int]]


@dataclass(frozen=True)
class Outcome:
    """How one delivery ended: without a reason it is done."""

    delivery: Delivery
    reason: str = ""


@dataclass(frozen=True)
class Claim:
    """The statements that find what is due at `now` and take it in hand `until`; built once, they run many times."""

    chosen: Select[tuple[int]]
    taking: ReturningUpdate[Any]

    @classmethod
    def on(cls, table: Table, subscriber: str, tries: ColumnElement[bool], most: int) -> "Claim":
        """The claim on a subscriber's deliveries with so many tries behind them."""
        due = and_(table.c.subscriber == subscriber, table.c.dead_at.is_(None), table.c.due_at <= bindparam("now"))
        chosen = select(table.c.id).where(due, tries).order_by(table.c.id).limit(most)
        mine = update(table).where(table.c.id.in_(chosen.scalar_subquery()))
        taken = mine.values(due_at=bindparam("until"), attempts=table.c.attempts + 1)
        told = (table.c.id, table.c.subscription, table.c.fact_id, table.c.body, table.c.attempts, table.c.trace)
        return cls(chosen, taken.returning(*told))


class Courier:
    """One publisher, one subscriber. Several may run at once, in any process: a lease keeps them apart."""

    def __init__(
        self,
        publisher: Endpoint,
        subscriber: Endpoint,
        pauses: Sequence[float] = PAUSES,
        lease: float = LEASE_SECONDS,
    ) -> None:
        self.publisher = publisher
        self.subscriber = subscriber
        self.pauses = pauses
        self.lease = lease
        self._hearing = Hearing(subscriber)
        attempts = publisher.tables.delivery.c.attempts
        self._first = Claim.on(publisher.tables.delivery, subscriber.name, attempts == 0, BATCH)
        self._again = Claim.on(publisher.tables.delivery, subscriber.name, attempts > 0, 1)

    def carry(self) -> int:
        """Deliver what is due now, the first tries together and a retry alone; how many deliveries were tried."""
        # A message that kills the process must not use up the tries of others: a retry is claimed alone.
        first = self._claim(self._first)
        if first:
            self._settle(self._react(first))
        again = self._claim(self._again)
        if again:
            self._settle([self._try_again(again[0])])
        return len(first) + len(again)

    def _claim(self, claim: Claim) -> list[Delivery]:
        now = time.time()
        with self.publisher.database.read() as connection:
            if connection.execute(claim.chosen, {"now": now}).first() is None:
                return []
        with self.publisher.database.jot() as connection:
            rows = connection.execute(claim.taking, {"now": now, "until": now + self.lease}).all()
        return sorted(rows, key=lambda row: row.id)

    def _try_again(self, row: Delivery) -> Outcome:
        # Nobody came back to say how the last try ended: it took its process with it.
        if row.attempts > len(self.pauses) + 1:
            return Outcome(row, KILLED)
        return self._react([row])[0]

    def _react(self, batch: Sequence[Delivery]) -> list[Outcome]:
        return [Outcome(row, reason) for row, reason in zip(batch, self._hearing.hear(batch), strict=True)]

    def _settle(self, outcomes: list[Outcome]) -> None:
        table = self.publisher.tables.delivery
        done = [{"key": each.delivery.id} for each in outcomes if not each.reason]
        failed = [self._failure(each) for each in outcomes if each.reason]
        with self.publisher.database.jot() as connection:
            if done:
                connection.execute(delete(table).where(table.c.id == bindparam("key")), done)
            if failed:
                self.subscriber.retries.add(sum(each["dead"] is None for each in failed))
                statement = update(table).where(table.c.id == bindparam("key"))
                connection.execute(
                    statement.values(due_at=bindparam("due"), dead_at=bindparam("dead"), reason=bindparam("why")),
                    failed,
                )

    def _failure(self, outcome: Outcome) -> dict[str, object]:
        now, tries = time.time(), outcome.delivery.attempts
        dead = tries > len(self.pauses)
        pause = 0.0 if dead else self.pauses[tries - 1]
        return {"key": outcome.delivery.id, "due": now + pause, "dead": now if dead else None, "why": outcome.reason}


def take_back(publisher: Endpoint) -> int:
    """Make due at once what a process that died had in hand; how many. Only where no other process delivers."""
    table = publisher.tables.delivery
    in_hand = and_(table.c.attempts > 0, table.c.reason == "", table.c.dead_at.is_(None))
    with publisher.database.write() as connection:
        return connection.execute(update(table).where(in_hand).values(due_at=time.time())).rowcount


def awaited(publisher: Endpoint) -> set[str]:
    """The subscribers for whom something of this publisher's is due."""
    table = publisher.tables.delivery
    due = and_(table.c.dead_at.is_(None), table.c.due_at <= time.time())
    with publisher.database.read() as connection:
        return set(connection.scalars(select(table.c.subscriber).where(due).distinct()))


def fan_out(publisher: Endpoint, subscribers: Sequence[Endpoint]) -> int:
    """Turn unsent outbox rows into one delivery per subscription, marking exactly those rows sent; how many."""
    outbox, delivery = publisher.tables.outbox, publisher.tables.delivery
    unsent = select(outbox).where(outbox.c.sent_at.is_(None)).order_by(outbox.c.seq).limit(BATCH)
    with publisher.database.read() as connection:
        if connection.execute(unsent.limit(1)).first() is None:
            return 0
    with publisher.database.jot() as connection:
        rows, now = connection.execute(unsent).all(), time.time()
        wanted = [
            {
                "subscriber": each.name,
                "subscription": name,
                "fact_id": row.fact_id,
                "body": row.body,
                "at": row.at,
                "due_at": now,
                "trace": row.trace,
            }
            for row in rows
            for each in subscribers
            if (name := each.subscriptions().get(row.name))
        ]
        if wanted:
            connection.execute(insert(delivery), wanted)
        sent = update(outbox).where(outbox.c.seq == bindparam("key")).values(sent_at=now)
        if rows:
            connection.execute(sent, [{"key": row.seq} for row in rows])
    return len(rows)
