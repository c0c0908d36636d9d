"""What use cases about outgoing documents need: their shelf, the typesetter, the reader of PDFs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.outgoing import Edition, OutgoingDocument
from services.intake.ports.documents import Ledger
from services.intake.ports.incoming import AnswerShelf
from services.intake.ports.registers import Numbers
from services.kernel.anchors import Anchors
from services.kernel.errors import Refusal
from services.kernel.papers import Inspection
from services.kernel.paperwork import Letter
from services.kernel.people import Person
from services.kernel.ports import Stored
from services.kernel.registers import RegisterPrint
from services.kernel.values import FileRef


class OutgoingShelf(Protocol):
    """Outgoing documents, inside the open transaction."""

    def outgoing(self, document_id: str) -> OutgoingDocument:
        """The document; NotFound `outgoing-unknown`."""
        ...

    def add_outgoing(self, document: OutgoingDocument, edition: Edition) -> None:
        """Keep a new document with its first edition."""
        ...

    def keep_outgoing(self, document: OutgoingDocument) -> None:
        """Keep the next version of a document; Stale `document-changed` if somebody else was faster."""
        ...

    def notation_holder(self, year: int, notation: str, but: str) -> str | None:
        """The register other than `but` that already gave this number and notation in a calendar year, or None."""
        ...

    def add_step(self, document_id: str, who: Person | str, what: str, note: str = "") -> None:
        """Write down what somebody did."""
        ...


class EditionShelf(Protocol):
    """The editions of a document's file, inside the open transaction."""

    def edition(self, document: OutgoingDocument) -> Edition:
        """The edition of the file that counts now."""
        ...

    def editions(self, document_id: str) -> tuple[Edition, ...]:
        """Every edition of the file, the oldest first."""
        ...

    def add_edition(self, document_id: str, edition: Edition) -> None:
        """Keep a further edition of the file."""
        ...


class KeptWork(Protocol):
    """What is written when the archive tells that it keeps an outgoing document."""

    def mark_kept(self, document_id: str, reference: str) -> bool:
        """Write down the archive's reference; False if there is no such document or it is written already."""
        ...

    def add_step(self, document_id: str, who: Person | str, what: str, note: str = "") -> None:
        """Write down what somebody did."""
        ...


class AnsweredShelf(Protocol):
    """The arrived documents that outgoing ones answer, inside the open transaction."""

    def incoming(self, document_id: str) -> IncomingDocument | None:
        """The arrived document, or None."""
        ...

    def keep_incoming(self, document: IncomingDocument) -> None:
        """Keep its next version; Stale when somebody else kept one meanwhile."""
        ...


class OutgoingWork(OutgoingShelf, EditionShelf, AnsweredShelf, AnswerShelf, Numbers, Ledger, Protocol):
    """One open transaction of the outgoing half."""


class UploadWork(Ledger, Protocol):
    """One open transaction about an upload that broke the tools."""

    def quarantine(self, file: FileRef, refusal: Refusal, by: Person) -> None:
        """Keep a file that could not be read, with the reason."""
        ...


OutgoingStores = Callable[[], AbstractContextManager[OutgoingWork]]


class Typesetter(Protocol):
    """Puts a draft on paper."""

    def typeset_draft(self, letter: Letter) -> tuple[bytes, Anchors]:
        """The PDF with number and date open, and where these and the signature go; BadInput says what to mend."""
        ...


class PaperReader(Protocol):
    """Looks into a stored PDF, elsewhere and within limits."""

    def read(self, digest: str) -> Inspection:
        """What the PDF with this digest holds; BadInput `pdf-…` or `paper-too-hard`."""
        ...

    def signable(self, digest: str) -> Stored:
        """These bytes if they can be signed and sealed, else their pages stored anew; BadInput `draft-unsignable`."""
        ...

    def picture(self, digest: str, page: int, width: int) -> bytes:
        """A PNG of one page (0 is the first), about so many pixels wide."""
        ...

    def pictures(self, paper: bytes, width: int) -> list[bytes]:
        """PNGs of the first pages of a PDF that is kept nowhere."""
        ...


class BookPress(Protocol):
    """Puts a volume of a register on paper or into a spreadsheet."""

    def pdf(self, volume: RegisterPrint) -> bytes:
        """The volume as PDF, A4 landscape."""
        ...

    def xlsx(self, volume: RegisterPrint) -> bytes:
        """The volume as XLSX."""
        ...
