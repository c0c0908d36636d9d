"""What a person may do with a request, and for the rest why not."""

from services.kernel.people import Person
from services.kernel.steps import Action, Step, offered
from services.signing.domain.requests import SigningRequest, why_not_decide
from services.signing.domain.seals import SealRequest, why_not_seal


class Act(Step):
    """A step on a desk of this service; the value is its word in addresses and in the audit."""

    SIGN = "sign", "Ký"
    REFUSE = "refuse", "Trả lại"
    PUT_OFF = "put-off", "Để sau"
    SEAL = "seal", "Đóng dấu"


def request_actions(request: SigningRequest, person: Person) -> tuple[Action, ...]:
    """The three answers a signer has."""
    return tuple(offered(act, why_not_decide(request, person)) for act in (Act.SIGN, Act.REFUSE, Act.PUT_OFF))


def seal_actions(request: SealRequest, person: Person) -> tuple[Action, ...]:
    """The one thing to do with a seal request."""
    return (offered(Act.SEAL, why_not_seal(request, person)),)
