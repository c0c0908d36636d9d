"""What use cases write, inside one open transaction."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from services.kernel.deeds import Deed
from services.kernel.facts import Fact
from services.kernel.people import Person
from services.signing.domain.claims import Claim
from services.signing.domain.marks import Kind, SignatureMark
from services.signing.domain.requests import SigningRequest
from services.signing.domain.seals import SealRequest


class Ledger(Protocol):
    """Telling and remembering."""

    def publish(self, fact: Fact) -> None:
        """Tell the other desks, once committed."""
        ...

    def audit(self, who: Person | str, deed: Deed, subject: str, **details: object) -> None:
        """Add a link to the audit chain."""
        ...


class BookRows(Protocol):
    """Arrival of requests in the book."""

    def request(self, request_id: str) -> SigningRequest | None:
        """The request, or None."""
        ...

    def add_request(self, request: SigningRequest) -> bool:
        """Put a new request into the book; False when it is there already.

        Of one document only the newest version waits; a request withdrawn before it came is kept as withdrawn.
        """
        ...

    def withdraw(self, request_id: str, reason: str) -> bool:
        """Take an undecided request out of the book; False when it was decided. Unknown ones are remembered."""
        ...

    def put_off(self, request_id: str, now: datetime) -> bool:
        """Move a waiting request behind the others; False when it no longer waits."""
        ...


class Decisions(Protocol):
    """Answers to a request; each is one conditional write that says whether it took effect."""

    def claim_request(self, request_id: str, claim: Claim) -> bool:
        """Take a waiting request, or one whose claim lapsed."""
        ...

    def mark_signed(self, request_id: str, claim: Claim) -> bool:
        """Record the signature made under this claim."""
        ...

    def mark_refused(self, request_id: str, now: datetime, reason: str) -> bool:
        """Return a waiting request, or one whose claim lapsed."""
        ...

    def release_request(self, request_id: str, claim: Claim, failure: str) -> None:
        """Give the request back with why it did not work."""
        ...


class SealRows(Protocol):
    """Seal requests; each write is conditional and says whether it took effect."""

    def seal_request(self, request_id: str) -> SealRequest | None:
        """The seal request, or None."""
        ...

    def add_seal_request(self, request: SealRequest) -> bool:
        """Put a new one on the desk; False when it is there already."""
        ...

    def claim_seal(self, request_id: str, claim: Claim) -> bool:
        """Take a waiting one, or one whose claim lapsed."""
        ...

    def mark_sealed(self, request_id: str, claim: Claim) -> bool:
        """Record the seal made under this claim."""
        ...

    def release_seal(self, request_id: str, claim: Claim, failure: str) -> None:
        """Give it back with why it did not work."""
        ...


class Interrupted(Protocol):
    """Claims held by a process that is no more."""

    def take_back_requests(self, failure: str) -> Sequence[str]:
        """Make every claimed signature request wait again with why it did not work; their ids."""
        ...

    def take_back_seals(self, failure: str) -> Sequence[str]:
        """Make every claimed seal request wait again with why it did not work; their ids."""
        ...


class Marks(Protocol):
    """Signatures made."""

    def add_mark(self, mark: SignatureMark) -> None:
        """Keep a signature."""
        ...

    def mark(self, document_id: str, kind: Kind, digest: str) -> SignatureMark | None:
        """The signature of this kind that made this file, or None."""
        ...


class SigningStore(Ledger, BookRows, Decisions, SealRows, Interrupted, Marks, Protocol):
    """All writes of this service, in one transaction."""


Stores = Callable[[], AbstractContextManager[SigningStore]]
