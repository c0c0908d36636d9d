"""Writes of a deposit: what was heard, the files and their versions, the item and its readers."""

import json
from typing import Any

from sqlalchemy import Row, bindparam, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.archive.domain.deposit import Heard
from services.archive.domain.item import Item
from services.archive.store.places import PlaceRows
from services.archive.tables import FILES, HEARD, ITEM_READERS, ITEMS, SIGNATURES
from services.archive.tables.rows import file_of, words
from services.kernel.facts import DocumentCard, DocumentChanged
from services.kernel.people import OFFICE_READERS
from services.kernel.text import fold
from services.kernel.values import FileRef
from services.kernel.wire import from_json, to_json

_FROM_CARD = (
    "direction", "register_name", "year", "number", "registered_on", "notation", "document_date", "issuer",
    "type_code", "type_name", "subject", "signer", "urgency", "state", "due", "version",
)  # fmt: skip

_FILE = insert(FILES)
_NEWER = _FILE.excluded.version > FILES.c.version
_NOTE_FILE = _FILE.on_conflict_do_update(
    index_elements=["document_id", "digest", "part", "name"],
    set_={"version": case((_NEWER, _FILE.excluded.version), else_=FILES.c.version)},
)
_HEARD = select(HEARD).where(HEARD.c.document_id == bindparam("of"))
_UNREAD = (FILES.c.document_id == bindparam("of")) & FILES.c.verified_at.is_(None)
_UNVERIFIED, _VERIFY = select(FILES).where(_UNREAD), update(FILES).where(_UNREAD).values(verified_at=bindparam("at"))
_NO_READERS = delete(ITEM_READERS).where(ITEM_READERS.c.item_id == bindparam("of"))


class DepositRows(PlaceRows):
    """What depositing writes."""

    def heard(self, document_id: str) -> Heard:
        """All that was heard of a document so far; empty when nothing was."""
        row = self.connection.execute(_HEARD, {"of": document_id}).first()
        return _heard_of(row) if row else Heard(document_id)

    def remember(self, heard: Heard) -> None:
        """Keep what was heard."""
        values = {
            "document_id": heard.document_id,
            "card": to_json(DocumentChanged(heard.card, "")) if heard.card else "",
            "due": heard.due,
            "void_version": heard.void_version,
            "void_reason": heard.void_reason,
            "recipients": json.dumps(heard.recipients, ensure_ascii=False),
            "answers_id": heard.answers_id,
        }
        self.merge(HEARD, values, "document_id")

    def note_files(self, card: DocumentCard) -> None:
        """Keep the card's files as versions of the document's; the highest version that names a file counts."""
        of = {"document_id": card.document_id, "version": card.version}
        rows = [
            vars(file) | of | {"part": file.part.value, "ordinal": ordinal} for ordinal, file in enumerate(card.files)
        ]
        if rows:
            self.connection.execute(_NOTE_FILE, rows)

    def unverified(self, document_id: str) -> list[FileRef]:
        """The document's files whose bytes were never recomputed."""
        return [file_of(row) for row in self.connection.execute(_UNVERIFIED, {"of": document_id})]

    def verified(self, document_id: str) -> None:
        """Note that all of them were, now."""
        at = self.clock.now().isoformat(timespec="milliseconds")
        self.connection.execute(_VERIFY, {"of": document_id, "at": at})

    def keep(self, item: Item) -> None:
        """Add the item, or bring its description up to date."""
        values = _item_row(item)
        first = values | {
            "id": item.place.item_id,
            "document_id": item.card.document_id,
            "fonds_id": item.place.fonds.id,
            "series_id": item.place.series_id,
            "reference_code": item.place.reference_code,
            "deposited_at": self.clock.now().isoformat(timespec="milliseconds"),
            "retention": item.retention.code,
            "access_level": item.access_level.value,
            "language": item.place.fonds.language,
        }
        self.merge(ITEMS, first, "document_id", kept=frozenset(first.keys() - values.keys()))
        self._open_to(item)

    def note_signature(self, document_id: str, kind: str, file: FileRef, by: str, version: int) -> None:
        """Remember whose signature a file carries."""
        at = self.clock.now().isoformat(timespec="milliseconds")
        row = {"document_id": document_id, "kind": kind, "digest": file.digest, "version": version, "by": by, "at": at}
        self.add_new(SIGNATURES, row)

    def _open_to(self, item: Item) -> None:
        item_id = item.place.item_id
        self.connection.execute(_NO_READERS, {"of": item_id})
        self.add(ITEM_READERS, *({"item_id": item_id, "key": key} for key in sorted(item.readers)))


def _heard_of(row: Row[Any]) -> Heard:
    told = from_json(row.card) if row.card else None
    card = told.card if isinstance(told, DocumentChanged) else None
    return Heard(
        row.document_id, card, row.due, row.void_version, row.void_reason, words(row.recipients), row.answers_id
    )


def _item_row(item: Item) -> dict[str, Any]:
    card = item.card
    return {name: getattr(card, name) for name in _FROM_CARD} | {
        "recipients": json.dumps(item.recipients, ensure_ascii=False),
        "answers_id": item.answers_id,
        "void_reason": item.void_reason,
        "pages": item.pages,
        "office": item.readers >= OFFICE_READERS,
        "folded": fold(f"{card.notation} {card.subject} {card.issuer}"),
    }
