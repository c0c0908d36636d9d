"""JSON routes of arrived documents: registering, reading, and the steps on their way."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from services.intake.api.incoming_bodies import (
    IncomingAnswer,
    IncomingLine,
    IncomingListAnswer,
    IncomingQuery,
    StepAnswer,
)
from services.intake.api.incoming_create import DESCRIBED, Creating, SentIncoming
from services.intake.api.incoming_steps import steps_router
from services.intake.handlers.incoming_desk import IncomingDesk
from services.intake.views import IntakeViews
from services.web.bodies import ActionsAnswer
from services.web.conditional import etag
from services.web.downloads import download
from services.web.idempotency import RequestKey
from services.web.signin import Caller


def router(desk: IncomingDesk, views: IntakeViews) -> APIRouter:
    """All routes under /incoming."""
    api = APIRouter()
    creating = Creating(desk, views)

    @api.post("/incoming", status_code=201, response_class=Response, openapi_extra=DESCRIBED)
    def register(caller: Caller, sent: SentIncoming, key: RequestKey = None) -> Response:
        """Enter a document in the register of arrivals."""
        return creating.answer(caller, sent, key)

    api.include_router(_lists(desk, views))
    api.include_router(_reading(desk, views))
    api.include_router(steps_router(desk))
    return api


def _lists(desk: IncomingDesk, views: IntakeViews) -> APIRouter:
    api = APIRouter()

    @api.get("/incoming")
    def listed(caller: Caller, query: Annotated[IncomingQuery, Query()]) -> IncomingListAnswer:
        """Arrived documents that open to the caller, newest first; trays put the urgent ones first."""
        found = views.incoming_list(caller, query.ask(desk.today()))
        after = query.offset + len(found.rows)
        items = tuple(IncomingLine.of(row) for row in found.rows)
        return IncomingListAnswer(items=items, total=found.total, next=str(after) if after < found.total else None)

    return api


def _reading(desk: IncomingDesk, views: IntakeViews) -> APIRouter:
    api = APIRouter()

    @api.get("/incoming/{document_id}")
    def one(caller: Caller, document_id: str, response: Response) -> IncomingAnswer:
        """One document."""
        document = desk.opening.view(caller, document_id)
        response.headers["ETag"] = etag(document.version)
        return IncomingAnswer.of(document)

    @api.get("/incoming/{document_id}/actions")
    def may(caller: Caller, document_id: str) -> ActionsAnswer:
        """Every step: allowed, or why not."""
        return ActionsAnswer.of(views.incoming_sheet(caller, document_id).actions)

    @api.get("/incoming/{document_id}/steps")
    def happened(caller: Caller, document_id: str) -> tuple[StepAnswer, ...]:
        """What happened, oldest first."""
        return tuple(map(StepAnswer.model_validate, views.incoming_sheet(caller, document_id).steps))

    @api.get("/incoming/{document_id}/files/{digest}", response_class=StreamingResponse)
    def content(caller: Caller, document_id: str, digest: str) -> Response:
        """The bytes of one of its files."""
        file, stream = desk.opening.download(caller, document_id, digest)
        return download(file, stream)

    return api
