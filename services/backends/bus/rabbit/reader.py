"""Reads one service's queue: takes messages in hand, many where all is well, one at a time after a crash."""

import contextlib
import logging
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.green import connection_of, take_what_has_come
from services.backends.bus.rabbit.hand import Hand
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.parcel import Parcel, is_own

_log = logging.getLogger("vanthu.work")

BATCH = 200
PREFETCH = 2 * BATCH
"""While one batch is heard the next one arrives."""
_GATHER_SECONDS = 0.01
_TICK = 0.25
_BEAT = 1.0
_PAUSES = (0.2, 0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Held:
    """A message in hand: it is ours until it is settled or the link is lost."""

    parcel: Parcel
    tag: int
    channel: Any

    @property
    def suspect(self) -> bool:
        """Whether whoever took it before died, perhaps of it."""
        return self.parcel.deliveries > 0


class Reader:
    """One green thread reads (`run`), another one gathers and settles; both end by `stop`."""

    def __init__(self, line: Line, hand: Hand) -> None:
        self.line = line
        self.hand = hand
        self._held: deque[Held] = deque()
        self._arrived = threading.Event()
        self._stopping = threading.Event()
        self._drained = threading.Event()
        self._channel: Any = None
        self._careful = True
        self._calm = False
        self._checked = 0.0

    def run(self) -> None:
        """Read through every trouble until told to stop, then keep the link until what is in hand was settled."""
        troubles = 0
        while not self._stopping.is_set():
            begun = time.monotonic()
            try:
                with connection_of(self.line.address) as connection:
                    self._read(connection)
            except Exception as trouble:
                # Also what the broker let through and the library cannot parse: its deliveries end at their limit.
                _log.warning("%s: link lost, trying again: %s: %s", self.line.service, type(trouble).__name__, trouble)
                troubles = 0 if time.monotonic() - begun > _PAUSES[-1] else troubles
                self._stopping.wait(_PAUSES[min(troubles, len(_PAUSES) - 1)])
                troubles += 1
            finally:
                self._channel = None
                self._held.clear()
                self.hand.lose()

    def gather(self) -> list[Held]:
        """The next messages to hear together; a suspect comes alone. Empty when none came for a while."""
        if not self._held and not self._arrived.wait(_TICK):
            return []
        if len(self._held) < BATCH and self._held and not self._held[0].suspect and not self._stopping.is_set():
            time.sleep(_GATHER_SECONDS)
        self._arrived.clear()
        batch: list[Held] = []
        while self._held and len(batch) < BATCH and not (batch and self._held[0].suspect):
            batch.append(self._held.popleft())
            if batch[0].suspect:
                break
        return batch

    def settle(self, batch: list[Held]) -> None:
        """They are done with, and everything taken before them too."""
        last = batch[-1]
        if last.channel is not self._channel:
            return  # the link they came by is lost: they will come again, and the inbox knows them
        try:
            last.channel.basic_ack(last.tag, multiple=True)
            self.hand.settle(last.tag)
        except Exception as trouble:
            _log.warning("%s: could not settle: %s: %s", self.line.service, type(trouble).__name__, trouble)

    def holds(self, batch: list[Held]) -> bool:
        """Whether these are still ours."""
        return batch[-1].channel is self._channel

    def stop(self) -> None:
        """Take no more messages."""
        self._stopping.set()

    def drained(self) -> None:
        """What was in hand is settled: the link may go."""
        self._drained.set()

    @property
    def empty(self) -> bool:
        """Whether nothing is in hand."""
        return not self._held

    def _read(self, connection: Any) -> None:
        take_what_has_come(connection)
        channel = connection.channel()
        channel.auto_decode = False
        self._channel, self._careful, self._calm = channel, True, False
        tag = self._subscribe(channel, 1)
        self.hand.begin()
        while not self._stopping.is_set():
            self._turn(connection)
            if self._careful and self._calm:
                # A prefetch holds for consumers that begin after it was set.
                channel.basic_cancel(tag)
                self._careful = False
                tag = self._subscribe(channel, PREFETCH)
        channel.basic_cancel(tag)
        while not self._drained.is_set():
            self._turn(connection)

    def _turn(self, connection: Any) -> None:
        with contextlib.suppress(TimeoutError):
            connection.drain_events(timeout=_TICK)
        if time.monotonic() > self._checked + _BEAT:
            connection.heartbeat_check()
            self._checked = time.monotonic()

    def _subscribe(self, channel: Any, prefetch: int) -> str:
        # All that a consumer has in hand when it dies counts as tried once more. So each begins with one message at a
        # time, and takes more only when it meets one that nobody has died of: a message that kills dies alone.
        channel.basic_qos(0, prefetch, False)
        tag: str = channel.basic_consume(names.queue(self.line.service), callback=self._take)
        return tag

    def _take(self, message: Any) -> None:
        properties, came = message.properties, message.delivery_info
        user = properties.get("user_id", "")
        parcel = Parcel(
            body=bytes(message.body) if not isinstance(message.body, str) else message.body.encode(),
            routing_key=came["routing_key"],
            user=user,
            message_id=properties.get("message_id", ""),
            headers=properties.get("application_headers") or {},
            own=is_own(came["exchange"], user, self.line),
        )
        held = Held(parcel, came["delivery_tag"], message.channel)
        self._calm = self._calm or not held.suspect
        self._held.append(held)
        self.hand.take(held.tag, properties.get("timestamp"))
        if not self._arrived.is_set():
            self._arrived.set()
