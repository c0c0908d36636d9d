"""The route that checks a PDF somebody brings."""

from typing import Annotated

from fastapi import APIRouter, File, UploadFile

from services.signing.api.bodies import ReportAnswer
from services.signing.api.desk import ApiDesk
from services.signing.handlers.brought import brought
from services.web.signin import Caller


def router(desk: ApiDesk) -> APIRouter:
    """Checking."""
    api = APIRouter()

    @api.post("/validate")
    def validate(
        person: Caller, file: Annotated[UploadFile, File(description="Tệp PDF cần kiểm tra.")]
    ) -> ReportAnswer:
        """A PDF in, a report on its signatures out; the file is not kept."""
        with brought(file.file) as path:
            return ReportAnswer.of(desk.validation.examine(person, path))

    return api
