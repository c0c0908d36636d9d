"""The audit chain: append-only rows, each holding the hash of the one before, so that an edit shows."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Integer, MetaData, Row, String, Table, Text, insert, select

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
    def of(cls, who: Person | str, action: str, subject: str, details: dict[str, object]) -> "Entry":
        """An entry by a person, or by a part of the system named by a word."""
        name, key = (who.name, who.id) if isinstance(who, Person) else (who, who)
        return cls(key, name, action, subject, json.dumps(details, ensure_ascii=False, sort_keys=True, default=str))


@dataclass(frozen=True)
class Verdict:
    """What verifying a chain found: how many links, and the first broken one (0: none) with the reason."""

    links: int
    broken: int
    reason: str


def table(metadata: MetaData) -> Table:
    """Declare the chain's table; `seq` runs 1..N without gap."""
    return Table(
        "audit",
        metadata,
        Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("at", String(32), nullable=False),
        Column("who", String(32), nullable=False),
        Column("who_name", String(200), nullable=False),
        Column("action", String(60), nullable=False, index=True),
        Column("subject", String(80), nullable=False, index=True),
        Column("details", Text, nullable=False),
        Column("previous", String(64), nullable=False),
        Column("hash", String(64), nullable=False),
    )


def append(connection: Connection, chain: Table, at: datetime, entry: Entry) -> None:
    """Add a link; the caller holds the write lock, so nobody else can take the same place."""
    last = connection.execute(select(chain.c.seq, chain.c.hash).order_by(chain.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    row = {"at": at.astimezone(UTC).isoformat(timespec="milliseconds"), **vars(entry)}
    connection.execute(insert(chain).values(seq=seq, previous=previous, hash=_link(seq, previous, row), **row))


def verify(connection: Connection, chain: Table) -> Verdict:
    """Walk the whole chain and name its first broken link."""
    previous, seq = GENESIS, 0
    for row in connection.execute(select(chain).order_by(chain.c.seq)):
        seq += 1
        if reason := _fault(row, seq, previous):
            return Verdict(seq, row.seq, reason)
        previous = row.hash
    return Verdict(seq, 0, "")


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
