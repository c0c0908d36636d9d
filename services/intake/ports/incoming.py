"""What use cases about arrivals and arrived documents write, inside one transaction."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from services.intake.domain.arrivals import Arrival
from services.intake.domain.description import Description
from services.intake.domain.incoming import IncomingDocument
from services.intake.domain.outgoing import OutgoingDocument
from services.intake.domain.twins import Twin
from services.intake.ports.documents import DocumentPapers, Ledger
from services.intake.ports.registers import Numbers, RegisterBooks
from services.kernel.errors import Refusal
from services.kernel.people import Person
from services.kernel.values import FileRef


@dataclass(frozen=True)
class GivenAnswer:
    """An answer to give again: to which request (SHA-256), with its status, JSON body, and its headers as JSON."""

    request: str
    status: int
    body: str
    headers: str


class Documents(Protocol):
    """The shelf of arrived documents."""

    def add_incoming(self, document: IncomingDocument) -> None:
        """Keep a newly registered document with its files and readers."""
        ...

    def incoming(self, document_id: str) -> IncomingDocument | None:
        """The document, or None."""
        ...

    def keep_incoming(self, document: IncomingDocument) -> None:
        """Keep the next version; Stale when somebody else kept one meanwhile."""
        ...

    def twins(self, main_digest: str, paper: Description) -> list[Twin]:
        """Earlier registrations, not void, of the same file or of the same issuer, number, notation and date."""
        ...


class Marks(Protocol):
    """What is noted on a document without a step being taken."""

    def mark_stamp(self, document_id: str, stamp: str) -> None:
        """Write down how the stamped rendition fares: `made`, or `failed`."""
        ...

    def mark_incoming_kept(self, document_id: str, reference_code: str) -> bool:
        """Write down under which reference the archive keeps it; whether that is news."""
        ...


class Queue(Protocol):
    """The clerk's queue."""

    def add_arrival(self, arrival: Arrival) -> None:
        """Keep a new arrival."""
        ...

    def arrival(self, arrival_id: str) -> Arrival | None:
        """The arrival, or None."""
        ...

    def keep_arrival(self, arrival: Arrival) -> None:
        """Keep what changed of the arrival."""
        ...


class Copies(Protocol):
    """Where else the bytes of an upload are spoken of."""

    def waiting_with(self, main_digest: str) -> tuple[Arrival, ...]:
        """The waiting arrivals of this file, oldest first."""
        ...

    def unreferred(self, digests: frozenset[str]) -> frozenset[str]:
        """Those of the digests that no record speaks of."""
        ...


class Quarantine(Protocol):
    """The files that broke the tools."""

    def quarantine(self, file: FileRef, refusal: Refusal, by: Person) -> None:
        """Keep a file that could not be read, with the reason."""
        ...

    def close_quarantine(self, quarantine_id: str, reason: str) -> Mapping[str, object] | None:
        """Put a quarantined file away; the row as it was, None when there is no such open row."""
        ...


class AnsweringShelf(Protocol):
    """The outgoing documents that answer arrived ones, inside the open transaction."""

    def outgoing(self, document_id: str) -> OutgoingDocument:
        """The document; NotFound `outgoing-unknown`."""
        ...


class AnswerShelf(Protocol):
    """Answers given under an Idempotency-Key."""

    def keep_answer(self, person_id: str, key: str, answer: GivenAnswer) -> None:
        """Remember an answer; Conflict `idempotency-key-busy` when another request with this key was faster."""
        ...


class IncomingStore(
    Documents, Marks, Queue, Copies, Quarantine, Numbers, DocumentPapers, Ledger, AnswerShelf, AnsweringShelf, Protocol
):
    """All the incoming half writes."""


class RegisterStore(RegisterBooks, Ledger, Protocol):
    """All that opening and closing registers writes."""


IncomingStores = Callable[[], AbstractContextManager[IncomingStore]]
RegisterStores = Callable[[], AbstractContextManager[RegisterStore]]
