"""How a service hears facts, however they came: each once, many in one transaction, and none spoils another."""

import logging
import time
from collections.abc import Collection, Sequence
from typing import Protocol

from services.backends.bus.endpoint import Endpoint
from services.backends.ledger import LedgerStore
from services.backends.tracing import heard
from services.kernel.errors import Refusal
from services.kernel.facts import Fact
from services.kernel.wire import from_json

_log = logging.getLogger("vanthu.bus")

LONGEST_REASON = 1_000


class Delivery(Protocol):
    """A fact on its way to one subscription, `archive.DocumentIssued`."""

    @property
    def subscription(self) -> str:
        """The service that listens and the fact's name."""
        ...

    @property
    def fact_id(self) -> str:
        """The fact's own id: the same however often it is delivered."""
        ...

    @property
    def body(self) -> str:
        """The fact as JSON text."""
        ...

    @property
    def trace(self) -> str | None:
        """Where it came from, as `tracing.carried` wrote it."""
        ...


class Hearing:
    """Inbox row, effects and follow-up facts of one service in one transaction.

    `ours` are codes of refusals for which no fact is to blame: they are raised, and nothing was heard.
    """

    def __init__(self, subscriber: Endpoint, ours: Collection[str] = ()) -> None:
        self.subscriber = subscriber
        self.ours = ours

    def hear(self, batch: Sequence[Delivery]) -> list[str]:
        """Why each failed, in order; an empty text for those that were heard, now or before."""
        read = [self._read(each) for each in batch]
        sound = [(each, fact) for each, fact in zip(batch, read, strict=True) if isinstance(fact, Fact)]
        reasons = iter(self._react(sound) if sound else [])
        return [next(reasons) if isinstance(fact, Fact) else fact for fact in read]

    def _read(self, delivery: Delivery) -> Fact | str:
        try:
            fact = from_json(delivery.body)
        except Exception as broken:
            return _reason(delivery, broken)
        named = delivery.subscription.partition(".")[2]
        if type(fact).__name__ != named:
            return f"Thông điệp {type(fact).__name__} được gửi dưới tên {named}. Xem ai đã gửi nó."
        if type(fact) not in self.subscriber.reactions:
            return f"Dịch vụ {self.subscriber.name} không nghe loại tin {named}. Kiểm tra phiên bản các dịch vụ."
        return fact

    def _react(self, sound: Sequence[tuple[Delivery, Fact]]) -> list[str]:
        # One transaction, one fsync for all, as long as all goes well; otherwise each fact gets its own.
        try:
            with self.subscriber.stores() as store:
                self._hear(sound, store)
        except Exception as broken:
            if isinstance(broken, Refusal) and broken.code in self.ours:
                raise
            return [self._react([one])[0] for one in sound] if len(sound) > 1 else [_reason(sound[0][0], broken)]
        return [""] * len(sound)

    def _hear(self, sound: Sequence[tuple[Delivery, Fact]], store: LedgerStore) -> None:
        fresh = self._remember(store, [delivery for delivery, _ in sound])
        for delivery, fact in sound:
            key = (delivery.subscription, delivery.fact_id)
            if key in fresh:
                fresh.remove(key)
                with heard(delivery.subscription, delivery.trace):
                    self.subscriber.reactions[type(fact)](fact, store)

    def _remember(self, store: LedgerStore, told: Sequence[Delivery]) -> set[tuple[str, str]]:
        now = time.time()
        keys = sorted(
            {(each.subscription, each.fact_id) for each in told}
        )  # in one order, or two might wait for each other
        rows = [{"subscription": subscription, "fact_id": fact_id, "at": now} for subscription, fact_id in keys]
        return store.add_fresh(self.subscriber.tables.inbox, rows)


def _reason(delivery: Delivery, broken: Exception) -> str:
    if isinstance(broken, Refusal):
        said = f"{broken.detail} {broken.next}".strip() or broken.code
    else:
        _log.error("reaction failed", exc_info=broken, extra={"subscription": delivery.subscription})
        said = f"{type(broken).__name__}: {broken}"
    # It is kept and sent on: whatever a broken fact brought along must not make the telling fail as well.
    return said[:LONGEST_REASON].encode(errors="backslashreplace").decode().replace("\0", "\\x00")
