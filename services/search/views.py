"""Reads of the search service: records, texts and names by id, and what waits for the index."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, select

from services.backends.database import Database
from services.kernel.people import Role
from services.search.domain.record import VOIDED, Record
from services.search.ports import Pending
from services.search.tables import BODIES, CHANGES, INDEXES, NAMES, RECORDS

_ARCHIVIST = frozenset({f"role:{Role.ARCHIVIST}"})
_IDS: BindParameter[Sequence[str]] = bindparam("ids", expanding=True)
_RECORDS = select(RECORDS).where(RECORDS.c.id.in_(_IDS), RECORDS.c.version > 0)
_BODIES = select(BODIES).where(BODIES.c.digest.in_(_IDS))
_NAMES = select(NAMES).where(NAMES.c.id.in_(_IDS))


class SearchViews:
    """All reads of this service."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def pending(self, limit: int) -> Pending:
        """The oldest changes that wait for the index."""
        with self.database.read() as connection:
            rows = connection.execute(select(CHANGES).order_by(CHANGES.c.seq).limit(limit)).all()
        return Pending(tuple(row.seq for row in rows), {row.document_id: row.seq for row in rows})

    def serves(self, identity: str) -> bool:
        """Whether what waits was counted for the index of this identity."""
        with self.database.read() as connection:
            return connection.execute(select(INDEXES.c.identity)).scalars().all() == [identity]

    def known(self) -> int:
        """How many documents a card was heard of."""
        with self.database.read() as connection:
            counted = select(func.count()).select_from(RECORDS).where(RECORDS.c.version > 0)
            return connection.execute(counted).scalar_one()

    def waiting(self) -> int:
        """How many changes wait for the index."""
        with self.database.read() as connection:
            return connection.execute(select(func.count()).select_from(CHANGES)).scalar_one()

    def records(self, ids: Sequence[str]) -> Mapping[str, Record]:
        """Records by id; unknown ones, and those no card was heard of, are missing."""
        with self.database.read() as connection:
            rows = connection.execute(_RECORDS, {"ids": list(ids)}).all()
        return {row.id: record_of(row) for row in rows}

    def bodies(self, digests: Sequence[str]) -> Mapping[str, str]:
        """Texts by digest, as far as they were fetched."""
        with self.database.read() as connection:
            rows = connection.execute(_BODIES, {"ids": list(digests)}).all()
        return {row.digest: row.text for row in rows}

    def names(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Titles of fonds and names of registers by id."""
        with self.database.read() as connection:
            rows = connection.execute(_NAMES, {"ids": list(ids)}).all()
        return {row.id: row.name for row in rows}


def record_of(row: Row[Any]) -> Record:
    """A row as a record; once the archive keeps it the archivist may open it too."""
    readers = _keys(row.readers) | (_ARCHIVIST if row.item_id else frozenset())
    same = ("id", "flow", "register_id", "register_name", "year", "number", "registered_on", "symbol", "document_date")
    more = ("issuer", "signer", "type_code", "type_name", "subject", "urgency", "text_digest", "fonds_id")
    return Record(
        **{name: getattr(row, name) for name in (*same, *more)},
        state=VOIDED if row.void_version else row.state,
        readers=readers,
        fonds_title=row.fonds_title,
        reference=row.reference,
        item_id=row.item_id,
        case_files=tuple(json.loads(row.case_files)),
    )


@lru_cache(maxsize=1024)
def _keys(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))
