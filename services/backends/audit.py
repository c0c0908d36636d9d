"""The audit chain: append-only rows, each holding the hash of the one before, so that an edit shows.

A head row, written with every link, holds the count and the last hash, so that a cut tail shows as well. Whoever can
write the whole file can forge both: the count and hash that `vanthu audit verify` prints are to be noted elsewhere.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Column, Connection, Integer, MetaData, Row, Select, String, Table, Text, insert, select, update

from services.backends.rows import LONG
from services.kernel.deeds import Deed
from services.kernel.people import Person

GENESIS = "0" * 64
_SHARED = ("at", "who", "who_name", "action", "subject", "details")


@dataclass(frozen=True)
class Entry:
    """Who did what to which thing; `details` is canonical JSON."""

    who: str
    who_name: str
    action: str
    subject: str
    details: str

    @classmethod
    def of(cls, who: Person | str, deed: Deed, subject: str, details: dict[str, object]) -> "Entry":
        """An entry by a person, or by a part of the system named by a word."""
        name, key = (who.name, who.id) if isinstance(who, Person) else (who, who)
        said = json.dumps(details, ensure_ascii=False, sort_keys=True, default=str)
        return cls(_kept(key), _kept(name), _kept(deed), _kept(subject), said)


@dataclass(frozen=True)
class Verdict:
    """What verifying a chain found: how many links, and the first broken one (0: none) with the reason.

    `last` is the hash of the last link that holds.
    """

    links: int
    broken: int
    reason: str
    last: str = field(default=GENESIS, compare=False)


@dataclass(frozen=True)
class Chain:
    """The tables of a chain: its links, and the one row that holds their count and the last hash."""

    links: Table
    head: Table


def tables(metadata: MetaData) -> Chain:
    """Declare a chain's tables; `seq` runs 1..N without gap."""
    head = Table(
        "audit_head",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("links", LONG, nullable=False),
        Column("hash", String(64), nullable=False),
    )
    return Chain(_links(metadata), head)


def _links(metadata: MetaData) -> Table:
    return Table(
        "audit",
        metadata,
        Column("seq", LONG, primary_key=True, autoincrement=False),
        Column("at", String(32), nullable=False),
        Column("who", String(32), nullable=False),
        Column("who_name", String(200), nullable=False),
        Column("action", String(60), nullable=False, index=True),
        Column("subject", String(80), nullable=False, index=True),
        Column("details", Text, nullable=False),
        Column("previous", String(64), nullable=False),
        Column("hash", String(64), nullable=False),
    )


def append(connection: Connection, chain: Chain, at: datetime, entry: Entry) -> None:
    """Add a link; the caller holds the write lock, so nobody else can take the same place."""
    # From the head, not from the last link there is: links added after a cut leave the gap open.
    head = _head(connection, chain)
    count, previous = head or _end(connection, chain)
    row = {"at": at.astimezone(UTC).isoformat(timespec="milliseconds"), **vars(entry)}
    made = _link(count + 1, previous, row)
    connection.execute(insert(chain.links), {"seq": count + 1, "previous": previous, "hash": made, **row})
    kept = {"links": count + 1, "hash": made}
    if head:
        connection.execute(update(chain.head), kept)
    else:
        connection.execute(insert(chain.head), kept | {"id": 1})


def verify(connection: Connection, chain: Chain) -> Verdict:
    """Walk the whole chain and name its first broken link; a cut tail is broken at the first link that is missing."""
    previous, seq = GENESIS, 0
    for row in connection.execute(select(chain.links).order_by(chain.links.c.seq)):
        seq += 1
        if reason := _fault(row, seq, previous):
            return Verdict(seq, row.seq, reason, previous)
        previous = row.hash
    if reason := _loose_end(_head(connection, chain), seq, previous):
        return Verdict(seq, seq + 1, reason, previous)
    return Verdict(seq, 0, "", previous)


def holds(connection: Connection, chain: Chain, seq: int, noted: str) -> bool:
    """Whether link `seq` still has the hash somebody noted."""
    return connection.execute(select(chain.links.c.hash).where(chain.links.c.seq == seq)).scalar() == noted


def _kept(text: str) -> str:
    # The hash is of what the database gives back, and not every engine holds this character.
    return text.replace("\x00", "\ufffd")


def _head(connection: Connection, chain: Chain) -> tuple[int, str] | None:
    row = connection.execute(_reading(chain.head)).first()
    return (row.links, row.hash) if row else None


@cache
def _reading(head: Table) -> Select[tuple[int, str]]:
    return select(head.c.links, head.c.hash)


def _end(connection: Connection, chain: Chain) -> tuple[int, str]:
    links = chain.links
    last = connection.execute(select(links.c.seq, links.c.hash).order_by(links.c.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, GENESIS)


def _loose_end(head: tuple[int, str] | None, links: int, last: str) -> str:
    if head is None:
        return "thiếu số ghi tổng của chuỗi" if links else ""
    if head[0] > links:
        return f"bị cắt đuôi, thiếu {head[0] - links} mắt xích cuối"
    return "" if head == (links, last) else "có mắt xích thừa ở cuối"


def _fault(row: Row[tuple[object, ...]], seq: int, previous: str) -> str:
    if row.seq != seq:
        return f"thiếu mắt xích {seq}"
    if row.previous != previous:
        return "không nối với mắt xích trước"
    if row.hash != _link(seq, previous, {key: getattr(row, key) for key in _SHARED}):
        return "nội dung đã bị sửa"
    return ""


def _link(seq: int, previous: str, row: dict[str, str]) -> str:
    text = json.dumps([seq, previous, *(row[key] for key in _SHARED)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
