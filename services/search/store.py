"""Writes of the search service: what facts said, newest wins, and what thereby waits for the index."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from operator import lt, ne
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.dialects.postgresql import insert as insert_or_update

from services.backends.database import Database
from services.backends.ledger import LedgerStore, LedgerTables, Stores
from services.kernel.clock import Clock
from services.kernel.facts import DocumentCard, DocumentVoided, ItemDeposited, ItemFiled
from services.kernel.values import Part
from services.search.ports import Pending
from services.search.tables import BODIES, CHANGES, INDEXES, LEDGER, NAMES, RECORDS

Comparison = Callable[[Any, Any], Any]

_CHANGES: BindParameter[tuple[int, ...]] = bindparam("changes", expanding=True)
_DONE = delete(CHANGES).where(CHANGES.c.seq.in_(_CHANGES))
_NAME = insert_or_update(NAMES)
_RENAME = _NAME.on_conflict_do_update(
    index_elements=["id"], set_={"name": _NAME.excluded.name}, where=NAMES.c.name != _NAME.excluded.name
)


@cache
def _learning(columns: tuple[str, ...], by: str, newer_if: Comparison) -> Insert:
    new = insert_or_update(RECORDS)
    newer = newer_if(RECORDS.c[by], new.excluded[by])
    learning = new.on_conflict_do_update(
        index_elements=["id"], set_={name: new.excluded[name] for name in columns}, where=newer
    )
    return learning.execution_options(preserve_rowcount=True)


class SearchStore(LedgerStore):
    """One transaction of the search service."""

    def __init__(self, connection: Connection, tables: LedgerTables, clock: Clock) -> None:
        super().__init__(connection, tables, clock)
        self.changed = False

    def learn_card(self, card: DocumentCard) -> bool:
        """Take a document's card, unless a newer one is known."""
        newer = self._learn(card.document_id, card_values(card), "version")
        if newer:
            self._name(card.register_id, card.register_name)
        return newer

    def learn_void(self, fact: DocumentVoided) -> bool:
        """Note that the number was voided."""
        values = {"void_version": fact.version, "void_reason": fact.reason}
        return self._learn(fact.document_id, values, "void_version")

    def learn_deposit(self, fact: ItemDeposited) -> bool:
        """Note where the archive keeps it."""
        self._name(fact.fonds_id, fact.fonds_title)
        values = {
            "item_id": fact.item_id,
            "reference": fact.reference_code,
            "fonds_id": fact.fonds_id,
            "fonds_title": fact.fonds_title,
        }
        return self._learn(fact.document_id, values, "reference", ne)

    def learn_filing(self, fact: ItemFiled) -> bool:
        """Note the case files it lies in."""
        titles = json.dumps(list(fact.case_files), ensure_ascii=False)
        return self._learn(fact.document_id, {"filing_version": fact.version, "case_files": titles}, "filing_version")

    def forget_all(self) -> None:
        """Drop every record, to learn them again; texts stay, their digests name them for ever."""
        for table in (RECORDS, CHANGES, INDEXES):
            self.connection.execute(delete(table))

    def begin(self, identity: str) -> None:
        """Start over for a new index: every document waits."""
        self.connection.execute(delete(INDEXES))
        self.add(INDEXES, {"identity": identity})
        self.connection.execute(delete(CHANGES))
        everything = select(RECORDS.c.id).order_by(RECORDS.c.id)
        self.connection.execute(insert(CHANGES).from_select(["document_id"], everything))

    def done(self, pending: Pending) -> None:
        """These very changes were indexed; one with a lower number may be committed after one with a higher."""
        self.connection.execute(_DONE, {"changes": pending.changes})

    def keep_body(self, digest: str, text: str) -> None:
        """Keep a text for snippets."""
        self.add_new(BODIES, {"digest": digest, "text": text})

    def _name(self, id_: str, name: str) -> None:
        self.connection.execute(_RENAME, {"id": id_, "name": name})

    def _learn(self, document_id: str, values: dict[str, Any], by: str, newer_if: Comparison = lt) -> bool:
        learn = _learning(tuple(values), by, newer_if)
        if self.connection.execute(learn, {"id": document_id, **values}).rowcount == 0:
            return False
        self.add_last(CHANGES, {"document_id": document_id})
        self.changed = True
        return True


class SearchStores(Stores[SearchStore]):
    """Opens transactions and calls `changed` after one that gave the index work."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, LEDGER, clock, SearchStore)
        self.changed: Callable[[], None] = lambda: None

    @contextmanager
    def __call__(self) -> Iterator[SearchStore]:
        """A store whose writes are all kept, or none."""
        with super().__call__() as store:
            yield store
        if store.changed:
            self.changed()


def card_values(card: DocumentCard) -> dict[str, Any]:
    """A card as columns of a record; the newest text part names the body."""
    texts = [file.digest for file in card.files if file.part is Part.TEXT]
    same = ("register_id", "register_name", "year", "number", "registered_on", "document_date", "issuer", "signer")
    more = ("type_code", "type_name", "subject", "urgency", "state", "version")
    return {name: getattr(card, name) for name in (*same, *more)} | {
        "flow": card.direction,
        "symbol": card.notation,
        "readers": json.dumps(sorted(card.readers)),
        "text_digest": texts[-1] if texts else "",
    }
