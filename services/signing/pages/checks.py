"""The page that checks the signatures of a PDF somebody brings."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.kernel.errors import Refusal
from services.signing.handlers.brought import brought
from services.signing.pages.desk import CHECK, PageDesk
from services.signing.pages.papers import kind
from services.web.render import page
from services.web.sent import Sent
from services.web.signin import PageCaller


def router(desk: PageDesk) -> APIRouter:
    """The form and its answer."""
    pages = APIRouter(prefix=CHECK)

    @pages.get("")
    def ask(request: Request, person: PageCaller) -> Response:
        return page(request, person, "signing/check.html", report=None, name="", kind=kind)

    @pages.post("")
    def answer(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            file = sent.file("file", "Tệp PDF", required=True)
            sent.check()
            if file is None:
                return page(request, person, "signing/check.html", report=None, name="", kind=kind)
            with brought(file.file) as path:
                report = desk.use.validation.examine(person, path)
        except Refusal as refusal:
            return page(request, person, "signing/check.html", refusal, report=None, name="", kind=kind)
        return page(request, person, "signing/check.html", report=report, name=file.filename or "", kind=kind)

    return pages
