"""What lists and pages show, in small dataclasses."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from services.archive.domain.case_file import CaseFile
from services.archive.domain.fonds import Fonds
from services.archive.domain.retention import Retention
from services.kernel.values import FileRef

LEVELS = ("fonds", "series", "case_file", "item")


@dataclass(frozen=True)
class Node:
    """One node of the fonds tree; `level` is one of `LEVELS`, `children` counts what this person may open below."""

    level: str
    id: str
    code: str
    title: str
    children: int
    detail: str = ""


@dataclass(frozen=True)
class Children:
    """One level of the tree: `path` from the fonds down to the parent, `total` of all, `next` cursor or None."""

    path: tuple[Node, ...]
    nodes: tuple[Node, ...]
    total: int
    next: str | None


@dataclass(frozen=True)
class ItemLine:
    """An item in a list."""

    id: str
    reference_code: str
    direction: str
    number: int
    notation: str
    subject: str
    type_name: str
    issuer: str
    day: date
    pages: int
    is_void: bool
    ordinal: int = 0

    @property
    def symbol(self) -> str:
        """How people call it: its notation, else its number in the register."""
        return self.notation or f"số {self.number}"

    @property
    def way(self) -> str:
        """Whether it came in or went out, in words."""
        return "Đến" if self.direction == "incoming" else "Đi"


@dataclass(frozen=True)
class ShownFile:
    """A file of an item with its last fixity check; `role` is `document`, `working` or `older`; `fault` in words."""

    file: FileRef
    role: str
    version: int
    verified_at: datetime | None
    fault: str


@dataclass(frozen=True)
class Signature:
    """A digital signature that was told of: whose, on which file, since when."""

    label: str
    by: str
    at: datetime
    digest: str


@dataclass(frozen=True)
class Event:
    """Something that happened to an item or case file (PREMIS event), in words."""

    at: datetime
    who: str
    action: str
    what: str
    said: str = ""
    kind: str = ""


@dataclass(frozen=True)
class CaseFileLine:
    """A case file in a list with how many documents lie in it."""

    case_file: CaseFile
    documents: int


@dataclass(frozen=True)
class ItemView:
    """An item's page: description by name, files, signatures, events, where it lies and what it belongs with."""

    line: ItemLine
    document_id: str
    fonds: Fonds
    series_id: str
    series_title: str
    register_name: str
    registered_on: date
    document_date: date | None
    signer: str
    urgency: str
    state: str
    recipients: tuple[str, ...]
    void_reason: str
    retention: Retention
    access_label: str
    language: str
    version: int
    deposited_at: datetime
    readers: frozenset[str]
    files: tuple[ShownFile, ...]
    signatures: tuple[Signature, ...]
    events: tuple[Event, ...]
    case_files: tuple[CaseFile, ...]
    related: tuple[tuple[str, ItemLine], ...]

    @property
    def reference_code(self) -> str:
        """Its code in the archive."""
        return self.line.reference_code


def item_line(row: Row[Any], ordinal: int = 0) -> ItemLine:
    """A line from an item's row."""
    return ItemLine(
        id=row.id,
        reference_code=row.reference_code,
        direction=row.direction,
        number=row.number,
        notation=row.notation,
        subject=row.subject,
        type_name=row.type_name,
        issuer=row.issuer,
        day=row.document_date or row.registered_on,
        pages=row.pages,
        is_void=bool(row.void_reason),
        ordinal=ordinal,
    )
