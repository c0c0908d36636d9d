"""JSON routes of the steps an arrived document takes; each answers with the document after it and its ETag."""

from fastapi import APIRouter, Response

from services.intake.api.incoming_bodies import (
    DirectiveBody,
    IncomingAnswer,
    PresentBody,
    ReasonBody,
    ResolutionBody,
)
from services.intake.domain.incoming import IncomingDocument
from services.intake.handlers.incoming_desk import IncomingDesk
from services.intake.handlers.slips import Slip
from services.web.conditional import IfMatch, etag
from services.web.signin import Caller

_PATH = "/incoming/{document_id}/"


def steps_router(desk: IncomingDesk) -> APIRouter:
    """POST /incoming/{id}/present, directive, accept, return, resolution, void."""
    api = APIRouter()
    routing = desk.routing

    @api.post(_PATH + "present")
    def present(caller: Caller, document_id: str, body: PresentBody, read: IfMatch, out: Response) -> IncomingAnswer:
        """Put the document before a leader."""
        return _answered(routing.present(caller, Slip(document_id, expected=read), body.leader), out)

    @api.post(_PATH + "directive")
    def direct(caller: Caller, document_id: str, body: DirectiveBody, read: IfMatch, out: Response) -> IncomingAnswer:
        """Write the directive note and name those who handle it."""
        return _answered(routing.direct(caller, Slip(document_id, expected=read), body.order()), out)

    @api.post(_PATH + "accept")
    def accept(caller: Caller, document_id: str, read: IfMatch, out: Response) -> IncomingAnswer:
        """Take the work in hand."""
        return _answered(routing.accept(caller, Slip(document_id, expected=read)), out)

    @api.post(_PATH + "return")
    def send_back(caller: Caller, document_id: str, body: ReasonBody, read: IfMatch, out: Response) -> IncomingAnswer:
        """Return the document to the leader with a reason."""
        return _answered(routing.send_back(caller, Slip(document_id, expected=read), body.reason), out)

    @api.post(_PATH + "resolution")
    def end(caller: Caller, document_id: str, body: ResolutionBody, read: IfMatch, out: Response) -> IncomingAnswer:
        """Say how it ended."""
        return _answered(routing.resolve(caller, Slip(document_id, expected=read), body.note, body.answer_id), out)

    @api.post(_PATH + "void")
    def void(caller: Caller, document_id: str, body: ReasonBody, read: IfMatch, out: Response) -> IncomingAnswer:
        """Void the number; it is never given again."""
        return _answered(desk.registration.void(caller, document_id, body.reason, read), out)

    return api


def _answered(document: IncomingDocument, out: Response) -> IncomingAnswer:
    out.headers["ETag"] = etag(document.version)
    return IncomingAnswer.of(document)
