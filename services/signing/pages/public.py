"""The page on which anybody may have the signatures of a PDF checked, without signing in."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.kernel.errors import Refusal
from services.signing.handlers.brought import brought
from services.signing.pages.desk import PUBLIC_CHECK, PageDesk
from services.signing.pages.papers import kind
from services.web.render import bare_page
from services.web.sent import Sent

_TEMPLATE = "signing/public_check.html"


def router(desk: PageDesk) -> APIRouter:
    """The form and its answer; nothing changes here, so the form needs no secret."""
    pages = APIRouter(prefix=PUBLIC_CHECK)

    @pages.get("")
    def ask(request: Request) -> Response:
        return bare_page(request, _TEMPLATE, report=None, name="", kind=kind)

    @pages.post("")
    def answer(request: Request, sent: Sent) -> Response:
        try:
            file = sent.file("file", "Tệp PDF", required=True)
            sent.check()
            if file is None:
                return bare_page(request, _TEMPLATE, report=None, name="", kind=kind)
            address = request.client.host if request.client else ""
            with brought(file.file) as path:
                report = desk.use.strangers.examine(address, path)
        except Refusal as refusal:
            return bare_page(request, _TEMPLATE, refusal, report=None, name="", kind=kind)
        return bare_page(request, _TEMPLATE, report=report, name=file.filename or "", kind=kind)

    return pages
