"""A signed document that waits for number, date and the agency's seal (Decree 30/2020 Art. 14, 32)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.kernel.errors import Conflict, NotAllowed, Refusal
from services.kernel.notation import DocumentNumber, pad, render_date, render_month, render_number
from services.kernel.people import Person, Role


class SealState(StrEnum):
    """Where a seal request stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SEALED = "sealed"

    @property
    def label(self) -> str:
        """The state on screen."""
        return {"waiting": "Chờ đóng dấu", "claimed": "Đang đóng dấu", "sealed": "Đã đóng dấu"}[self.value]


@dataclass(frozen=True)
class SealRequest:
    """A signed document with number and date; `notation` is whole (`05/QĐ-UBND`), `digest` the signed file's."""

    id: str
    document_id: str
    version: int
    number: int
    notation: str
    issued_on: date
    signer_id: str
    digest: str
    subject: str
    readers: frozenset[str]
    asked_by: str
    requested_at: datetime
    state: SealState = SealState.WAITING
    claimed_until: datetime | None = None
    decided_at: datetime | None = None
    failure: str = ""

    def at(self, now: datetime) -> "SealRequest":
        """The request as it stands now: a lapsed claim leaves it waiting."""
        if self.state is SealState.CLAIMED and self.claimed_until is not None and self.claimed_until <= now:
            return replace(self, state=SealState.WAITING)
        return self

    @property
    def printed_number(self) -> str:
        """The number as it goes into its gap: padded below 10, with a letter suffix if there is one."""
        return pad(DocumentNumber.parse(self.notation).number)

    @property
    def printed_day(self) -> str:
        """The day, padded below 10 (Decree 30/2020 App. I §II.4)."""
        return f"{self.issued_on.day:02d}"

    @property
    def printed_month(self) -> str:
        """The month, padded for January and February only (Decree 30/2020 App. I §II.4)."""
        return render_month(self.issued_on)

    @property
    def printed_line(self) -> str:
        """What the paper will say: `Số: 05/QĐ-UBND, ngày 05 tháng 01 năm 2026`."""
        read = DocumentNumber.parse(self.notation)
        return f"{render_number(read.number, read.notation, read.regime)}, {render_date(self.issued_on)}"


def why_not_seal(request: SealRequest, person: Person) -> Refusal | None:
    """Why this person cannot apply the agency's seal now; None when they can."""
    if not person.has(Role.CLERK):
        return NotAllowed(
            "role-missing",
            f"Chỉ văn thư được đóng dấu cơ quan; {person.name} không có vai trò này.",
            "Nhờ văn thư của cơ quan đóng dấu.",
        )
    if person.id == request.signer_id:
        return NotAllowed(
            "signer-seals", "Người ký văn bản không được tự đóng dấu văn bản đó.", "Nhờ một văn thư khác đóng dấu."
        )
    return sealed_already(request.state)


def sealed_already(state: SealState) -> Conflict | None:
    """The conflict of a request that no longer waits; None while it does."""
    match state:
        case SealState.WAITING:
            return None
        case SealState.CLAIMED:
            return Conflict(
                "being-sealed", "Văn bản này đang được đóng dấu ở một nơi khác.", "Chờ ít phút rồi tải lại trang."
            )
    return Conflict("already-sealed", "Văn bản này đã được đóng dấu.", "Tải lại trang để xem bản phát hành.")


def unsigned() -> Conflict:
    """No seal without a valid signature of the competent person (Decree 30/2020 Art. 32.2)."""
    return Conflict(
        "no-valid-signature",
        "Không đóng dấu được: văn bản chưa có chữ ký hợp lệ của người có thẩm quyền.",
        "Trình ký lại rồi mới cấp số, đóng dấu.",
    )
