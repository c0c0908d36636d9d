"""Signing, checking and showing PDFs: what takes seconds is called outside transactions."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from services.kernel.people import Organisation, Person
from services.kernel.ports import SignedFile
from services.kernel.signatures import ExpectedSignature, SignatureReport


class Signer(Protocol):
    """Makes signatures; keys stay inside."""

    def sign(self, digest: str, person_id: str, name: str, anchors: str) -> SignedFile:
        """Sign the stored draft as this person; `anchors` is JSON by `kernel.anchors` or empty.

        NotFound `key-missing`, Unavailable `key-unreadable` or `signing-broken`, BadInput `paper-unsignable`; Conflict
        `certificate-expired`, `certificate-not-yet-valid`, `certificate-revoked`, `certificate-foreign`; Unavailable
        `tsa-away` or `revocation-away` where the office rather signs nothing than below the level it wants.
        """
        ...

    def seal(self, digest: str, number: str, day: str, month: str) -> SignedFile:
        """Fill number and date into the stored signed document and sign it as the agency; refusals as above."""
        ...

    def certificate(self, person_id: str) -> str:
        """SHA-256 (lower-case hex) of the certificate this person signs with; refusals as above."""
        ...

    def agency_certificate(self) -> str:
        """SHA-256 (lower-case hex) of the certificate the agency signs with; refusals as above."""
        ...


class KeyCabinet(Protocol):
    """Who has a key, and giving one."""

    def holds(self, person_id: str) -> bool:
        """Whether this person has a key."""
        ...

    def give(self, person: Person, organisation: Organisation, now: datetime) -> None:
        """Make a key for a person, whole or not at all; Conflict `key-there`. Quick enough for an open transaction."""
        ...


class Validator(Protocol):
    """Finds out what signatures are worth."""

    def check(self, digest: str, expected: Sequence[ExpectedSignature] = ()) -> SignatureReport:
        """Re-open a stored file and check it."""
        ...

    def examine(self, path: Path) -> SignatureReport:
        """Check a file somebody brought; it is not kept."""
        ...


class Pictures(Protocol):
    """Pages as images."""

    def page(self, digest: str, number: int, width: int) -> bytes:
        """Page `number` (from 1) of a stored PDF as PNG, `width` pixels wide; NotFound beyond the last page."""
        ...
