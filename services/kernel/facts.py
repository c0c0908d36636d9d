"""Every fact the services tell one another; past tense, ids and digests only, never bytes.

A fact about a document carries `version`, which grows with each change: a late fact never overwrites a newer one.
"""

from dataclasses import dataclass, field
from datetime import date

from services.kernel.values import FileRef


@dataclass(frozen=True)
class Fact:
    """Something that has happened; consumers may hear it twice and late."""


@dataclass(frozen=True)
class DocumentCard:
    """What every desk shows of a document; dates may be missing, texts are NFC, `readers` are access keys.

    `direction` is `incoming` or `outgoing`; `number` is the arrival number or the outgoing number as registered;
    `notation` the whole printed number and notation (`15/QĐ-UBND`); `year` the volume: a calendar year,
    or the one in which the register's term began; `due` the day handling ends.
    """

    document_id: str
    version: int
    direction: str
    register_id: str
    register_name: str
    year: int
    number: int
    registered_on: date
    notation: str
    document_date: date | None
    issuer: str
    type_code: str
    type_name: str
    subject: str
    urgency: str
    signer: str
    readers: frozenset[str]
    files: tuple[FileRef, ...]
    due: date | None = None
    state: str = ""


@dataclass(frozen=True)
class DocumentRegistered(Fact):
    """An arrived document has its arrival number."""

    card: DocumentCard
    by: str


@dataclass(frozen=True)
class DocumentChanged(Fact):
    """A registered document's state, readers, due day or files changed (routed, accepted, resolved, corrected)."""

    card: DocumentCard
    by: str


@dataclass(frozen=True)
class DocumentVoided(Fact):
    """A registered number was voided; the row stays with its reason."""

    document_id: str
    version: int
    reason: str
    by: str


@dataclass(frozen=True)
class SignatureRequested(Fact):
    """An outgoing document passed both approvals and waits for its signer.

    `file` is the draft PDF; `anchors` is JSON by `kernel.anchors`: where number, date and signature go; empty: unknown.
    """

    request_id: str
    document_id: str
    version: int
    signer_id: str
    drafter_id: str
    drafter: str
    unit_name: str
    type_code: str
    type_name: str
    subject: str
    urgency: str
    notation: str
    answers: str
    readers: frozenset[str]
    file: FileRef
    capacity: str
    anchors: str = ""


@dataclass(frozen=True)
class SignatureWithdrawn(Fact):
    """The drafter's office took the request back before it was signed."""

    request_id: str
    document_id: str
    reason: str


@dataclass(frozen=True)
class DocumentSigned(Fact):
    """The leader's signature is on the document and was validated."""

    request_id: str
    document_id: str
    version: int
    signer_id: str
    signer: str
    draft_digest: str
    file: FileRef


@dataclass(frozen=True)
class SignatureRefused(Fact):
    """The leader returned the document with a reason."""

    request_id: str
    document_id: str
    version: int
    signer_id: str
    reason: str


@dataclass(frozen=True)
class SealRequested(Fact):
    """The clerk gave number and date; the agency's seal is wanted on the signed file."""

    request_id: str
    document_id: str
    version: int
    number: int
    notation: str
    issued_on: date
    signer_id: str
    signed_digest: str
    subject: str
    readers: frozenset[str]
    by: str


@dataclass(frozen=True)
class DocumentSealed(Fact):
    """Number and date are filled in, the agency's signature is on, both signatures were validated."""

    request_id: str
    document_id: str
    version: int
    sealed_by: str
    file: FileRef


@dataclass(frozen=True)
class DocumentIssued(Fact):
    """An outgoing document left for its recipients."""

    card: DocumentCard
    recipients: tuple[str, ...]
    by: str
    answers_id: str = ""


@dataclass(frozen=True)
class ItemDeposited(Fact):
    """The archive keeps the document; its digests were recomputed."""

    item_id: str
    document_id: str
    reference_code: str
    fonds_id: str
    fonds_title: str
    digests: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class ItemFiled(Fact):
    """An item was placed into a case file; `case_files` are all titles it now lies in."""

    item_id: str
    document_id: str
    version: int
    case_files: tuple[str, ...]
    readers: frozenset[str]
