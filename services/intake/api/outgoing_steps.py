"""JSON routes of the steps an outgoing document takes."""

from collections.abc import Callable

from fastapi import APIRouter, Response

from services.intake.api.outgoing_bodies import NumberBody, OutgoingAnswer, StepBody
from services.intake.domain.outgoing import OutgoingDocument
from services.intake.domain.outgoing_actions import Act
from services.intake.handlers.outgoing_parts import OutgoingUseCases
from services.intake.handlers.slips import Slip
from services.kernel.people import Person
from services.web.conditional import IfMatch, etag
from services.web.signin import Caller

Take = Callable[[Person, Slip], OutgoingDocument]


def steps_router(cases: OutgoingUseCases) -> APIRouter:
    """POST /outgoing/{id}/submit, approve-content, approve-format, return, number, issue."""
    api = APIRouter()
    simple: dict[Act, Take] = {
        Act.SUBMIT: cases.approving.submit,
        Act.APPROVE_CONTENT: cases.approving.approve_content,
        Act.APPROVE_FORMAT: cases.approving.approve_format,
        Act.RETURN: cases.approving.send_back,
        Act.ISSUE: cases.issuing.issue,
    }
    for act, take in simple.items():
        _add(api, act, take)

    @api.post("/outgoing/{document_id}/number")
    def number(caller: Caller, document_id: str, body: NumberBody, read: IfMatch, response: Response) -> OutgoingAnswer:
        """Give the next number of a register and today's date, and ask for the seal."""
        slip = Slip(document_id, body.note, read)
        return answered(cases.issuing.number(caller, slip, body.register_id), response)

    return api


def answered(document: OutgoingDocument, response: Response) -> OutgoingAnswer:
    """The document after a step, with its ETag and address."""
    response.headers["ETag"] = etag(document.version)
    response.headers["Location"] = f"/api/v1/intake/outgoing/{document.id}"
    return OutgoingAnswer.of(document)


def _add(api: APIRouter, act: Act, take: Take) -> None:
    @api.post(f"/outgoing/{{document_id}}/{act.value}", name=f"outgoing-{act.value}", summary=act.label)
    def step(caller: Caller, document_id: str, body: StepBody, read: IfMatch, response: Response) -> OutgoingAnswer:
        return answered(take(caller, Slip(document_id, body.note, read)), response)
