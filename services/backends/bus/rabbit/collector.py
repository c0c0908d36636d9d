"""Brings what lies in a service's dead queue to its dead-letter desk, in the service's own database."""

import hashlib
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from pika.spec import BasicProperties
from sqlalchemy import insert, select

from services.backends.bus.courier import KILLED
from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.keeping import see_that_it_keeps
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.linking import connect
from services.backends.bus.rabbit.parcel import DOUBTED, FIRST_AT, REASON, Parcel, distrust, is_own
from services.kernel import deadletter as letters
from services.kernel.errors import Unavailable

_MOST = 100
_NAME_LENGTH = 60
_UNNAMEABLE = re.compile(r"[^\w.?-]", re.ASCII)


@dataclass(frozen=True)
class _Held:
    tag: int
    row: Mapping[str, object]


class Collector:
    """Of one thread. A letter is written before it leaves the queue; what lies on the desk already is not doubled.

    One that cannot be written because the database is away stays in hand until it can: given back too often it would
    be taken for unreadable.
    """

    def __init__(self, endpoint: Endpoint, line: Line) -> None:
        self.endpoint = endpoint
        self.line = line
        self._link: BlockingConnection | None = None
        self._channel: BlockingChannel | None = None
        self._held: _Held | None = None

    def collect(self) -> bool:
        """Bring some; whether there may be more. Raises what goes wrong, and goes on or begins anew the next time."""
        try:
            return self._collect(self._open())
        except Unavailable:
            raise
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the broker."""
        link, self._link, self._channel, self._held = self._link, None, None, None
        if link is not None and link.is_open:
            link.close()

    def _open(self) -> BlockingChannel:
        if self._link is None or self._channel is None or not self._channel.is_open:
            self.close()
            self._link = connect(self.line.address)
            self._channel = self._link.channel()
        self._link.process_data_events(0)
        return self._channel

    def _collect(self, channel: BlockingChannel) -> bool:
        # Asked first: a process that ends, again and again, gives back what it has in hand.
        see_that_it_keeps(self.endpoint)
        for _ in range(_MOST):
            self._held = self._held or self._take(channel)
            if self._held is None:
                return False
            self._keep(self._held.row)
            channel.basic_ack(self._held.tag)
            self._held = None
        return True

    def _take(self, channel: BlockingChannel) -> _Held | None:
        method, properties, body = channel.basic_get(names.dead(self.endpoint.name))
        if method is None:
            return None
        return _Held(method.delivery_tag, self._letter(self._parcel(method, properties, body), properties))

    def _keep(self, row: Mapping[str, object]) -> None:
        table = self.endpoint.tables.delivery
        same = (table.c.subscription == row["subscription"], table.c.fact_id == row["fact_id"])
        with self.endpoint.database.write() as connection:
            if connection.execute(select(table.c.id).where(*same)).first() is None:
                connection.execute(insert(table).values(row))

    def _letter(self, parcel: Parcel, properties: BasicProperties) -> dict[str, object]:
        now = time.time()
        told = parcel.headers.get(FIRST_AT) if parcel.own else properties.timestamp
        reason = parcel.headers.get(REASON)
        return {
            "subscriber": self.endpoint.name,
            "subscription": f"{self.endpoint.name}.{_UNNAMEABLE.sub('?', parcel.fact)[:_NAME_LENGTH]}",
            "fact_id": self._id(parcel),
            "body": readable(parcel.body),
            "at": float(told) if isinstance(told, int) and 0 < told < now else now,
            "attempts": max(parcel.attempt, 1),
            "due_at": now,
            "dead_at": now,
            "reason": reason if parcel.own and isinstance(reason, str) and not _killed(parcel.headers) else KILLED,
        }

    def _id(self, parcel: Parcel) -> str:
        # An id is believed only of who may be believed: no other message may pass for a fact that was heard already.
        doubted = parcel.headers.get(DOUBTED) if parcel.own else distrust(parcel, self.line)
        if not doubted:
            return parcel.message_id
        told = (parcel.body, parcel.message_id, parcel.user, parcel.headers.get(REASON))
        digest = hashlib.sha256(repr(told).encode(errors="replace")).hexdigest()
        return (letters.DOUBTED + digest)[:32]

    def _parcel(self, method: Any, properties: BasicProperties, body: bytes) -> Parcel:
        headers, user = properties.headers or {}, properties.user_id or ""
        return Parcel(
            body=body,
            routing_key=_first_key(headers) or method.routing_key,
            user=user,
            message_id=properties.message_id or "",
            headers=headers,
            own=is_own(method.exchange, user, self.line),
        )


def readable(body: bytes) -> str:
    """The body as it is if it is text; otherwise with every other byte written as `\\xNN`, so that none is lost."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" not in text:
        return text
    return body.replace(b"\\", b"\\\\").decode(errors="backslashreplace").replace("\0", "\\x00")


def _last_death(headers: Mapping[str, Any]) -> Mapping[str, Any]:
    deaths = headers.get("x-death")
    first = deaths[0] if isinstance(deaths, list) and deaths else None
    return first if isinstance(first, Mapping) else {}


def _killed(headers: Mapping[str, Any]) -> bool:
    return _last_death(headers).get("reason") == "delivery_limit"


def _first_key(headers: Mapping[str, Any]) -> str:
    keys = _last_death(headers).get("routing-keys")
    return keys[0] if isinstance(keys, list) and keys and isinstance(keys[0], str) else ""
