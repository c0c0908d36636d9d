"""Routes of the seal desk."""

from fastapi import APIRouter

from services.kernel.people import Role, require
from services.signing.api.bodies import MadeAnswer, SealAnswer, SealsAnswer, SignBody
from services.signing.api.desk import ApiDesk
from services.signing.domain.actions import seal_actions
from services.web.bodies import ActionsAnswer
from services.web.signin import Caller


def router(desk: ApiDesk) -> APIRouter:
    """What waits for the seal, and sealing."""
    api = APIRouter()

    @api.get("/seals")
    def waiting(person: Caller) -> SealsAnswer:
        """Signed and numbered documents that wait for the agency's seal."""
        require(person, Role.CLERK, action="xem văn bản chờ đóng dấu")
        waiting = [SealAnswer.of(one) for one in desk.views.seals_waiting()]
        return SealsAnswer(seals=waiting, total=desk.views.count_seals(person))

    @api.get("/seals/{request_id}")
    def one(person: Caller, request_id: str) -> SealAnswer:
        """One seal request."""
        return SealAnswer.of(desk.views.seal_request(request_id, person))

    @api.get("/seals/{request_id}/actions")
    def actions(person: Caller, request_id: str) -> ActionsAnswer:
        """What the caller may do, and for the rest why not."""
        return ActionsAnswer.of(seal_actions(desk.views.seal_request(request_id, person), person))

    @api.post("/seals/{request_id}/seal")
    def seal(person: Caller, request_id: str, body: SignBody) -> MadeAnswer:
        """Fill number and date and seal the document whose digest was seen."""
        return MadeAnswer.of(desk.seals.seal(person, request_id, body.digest))

    return api
