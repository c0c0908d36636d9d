"""A document that waits for its leader's signature (Decree 30/2020 Art. 13)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.kernel.errors import BadInput, Conflict, NotAllowed, Refusal, Stale
from services.kernel.people import Person, Role
from services.kernel.values import FileRef, Urgency

QUICK_REASONS = (
    "Sai thể thức, kỹ thuật trình bày.",
    "Nội dung chưa đúng ý kiến chỉ đạo.",
    "Thiếu phụ lục kèm theo.",
    "Cần lấy thêm ý kiến đơn vị liên quan.",
    "Rà soát lại căn cứ pháp lý.",
)
"""What leaders most often return a document for."""

REASON_LIMIT = 1000


class SigningState(StrEnum):
    """Where a request stands; `withdrawn` also when a newer version of the document took its place."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state on screen."""
        return _LABELS[self]


_LABELS = {
    SigningState.WAITING: "Chờ ký",
    SigningState.CLAIMED: "Đang ký",
    SigningState.SIGNED: "Đã ký",
    SigningState.REFUSED: "Đã trả lại",
    SigningState.WITHDRAWN: "Đã rút lại",
}


@dataclass(frozen=True)
class Subject:
    """What the document is, as a card shows it; `notation` lacks its number, `answers` names what it replies to."""

    document_id: str
    version: int
    type_code: str
    type_name: str
    subject: str
    notation: str
    urgency: Urgency
    answers: str
    drafter_id: str
    drafter: str
    unit_name: str
    readers: frozenset[str]


@dataclass(frozen=True)
class SigningRequest:
    """One draft put before one signer.

    `claimed_until` is when the present claim lapses; `put_off_at` when the signer last said later; `failure` why the
    last try did not succeed; `reason` why it was returned or withdrawn; times are aware.
    """

    id: str
    about: Subject
    signer_id: str
    capacity: str
    file: FileRef
    anchors: str
    requested_at: datetime
    state: SigningState = SigningState.WAITING
    claimed_until: datetime | None = None
    put_off_at: datetime | None = None
    decided_at: datetime | None = None
    reason: str = ""
    failure: str = ""

    def at(self, now: datetime) -> "SigningRequest":
        """The request as it stands now: a lapsed claim leaves it waiting."""
        if self.state is SigningState.CLAIMED and self.claimed_until is not None and self.claimed_until <= now:
            return replace(self, state=SigningState.WAITING)
        return self

    def may_be_read_by(self, person: Person) -> bool:
        """Whether this person may see the document."""
        return person.id in (self.signer_id, self.about.drafter_id) or person.may_open(self.about.readers)


def why_not_decide(request: SigningRequest, person: Person) -> Refusal | None:
    """Why this person cannot sign or return this document now; None when they can."""
    if not person.has(Role.LEADER):
        return NotAllowed(
            "role-missing",
            f"Chỉ lãnh đạo cơ quan được ký văn bản; {person.name} không có vai trò này.",
            "Người được trình ký phải tự ký bằng tài khoản của mình.",
        )
    if person.id != request.signer_id:
        return NotAllowed(
            "not-the-signer",
            "Văn bản này được trình cho người khác ký.",
            "Chỉ người được trình ký mới ký hoặc trả lại được.",
        )
    return closed(request.state, request.reason)


def closed(state: SigningState, reason: str = "") -> Conflict | None:
    """The conflict of a request that no longer waits; None while it does."""
    match state:
        case SigningState.WAITING:
            return None
        case SigningState.CLAIMED:
            return Conflict(
                "being-signed",
                "Văn bản này đang được ký ở một nơi khác.",
                "Chờ ít phút rồi tải lại trang để xem kết quả.",
            )
        case SigningState.SIGNED:
            return Conflict("already-signed", "Văn bản này đã được ký.", "Tải lại trang để xem bản đã ký.")
        case SigningState.REFUSED:
            return Conflict(
                "already-returned", f"Văn bản này đã được trả lại: {reason}", "Chờ đơn vị trình lại bản mới."
            )
    return Conflict("withdrawn", "Đơn vị soạn thảo đã rút văn bản này lại.", "Xem bản trình mới trong sổ ký, nếu có.")


def check_seen(shown: str, kept: str) -> None:
    """What was seen is what gets signed: refuse when the digest shown is not that of the bytes to be signed."""
    if shown.strip().lower() != kept:
        raise Stale(
            "not-what-you-saw",
            "Bản vừa xem không phải bản sẽ được ký.",
            "Mở lại văn bản, đọc bản hiện tại rồi ký.",
        )


def check_reason(reason: str) -> str:
    """The reason a document is returned for; BadInput when there is none or it is too long."""
    clean = reason.strip()
    if not clean:
        raise BadInput(
            "reason-missing",
            "Trả lại cần ghi lý do.",
            "Chọn hoặc ghi lý do.",
            fields={"reason": "Cần ghi lý do trả lại."},
        )
    if len(clean) > REASON_LIMIT:
        raise BadInput(
            "reason-long",
            f"Lý do dài quá {REASON_LIMIT} ký tự.",
            "Ghi gọn lại.",
            fields={"reason": f"Tối đa {REASON_LIMIT} ký tự."},
        )
    return clean
