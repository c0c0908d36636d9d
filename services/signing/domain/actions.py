"""What a person may do with a request, and for the rest why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.kernel.errors import Refusal
from services.kernel.people import Person
from services.signing.domain.requests import SigningRequest, why_not_decide
from services.signing.domain.seals import SealRequest, why_not_seal


class Act(StrEnum):
    """A step on a desk of this service; the value is its word in addresses and in the audit."""

    SIGN = "sign"
    REFUSE = "refuse"
    PUT_OFF = "put-off"
    SEAL = "seal"

    @property
    def label(self) -> str:
        """The verb on its button."""
        return _LABELS[self]


_LABELS: Mapping[Act, str] = {Act.SIGN: "Ký", Act.REFUSE: "Trả lại", Act.PUT_OFF: "Để sau", Act.SEAL: "Đóng dấu"}


@dataclass(frozen=True)
class Action:
    """A step as offered: allowed, or with the condition that failed and what could be done."""

    act: Act
    allowed: bool
    why: str = ""
    next: str = ""

    @property
    def label(self) -> str:
        """The verb on its button."""
        return self.act.label


def request_actions(request: SigningRequest, person: Person) -> tuple[Action, ...]:
    """The three answers a signer has."""
    return tuple(_offered(act, why_not_decide(request, person)) for act in (Act.SIGN, Act.REFUSE, Act.PUT_OFF))


def seal_actions(request: SealRequest, person: Person) -> tuple[Action, ...]:
    """The one thing to do with a seal request."""
    return (_offered(Act.SEAL, why_not_seal(request, person)),)


def _offered(act: Act, refusal: Refusal | None) -> Action:
    return Action(act, True) if refusal is None else Action(act, False, refusal.detail, refusal.next)
