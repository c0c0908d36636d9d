"""JSON routes of outgoing documents: reading them, drafting, and the steps on their way."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile
from fastapi.responses import StreamingResponse

from services.intake.api.outgoing_begin import Beginning
from services.intake.api.outgoing_bodies import (
    DraftBody,
    EditionAnswer,
    OutgoingAnswer,
    OutgoingLine,
    OutgoingListAnswer,
    StepAnswer,
)
from services.intake.api.outgoing_steps import answered, steps_router
from services.intake.domain.papers import Sent
from services.intake.handlers.outgoing_parts import OutgoingUseCases
from services.intake.handlers.slips import Slip
from services.intake.views import IntakeViews
from services.intake.views.outgoing_trays import OutgoingAsk, Tray
from services.web.bodies import ActionsAnswer, read_part
from services.web.conditional import IfMatch, etag
from services.web.downloads import download
from services.web.idempotency import RequestKey
from services.web.signin import Caller

_Size = Annotated[int, Query(ge=1, le=200)]
_Cursor = Annotated[str, Query(pattern=r"^\d{0,9}$", description="`next` của trang trước.")]
_Part = Annotated[str, Form(max_length=400_000, description="JSON như nội dung của POST /outgoing.")]


def _uploaded(document: _Part, file: Annotated[UploadFile, File()]) -> tuple[DraftBody, UploadFile]:
    return read_part(DraftBody, document), file


_Uploaded = Annotated[tuple[DraftBody, UploadFile], Depends(_uploaded)]


def router(cases: OutgoingUseCases, views: IntakeViews) -> APIRouter:
    """All routes under /outgoing."""
    api = APIRouter()
    api.include_router(_reading(cases, views))
    api.include_router(_papers(cases, views))
    api.include_router(_drafting(cases, views))
    api.include_router(steps_router(cases))
    return api


def _reading(cases: OutgoingUseCases, views: IntakeViews) -> APIRouter:
    api = APIRouter()

    @api.get("/outgoing")
    def listed(
        caller: Caller,
        tray: Tray = Tray.ALL,
        q: Annotated[str, Query(max_length=200)] = "",
        size: _Size = 50,
        cursor: _Cursor = "",
    ) -> OutgoingListAnswer:
        """The documents of one of the caller's trays."""
        offset = int(cursor or 0)
        found = views.outgoing_list(caller, OutgoingAsk(tray, offset, size, words=q))
        after = offset + len(found.rows)
        items = tuple(OutgoingLine.of(row) for row in found.rows)
        return OutgoingListAnswer(items=items, total=found.total, next=str(after) if after < found.total else None)

    @api.get("/outgoing/{document_id}")
    def one(caller: Caller, document_id: str, response: Response) -> OutgoingAnswer:
        """One document."""
        cases.files.looked(caller, document_id)
        document = views.outgoing_sheet(caller, document_id).document
        response.headers["ETag"] = etag(document.version)
        return OutgoingAnswer.of(document)

    @api.get("/outgoing/{document_id}/actions")
    def may(caller: Caller, document_id: str) -> ActionsAnswer:
        """Every step: allowed, or why not."""
        return ActionsAnswer.of(views.outgoing_sheet(caller, document_id).actions)

    return api


def _papers(cases: OutgoingUseCases, views: IntakeViews) -> APIRouter:
    api = APIRouter()

    @api.get("/outgoing/{document_id}/steps")
    def happened(caller: Caller, document_id: str) -> tuple[StepAnswer, ...]:
        """What happened, oldest first."""
        return tuple(map(StepAnswer.of, views.outgoing_sheet(caller, document_id).steps))

    @api.get("/outgoing/{document_id}/files")
    def editions(caller: Caller, document_id: str) -> tuple[EditionAnswer, ...]:
        """Every kept edition of the file."""
        return tuple(map(EditionAnswer.of, views.outgoing_sheet(caller, document_id).editions))

    @api.get("/outgoing/{document_id}/files/{number}", response_class=StreamingResponse)
    def content(caller: Caller, document_id: str, number: int) -> Response:
        """The bytes of one edition."""
        edition, stream = cases.files.download(caller, document_id, number)
        return download(edition.file, stream)

    @api.get("/outgoing/{document_id}/files/{number}/original", response_class=StreamingResponse)
    def original(caller: Caller, document_id: str, number: int) -> Response:
        """The bytes as uploaded of an edition that had to be written anew to be signed."""
        return download(*cases.files.original(caller, document_id, number))

    return api


def _drafting(cases: OutgoingUseCases, views: IntakeViews) -> APIRouter:
    api = APIRouter()
    beginning = Beginning(cases, views)

    @api.post("/outgoing", status_code=201, response_model=OutgoingAnswer)
    def begin(caller: Caller, body: DraftBody, key: RequestKey = None) -> Response:
        """A new draft, typeset from its type's template."""
        return beginning.answer(caller, body, None, key)

    @api.post("/outgoing/upload", status_code=201, response_model=OutgoingAnswer)
    def begin_uploaded(caller: Caller, parts: _Uploaded, key: RequestKey = None) -> Response:
        """A new draft whose PDF was written elsewhere."""
        body, file = parts
        upload = cases.uploads.take(caller, Sent(file.filename or "", file.file))
        return beginning.answer(caller, body, upload, key)

    @api.post("/outgoing/{document_id}/versions", status_code=201)
    def revise(caller: Caller, document_id: str, body: DraftBody, read: IfMatch, response: Response) -> OutgoingAnswer:
        """A further edition; a signed document becomes a draft again."""
        slip = Slip(document_id, expected=read)
        return answered(cases.drafting.revise(caller, slip, body.order()), response)

    @api.post("/outgoing/{document_id}/versions/upload", status_code=201)
    def revise_uploaded(
        caller: Caller,
        document_id: str,
        response: Response,
        read: IfMatch,
        parts: _Uploaded,
    ) -> OutgoingAnswer:
        """A further edition whose PDF was written elsewhere."""
        body, file = parts
        upload = cases.uploads.take(caller, Sent(file.filename or "", file.file))
        return answered(cases.drafting.revise(caller, Slip(document_id, expected=read), body.order(upload)), response)

    return api
