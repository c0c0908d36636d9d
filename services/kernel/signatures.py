"""What is found about the digital signatures of a PDF, in words every desk can show."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Outcome(StrEnum):
    """The three answers of a check; what cannot be decided is never shown as valid."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return {"valid": "Hợp lệ", "invalid": "Không hợp lệ", "indeterminate": "Chưa đủ căn cứ"}[self.value]

    @property
    def indication(self) -> str:
        """The same in the words of ETSI EN 319 102-1."""
        return {"valid": "TOTAL-PASSED", "invalid": "TOTAL-FAILED", "indeterminate": "INDETERMINATE"}[self.value]


class Level(StrEnum):
    """How long a signature can be checked: today, after its time stamp, without the authority, for ever renewed."""

    NONE = ""
    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"


class Coverage(StrEnum):
    """How much of the file the signature covers."""

    UNKNOWN = ""
    FILE = "file"
    REVISION = "revision"
    PART = "part"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return {
            "": "",
            "file": "Toàn bộ tệp",
            "revision": "Toàn bộ bản được ký; sau đó tệp còn được ghi thêm",
            "part": "Chỉ một phần tệp",
        }[self.value]


class Changes(StrEnum):
    """What became of the document after this signature."""

    UNKNOWN = ""
    NONE = "none"
    PROOFS = "proofs"
    FIELDS = "fields"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return {
            "": "",
            "none": "Không thay đổi",
            "proofs": "Chỉ thêm bằng chứng và dấu thời gian",
            "fields": "Điền ô có sẵn, ký thêm",
            "other": "Nội dung bị sửa",
        }[self.value]


class Permits(IntEnum):
    """What a certifying signature lets others do afterwards (DocMDP)."""

    ANYTHING = 0
    NOTHING = 1
    FIELDS = 2
    NOTES = 3

    @property
    def label(self) -> str:
        """Its name on screen."""
        return ("", "Không được thay đổi gì", "Chỉ được điền ô và ký tiếp", "Được điền ô, ký tiếp và ghi chú")[self]


@dataclass(frozen=True)
class Findings:
    """What a check found out about one signature beside its answer.

    `sub_indication` is a word of ETSI EN 319 102-1; `chain` names the holders from the signer to the root;
    `revocation_by` is OCSP or CRL, from the document itself or from what the office keeps, as of `revocation_at`;
    `stamped_at` is proved by a trusted time stamp. `remedy` says in Vietnamese what to do next.
    """

    level: Level = Level.NONE
    sub_indication: str = ""
    stamped_at: datetime | None = None
    stamped_by: str = ""
    chain: tuple[str, ...] = ()
    revocation_by: str = ""
    revocation_in_document: bool = False
    revocation_at: datetime | None = None
    coverage: Coverage = Coverage.UNKNOWN
    changes: Changes = Changes.UNKNOWN
    permits: Permits = Permits.ANYTHING
    remedy: str = ""

    @property
    def revocation_label(self) -> str:
        """By what and from where it is known that the certificate held; empty if it is not."""
        place = "trong tệp" if self.revocation_in_document else "cơ quan lưu"
        return f"{self.revocation_by} {place}" if self.revocation_by else ""


NOTHING_FOUND = Findings()


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
    findings: Findings = NOTHING_FOUND

    @property
    def indication(self) -> str:
        """The answer in the words of ETSI EN 319 102-1."""
        return self.outcome.indication

    @property
    def moment(self) -> datetime | None:
        """When it was signed: as a time stamp proves, else as the signer claims."""
        return self.findings.stamped_at or self.signed_at

    @property
    def moment_label(self) -> str:
        """Who says when it was signed."""
        if self.findings.stamped_at:
            return f"dấu thời gian của {self.findings.stamped_by}" if self.findings.stamped_by else "dấu thời gian"
        return "người ký tự khai" if self.signed_at else ""


@dataclass(frozen=True)
class SignatureReport:
    """The answer for the whole file and for each signature in the order of signing; `notes` say under which trust."""

    outcome: Outcome
    cause: str
    signatures: tuple[CheckedSignature, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def indication(self) -> str:
        """The answer in the words of ETSI EN 319 102-1."""
        return self.outcome.indication

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
