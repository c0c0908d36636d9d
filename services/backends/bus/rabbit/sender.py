"""Publishes many facts at once and waits for the broker's word on each: persistent, mandatory, confirmed."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import pika
from pika.channel import Channel
from pika.exceptions import ChannelClosedByClient, ConnectionClosedByClient
from pika.spec import PERSISTENT_DELIVERY_MODE

from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.address import Address
from services.backends.bus.rabbit.linking import PATIENCE, broker_away, parameters

_log = logging.getLogger("vanthu.relay")


@dataclass(frozen=True)
class Outgoing:
    """A fact to send: `key` is `intake.DocumentIssued`."""

    fact_id: str
    key: str
    body: bytes
    at: float
    headers: Mapping[str, Any]


@dataclass
class Fates:
    """What became of the facts of one call, by id; those in neither set are to be sent again."""

    confirmed: set[str] = field(default_factory=set)
    returned: set[str] = field(default_factory=set)


class _Link(pika.SelectConnection):  # type: ignore[misc]  # pika has no types
    """What is published in one go leaves in one piece.

    Three small writes for each message cost us, and the broker that reads them, more than all else of it.
    """

    _pieces: list[bytes] | None = None

    @contextmanager
    def in_one_piece(self) -> Iterator[None]:
        """Gather what is written during a `with`."""
        self._pieces = []
        try:
            yield
        finally:
            pieces, self._pieces = self._pieces, None
            if pieces and self.is_open:
                super()._adapter_emit_data(b"".join(pieces))

    def _adapter_emit_data(self, data: bytes) -> None:
        if self._pieces is None:
            super()._adapter_emit_data(data)
        else:
            self._pieces.append(data)


class Sender:
    """One connection of one thread; only `ring` may be called from others. It is opened anew when it was lost."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._connection: _Link | None = None
        self._channel: Channel | None = None
        self._broken = False
        self._count = 0
        self._waiting: dict[int, str] = {}
        self._fates = Fates()
        self._rung = threading.Event()
        self._swapping = threading.Lock()

    def send(self, facts: Sequence[Outgoing]) -> Fates:
        """Publish all and wait; Unavailable `broker-away` when there is no connection to begin with."""
        link, channel = self._open()
        self._fates, self._waiting = Fates(), {}
        with link.in_one_piece():
            for fact in facts:
                self._count += 1
                self._waiting[self._count] = fact.fact_id
                channel.basic_publish(names.FACTS, fact.key, fact.body, self._properties(fact), mandatory=True)
        if not self._serve(lambda: not self._waiting):
            _log.warning("%d facts without an answer from the broker", len(self._waiting))
            self.close()
        self._fates.confirmed -= self._fates.returned
        return self._fates

    def rest(self, seconds: float) -> bool:
        """Let time pass until somebody rings, and whether somebody has; heartbeats are answered meanwhile."""
        if self._connection is None or self._broken:
            rung = self._rung.wait(seconds)
        else:
            rung = self._serve(self._rung.is_set, seconds)
        self._rung.clear()
        return rung

    def ring(self) -> None:
        """There is something to send."""
        self._rung.set()
        with self._swapping:
            if self._connection is not None:
                self._connection.ioloop.add_callback_threadsafe(self._connection.ioloop.stop)

    def close(self) -> None:
        """Let go of the connection; what was not confirmed is to be sent again."""
        if (connection := self._connection) is None:
            return
        if connection.is_open:
            self._broken = False
            connection.close()
            self._serve(lambda: connection.is_closed, 1.0)
        with self._swapping:
            self._connection = self._channel = None
        connection.ioloop.close()

    def _properties(self, fact: Outgoing) -> pika.BasicProperties:
        return pika.BasicProperties(
            content_type="application/json",
            delivery_mode=PERSISTENT_DELIVERY_MODE,
            message_id=fact.fact_id,
            timestamp=int(fact.at),
            type=fact.key.partition(".")[2],
            user_id=self.address.user,
            headers=dict(fact.headers),
        )

    def _open(self) -> tuple[_Link, Channel]:
        if self._channel is None or self._broken:
            self.close()
            self._broken = False
            made = _Link(parameters(self.address), self._opened, self._lost, self._lost)
            with self._swapping:
                self._connection = made
            if not self._serve(lambda: self._channel is not None):
                self.close()
                raise broker_away(self.address)
        assert self._connection is not None and self._channel is not None  # noqa: S101, PT018 - they were just opened
        return self._connection, self._channel

    def _opened(self, connection: pika.SelectConnection) -> None:
        connection.channel(on_open_callback=self._ready)

    def _ready(self, channel: Channel) -> None:
        channel.add_on_close_callback(self._lost)
        channel.add_on_return_callback(self._returned)
        channel.confirm_delivery(self._answered, callback=lambda _: self._begin(channel))

    def _begin(self, channel: Channel) -> None:
        self._channel, self._count = channel, 0
        self._stop()

    def _lost(self, _thing: object, reason: object) -> None:
        if not self._broken and not isinstance(reason, ChannelClosedByClient | ConnectionClosedByClient):
            _log.warning("broker: %s", reason)
        self._broken = True
        self._stop()

    def _returned(self, _channel: Channel, _method: Any, properties: pika.BasicProperties, _body: bytes) -> None:
        if properties.message_id:
            self._fates.returned.add(properties.message_id)

    def _answered(self, frame: Any) -> None:
        answer = frame.method
        last = answer.delivery_tag
        # Tags are given in order, so that the first ones are the oldest.
        tags = list(takewhile(lambda tag: tag <= last, self._waiting)) if answer.multiple else [last]
        for tag in tags:
            fact_id = self._waiting.pop(tag, None)
            if fact_id is not None and isinstance(answer, pika.spec.Basic.Ack):
                self._fates.confirmed.add(fact_id)
        if not self._waiting:
            self._stop()

    def _stop(self) -> None:
        if self._connection is not None:
            self._connection.ioloop.stop()

    def _serve(self, done: Callable[[], bool], patience: float = PATIENCE) -> bool:
        """Serve the connection until it is done, was lost, or time is up; whether it is done."""
        connection, late = self._connection, threading.Event()
        assert connection is not None  # noqa: S101 - whoever asks has opened it

        def give_up() -> None:
            late.set()
            self._stop()

        timer = connection.ioloop.call_later(patience, give_up)
        while not (done() or self._broken or late.is_set()):
            connection.ioloop.start()
        connection.ioloop.remove_timeout(timer)
        return done()
