"""Routes of case files."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.archive.api.answers import CaseFileAnswer, PlacedAnswer
from services.archive.api.bodies import CloseBody, OpenCaseFileBody, PlaceBody
from services.archive.api.desk import ApiDesk
from services.archive.api.tree import NodeId, Size
from services.archive.domain.actions import case_file_actions
from services.archive.handlers.filing import CloseCaseFile
from services.archive.handlers.opening import OpenCaseFile
from services.web.bodies import ActionsAnswer
from services.web.signin import Caller

Offset = Annotated[int, Query(ge=0, le=1_000_000, description="Bỏ qua bao nhiêu tài liệu đầu.")]


def router(desk: ApiDesk) -> APIRouter:
    """Opening, filling and closing."""
    api = APIRouter(prefix="/case-files")
    _changes(api, desk)

    @api.get("")
    def mine(person: Caller) -> list[CaseFileAnswer]:
        """The open case files the caller may put documents into, the newest first."""
        return [CaseFileAnswer.of(each) for each in desk.views.case_files.open_to_place(person)]

    @api.get("/{case_file_id}")
    def case_file(person: Caller, case_file_id: NodeId, offset: Offset = 0, size: Size = 100) -> CaseFileAnswer:
        """A case file with a part of the documents in it that open to the caller; the look is written down."""
        found, files = desk.use.reading_case_files.view(person, case_file_id), desk.views.case_files
        items = files.contents(person, case_file_id, offset, size)
        return CaseFileAnswer.of(found, items, files.count_contents(person, case_file_id))

    @api.get("/{case_file_id}/actions")
    def actions(person: Caller, case_file_id: NodeId) -> ActionsAnswer:
        """What the caller may do, and for the rest why not."""
        return ActionsAnswer.of(case_file_actions(desk.views.case_files.show(person, case_file_id), person))

    return api


def _changes(api: APIRouter, desk: ApiDesk) -> None:
    @api.post("", status_code=201)
    def open_one(person: Caller, body: OpenCaseFileBody, response: Response) -> CaseFileAnswer:
        """Open a case file; asked twice for the same plan line or notation, the second is refused (409)."""
        made = desk.use.opening.open(person, OpenCaseFile(**body.model_dump()))
        response.headers["Location"] = f"/api/v1/archive/case-files/{made.id}"
        return CaseFileAnswer.of(made)

    @api.post("/{case_file_id}/items")
    def place(person: Caller, case_file_id: NodeId, body: PlaceBody) -> PlacedAnswer:
        """Put documents into the file without copying them; those already in it stay as they are."""
        return PlacedAnswer(placed=desk.use.filing.place(person, case_file_id, body.item_ids))

    @api.delete("/{case_file_id}/items/{item_id}", status_code=204)
    def take_out(person: Caller, case_file_id: NodeId, item_id: NodeId) -> None:
        """Take a document out of an open file."""
        desk.use.filing.take_out(person, case_file_id, item_id)

    @api.post("/{case_file_id}/close")
    def close(person: Caller, case_file_id: NodeId, body: CloseBody) -> CaseFileAnswer:
        """End the file; documents, pages and dates are computed from what lies in it."""
        return CaseFileAnswer.of(desk.use.filing.close(person, CloseCaseFile(case_file_id, **body.model_dump())))
