"""An item: one document as the archive keeps it (fields of Decree 113/2025, ISAD(G))."""

from dataclasses import dataclass
from datetime import date

from services.archive.domain.access import AccessLevel
from services.archive.domain.case_file import Content
from services.archive.domain.deposit import Heard, pages_of, presented
from services.archive.domain.fonds import Fonds
from services.archive.domain.retention import Retention, default_retention
from services.kernel.errors import NotFound
from services.kernel.facts import DocumentCard
from services.kernel.values import FileRef


@dataclass(frozen=True)
class Place:
    """Where an item stands for good: decided once, at deposit."""

    item_id: str
    fonds: Fonds
    series_id: str
    reference_code: str


@dataclass(frozen=True)
class Item:
    """The description of a kept document; `files` are those of the newest card."""

    place: Place
    card: DocumentCard
    readers: frozenset[str]
    retention: Retention
    access_level: AccessLevel
    pages: int
    void_reason: str = ""
    recipients: tuple[str, ...] = ()
    answers_id: str = ""

    @classmethod
    def describe(cls, place: Place, card: DocumentCard, heard: Heard) -> "Item":
        """The item as it follows from the newest card and what else was heard of the document."""
        return cls(
            place,
            card,
            heard.readers,
            default_retention(card.type_code, card.registered_on),
            AccessLevel.CONDITIONAL,
            pages_of(card.files),
            heard.void_reason,
            heard.recipients,
            heard.answers_id,
        )


@dataclass(frozen=True)
class KeptItem:
    """What use cases need of an item already kept; `older` are files its newest card no longer names."""

    id: str
    document_id: str
    reference_code: str
    subject: str
    day: date
    pages: int
    readers: frozenset[str]
    files: tuple[FileRef, ...]
    older: tuple[FileRef, ...] = ()

    @property
    def content(self) -> Content:
        """The item as closing a case file counts it."""
        return Content(self.day, self.pages)


def find_file(item: KeptItem, digest: str = "") -> FileRef:
    """One file of an item, older ones included; by default the document itself; NotFound `file-unknown`."""
    wanted = [each for each in (*item.files, *item.older) if each.digest == digest]
    file = (wanted[0] if wanted else None) if digest else presented(item.files)
    if file is None:
        raise NotFound("file-unknown", "Tài liệu này không có tệp đó.", "Mở lại trang tài liệu và chọn tệp.")
    return file
