"""What stays of a signing: the file it made, the answer of the check, who and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.kernel.errors import Conflict
from services.kernel.signatures import ExpectedSignature, Level, SignatureReport
from services.kernel.values import FileRef

LEADER_FIELD = "leader_signature"
SEAL_FIELD = "agency_seal"


class Kind(StrEnum):
    """Whose signature: the competent person's, or the agency's."""

    LEADER = "leader"
    SEAL = "seal"

    @property
    def label(self) -> str:
        """The kind on screen."""
        return {"leader": "Chữ ký của người có thẩm quyền", "seal": "Chữ ký số của cơ quan"}[self.value]


@dataclass(frozen=True)
class SignatureMark:
    """A signature made and found valid: `base_digest` is what was signed, `file` what came of it.

    `level` is the one it reached, `lack` why it was not the one wanted.
    """

    id: str
    request_id: str
    document_id: str
    kind: Kind
    person_id: str
    person: str
    base_digest: str
    file: FileRef
    at: datetime
    report: SignatureReport
    level: Level = Level.NONE
    lack: str = ""

    @property
    def reached(self) -> str:
        """The level on screen, with why it is not higher; empty where none was noted."""
        if not self.level:
            return ""
        return f"Mức chữ ký {self.level}." + (f" Chưa đạt mức mong muốn: {self.lack}" if self.lack else "")


def expect_leader(certificate: str) -> ExpectedSignature:
    """The leader's signature by the certificate with this fingerprint; names change, a certificate does not."""
    return ExpectedSignature(LEADER_FIELD, fingerprint=certificate)


def expect_again(mark: SignatureMark) -> ExpectedSignature:
    """The leader's signature as it was when it was made: the same certificate, whatever its holder is called today."""
    made = next((one for one in mark.report.signatures if one.field == LEADER_FIELD), None)
    return ExpectedSignature(LEADER_FIELD, made.signer, made.fingerprint) if made else expect_leader("unknown")


def expect_seal(certificate: str) -> ExpectedSignature:
    """The agency's signature by the certificate with this fingerprint."""
    return ExpectedSignature(SEAL_FIELD, fingerprint=certificate)


def check_made(report: SignatureReport) -> None:
    """Refuse to keep a signature that does not stand its check."""
    if not report.valid:
        raise Conflict(
            "signature-not-valid",
            f"Chữ ký vừa tạo không qua được kiểm tra: {report.cause}",
            "Văn bản vẫn ở trạng thái chờ; thử lại, nếu vẫn vậy báo quản trị.",
        )
