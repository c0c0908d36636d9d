"""What is found about the digital signatures of a PDF, in words every desk can show."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """The three answers of a check; what cannot be decided is never shown as valid."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return {"valid": "Hợp lệ", "invalid": "Không hợp lệ", "indeterminate": "Chưa đủ căn cứ"}[self.value]


@dataclass(frozen=True)
class CheckedSignature:
    """One signature of a file: its field, the signer as the certificate names them, when (aware, claimed), the answer.

    `fingerprint` is the SHA-256 of the signer's certificate in lower-case hex; `cause` is a Vietnamese sentence.
    """

    field: str
    signer: str
    organisation: str
    signed_at: datetime | None
    outcome: Outcome
    cause: str
    fingerprint: str = ""


@dataclass(frozen=True)
class SignatureReport:
    """The answer for the whole file and for each signature in the order of signing; `notes` say under which trust."""

    outcome: Outcome
    cause: str
    signatures: tuple[CheckedSignature, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the file may be relied on."""
        return self.outcome is Outcome.VALID


@dataclass(frozen=True)
class ExpectedSignature:
    """A signature the office counts on: its field and, where known, the signer's name or certificate fingerprint."""

    field: str
    signer: str = ""
    fingerprint: str = ""
