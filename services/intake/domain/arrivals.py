"""An upload that waits in the clerk's queue until it is registered or put away with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from services.intake.domain.incoming_steps import require_words
from services.intake.domain.papers import Received
from services.kernel.errors import Conflict


class ArrivalState(StrEnum):
    """Whether it still waits."""

    WAITING = "waiting"
    REGISTERED = "registered"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class Arrival:
    """A received upload; `draft` are the form's fields as last typed. `received_at` is aware."""

    id: str
    state: ArrivalState
    by_id: str
    by_name: str
    received_at: datetime
    received: Received
    draft: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    document_id: str = ""

    def require_waiting(self) -> None:
        """Refuse if it was registered or put away meanwhile."""
        if self.state is ArrivalState.REGISTERED:
            raise Conflict(
                "arrival-registered",
                "Tệp này vừa được vào sổ.",
                "Mở văn bản đã vào sổ, hoặc sang tệp tiếp theo trong hàng chờ.",
            )
        if self.state is ArrivalState.DISCARDED:
            raise Conflict(
                "arrival-discarded", f"Tệp này đã được bỏ khỏi hàng chờ: {self.reason}", "Tải lên lại nếu cần."
            )

    def registered_as(self, document_id: str) -> "Arrival":
        """The arrival once it has its number."""
        self.require_waiting()
        return replace(self, state=ArrivalState.REGISTERED, document_id=document_id)

    def discarded(self, reason: str) -> "Arrival":
        """The arrival put away; the reason is required."""
        self.require_waiting()
        require_words(reason, "reason", "lý do bỏ khỏi hàng chờ")
        return replace(self, state=ArrivalState.DISCARDED, reason=reason.strip())

    def erased(self, reason: str) -> "Arrival":
        """The arrival put away without a word of what it was: neither files nor anything read or typed."""
        self.require_waiting()
        return replace(self, state=ArrivalState.DISCARDED, reason=reason, received=Received(()), draft={})


def waiting_twins(arrivals: Sequence[Arrival]) -> dict[str, Arrival]:
    """Of waiting uploads, those whose file waits more than once: each one's id, and the earliest other."""
    piles: dict[str, list[Arrival]] = {}
    for one in arrivals:
        piles.setdefault(one.received.main.digest, []).append(one)
    return {one.id: pile[0] if pile[0] is not one else pile[1] for pile in piles.values() if pile[1:] for one in pile}
