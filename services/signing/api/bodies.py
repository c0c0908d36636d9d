"""What goes in and out of the signing API."""

from datetime import date, datetime

from pydantic import Field

from services.kernel.signatures import SignatureReport
from services.signing.domain.marks import SignatureMark
from services.signing.domain.requests import SigningRequest
from services.signing.domain.seals import SealRequest
from services.web.bodies import Answer, Body, Line, Note

_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class SignBody(Body):
    """What was seen is what gets signed: the SHA-256 of the file that was shown, in lower-case hex."""

    digest: Line = Field(examples=[_DIGEST])


class RefuseBody(Body):
    """Why a document is returned."""

    reason: Note = Field(examples=["Nội dung chưa đúng ý kiến chỉ đạo."])


class RequestAnswer(Answer):
    """A document before its signer; `digest` is that of the file to read and to sign."""

    id: str
    document_id: str
    type_name: str
    subject: str
    notation: str
    urgency: str
    answers: str
    drafter: str
    unit_name: str
    signer_id: str
    state: str
    requested_at: datetime
    decided_at: datetime | None
    reason: str
    failure: str
    digest: str = Field(examples=[_DIGEST])
    pages: int

    @classmethod
    def of(cls, request: SigningRequest) -> "RequestAnswer":
        """The answer for a request."""
        about = request.about
        return cls(
            id=request.id,
            document_id=about.document_id,
            type_name=about.type_name,
            subject=about.subject,
            notation=about.notation,
            urgency=about.urgency,
            answers=about.answers,
            drafter=about.drafter,
            unit_name=about.unit_name,
            signer_id=request.signer_id,
            state=request.state,
            requested_at=request.requested_at,
            decided_at=request.decided_at,
            reason=request.reason,
            failure=request.failure,
            digest=request.file.digest,
            pages=request.file.pages,
        )


class SealAnswer(Answer):
    """A signed document with number and date, before the seal; `digest` is the signed file's."""

    id: str
    document_id: str
    subject: str
    notation: str
    issued_on: date
    state: str
    failure: str
    digest: str = Field(examples=[_DIGEST])

    @classmethod
    def of(cls, request: SealRequest) -> "SealAnswer":
        """The answer for a seal request."""
        return cls.model_validate(request)


class FindingsAnswer(Answer):
    """What was found out beside the answer; `sub_indication` is a word of ETSI EN 319 102-1, `remedy` what to do.

    `stamped_at` is proved by a time stamp. `chain` goes from the signer to the root. `revocation_by` is OCSP or CRL.
    """

    level: str = Field(examples=["B-LT"], description="B-B, B-T, B-LT, B-LTA, hoặc rỗng khi không theo PAdES.")
    sub_indication: str = Field(examples=["TRY_LATER"])
    stamped_at: datetime | None
    stamped_by: str
    chain: list[str]
    revocation_by: str = Field(examples=["OCSP"])
    revocation_in_document: bool
    revocation_at: datetime | None
    coverage: str = Field(examples=["file"])
    changes: str = Field(examples=["proofs"])
    permits: int = Field(description="DocMDP của chữ ký chứng nhận: 1, 2, 3; 0 là không giới hạn.")
    remedy: str


class CheckedAnswer(Answer):
    """One signature; `outcome` is valid, invalid or indeterminate, `cause` says why."""

    field: str
    signer: str
    organisation: str
    signed_at: datetime | None
    outcome: str
    indication: str = Field(examples=["TOTAL-PASSED"])
    cause: str
    fingerprint: str
    findings: FindingsAnswer


class ReportAnswer(Answer):
    """The answer for a file and for each of its signatures in order; what cannot be decided is never valid."""

    outcome: str = Field(examples=["valid"])
    indication: str = Field(examples=["TOTAL-PASSED"])
    cause: str = Field(examples=["Chữ ký số hợp lệ, nội dung không bị sửa."])
    signatures: list[CheckedAnswer]
    notes: list[str]

    @classmethod
    def of(cls, report: SignatureReport) -> "ReportAnswer":
        """The answer for a report."""
        return cls.model_validate(report)


class MadeAnswer(Answer):
    """A signature made and checked; `digest` is that of the new file.

    `level` is the PAdES level it reached, `lack` says why it is not the one the office wants, empty when it is.
    """

    request_id: str
    document_id: str
    kind: str
    person: str
    base_digest: str
    digest: str
    size: int
    at: datetime
    level: str = Field(examples=["B-LT"])
    lack: str
    report: ReportAnswer

    @classmethod
    def of(cls, mark: SignatureMark) -> "MadeAnswer":
        """The answer for a signature made."""
        return cls(
            request_id=mark.request_id,
            document_id=mark.document_id,
            kind=mark.kind,
            person=mark.person,
            base_digest=mark.base_digest,
            digest=mark.file.digest,
            size=mark.file.size,
            at=mark.at,
            level=mark.level,
            lack=mark.lack,
            report=ReportAnswer.of(mark.report),
        )


class BookAnswer(Answer):
    """The top of the signer's pile, at most 200, in its order; `total` wait in all."""

    requests: list[RequestAnswer]
    total: int


class SealsAnswer(Answer):
    """What waits at the seal desk, at most 200; `total` wait in all."""

    seals: list[SealAnswer]
    total: int
