"""Reads of the search service: records, texts and names by id, and what waits for the index."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, bindparam, func, select

from services.backends.database import Database
from services.backends.database.alone import alone
from services.backends.database.among import among, listed
from services.kernel.people import Role
from services.search.domain.marking import SCANNED
from services.search.domain.record import VOIDED, Record
from services.search.ports import Gathered, Pending
from services.search.tables import BODIES, CHANGES, INDEXES, NAMES, RECORDS

_ARCHIVIST = frozenset({f"role:{Role.ARCHIVIST}"})
_SAME = ("id", "flow", "register_id", "register_name", "year", "number", "registered_on", "symbol", "document_date")
_MORE = ("issuer", "signer", "type_code", "type_name", "subject", "urgency")
_OWN = [RECORDS.c[name] for name in (*_SAME, *_MORE)]
_OTHERS = ("void_version", "state", "readers", "text_digest", "fonds_id", "fonds_title", "reference", "item_id")
# In the order of a record's fields: reading them by name takes longer than the statement.
_CARDS = select(*_OWN, *(RECORDS.c[name] for name in _OTHERS), RECORDS.c.case_files)
_ITEM = -2
_RECORDS = _CARDS.where(among(RECORDS.c.id, "ids"), RECORDS.c.version > 0)
_BODIES = select(BODIES).where(among(BODIES.c.digest, "ids"))
_NAMES = select(NAMES).where(among(NAMES.c.id, "ids"))
_WITH_TEXTS = _RECORDS.add_columns(func.substr(BODIES.c.text, 1, SCANNED)).select_from(
    RECORDS.outerjoin(BODIES, BODIES.c.digest == RECORDS.c.text_digest)
)
_OLDEST = select(CHANGES).order_by(CHANGES.c.seq).limit(bindparam("limit", type_=Integer))
_SERVED = select(INDEXES.c.identity)


class SearchViews:
    """All reads of this service."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def pending(self, limit: int) -> Pending:
        """The oldest changes that wait for the index."""
        with self.database.read() as connection:
            rows = connection.execute(_OLDEST, {"limit": limit}).all()
        return Pending(tuple(row.seq for row in rows), {row.document_id: row.seq for row in rows})

    def alone(self, *, wait: bool) -> AbstractContextManager[bool]:
        """Whether no other process of this service indexes until the end of the `with`; `wait` for it."""
        return alone(self.database, wait=wait)

    def serves(self, identity: str) -> bool:
        """Whether what waits was counted for the index of this identity."""
        with self.database.read() as connection:
            return connection.execute(_SERVED).scalars().all() == [identity]

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
            rows = connection.execute(_RECORDS, {"ids": listed(ids)}).all()
        return {row[0]: record_of(row) for row in rows}

    def bodies(self, digests: Sequence[str]) -> Mapping[str, str]:
        """Texts by digest, as far as they were fetched."""
        with self.database.read() as connection:
            rows = connection.execute(_BODIES, {"ids": listed(digests)}).all()
        return {row.digest: row.text for row in rows}

    def gather(self, ids: Sequence[str], named: Sequence[str]) -> Gathered:
        """Documents by id with as much of their texts as snippets look through; titles of fonds, names of registers."""
        with self.database.read() as connection:
            rows = connection.execute(_WITH_TEXTS, {"ids": listed(ids)}).all() if ids else ()
            names = connection.execute(_NAMES, {"ids": listed(named)}).all() if named else ()
        records = {row[0]: record_of(row[:-1]) for row in rows}
        bodies = {records[row[0]].text_digest: row[-1] for row in rows if row[-1]}
        return Gathered(records, bodies, {row[0]: row[1] for row in names})


def record_of(row: Sequence[Any]) -> Record:
    """A row of a card as a record; once the archive keeps it the archivist may open it too."""
    voided, state, readers, *place, case_files = row[len(_OWN) :]
    opened = _keys(readers) | (_ARCHIVIST if row[_ITEM] else frozenset())
    fields = (*row[: len(_OWN)], VOIDED if voided else state, opened, *place, tuple(json.loads(case_files)))
    return Record(*fields)


@lru_cache(maxsize=1024)
def _keys(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))
