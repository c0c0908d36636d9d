"""Routes of the signature book."""

from fastapi import APIRouter
from fastapi.responses import Response

from services.signing.api.bodies import BookAnswer, MadeAnswer, RefuseBody, RequestAnswer, SignBody
from services.signing.api.desk import ApiDesk
from services.signing.domain.actions import request_actions
from services.web.bodies import ActionsAnswer
from services.web.downloads import download
from services.web.signin import Caller


def router(desk: ApiDesk) -> APIRouter:
    """The book, one request, and the answers to it."""
    api = APIRouter()
    _reads(api, desk)
    _answers(api, desk)
    return api


def _reads(api: APIRouter, desk: ApiDesk) -> None:
    @api.get("/book")
    def book(person: Caller) -> BookAnswer:
        """What waits for the caller's signature, in the order of the pile."""
        cards = [card for _, cards in desk.views.waiting(person) for card in cards]
        return BookAnswer(requests=[RequestAnswer.of(card) for card in cards], total=desk.views.count_waiting(person))

    @api.get("/requests/{request_id}")
    def request(person: Caller, request_id: str) -> RequestAnswer:
        """One request."""
        found = desk.views.request(request_id, person)
        desk.reading.viewed(person, found.about.document_id)
        return RequestAnswer.of(found)

    @api.get("/requests/{request_id}/actions")
    def actions(person: Caller, request_id: str) -> ActionsAnswer:
        """What the caller may do, and for the rest why not."""
        return ActionsAnswer.of(request_actions(desk.views.request(request_id, person), person))

    @api.get("/requests/{request_id}/file", response_class=Response)
    def file(person: Caller, request_id: str) -> Response:
        """The file to read and to sign."""
        found = desk.views.request(request_id, person)
        desk.reading.downloaded(person, found.about.document_id, found.file.digest)
        return download(found.file, desk.objects.open(found.file.digest))


def _answers(api: APIRouter, desk: ApiDesk) -> None:
    @api.post("/requests/{request_id}/sign")
    def sign(person: Caller, request_id: str, body: SignBody) -> MadeAnswer:
        """Sign the document whose digest was seen."""
        return MadeAnswer.of(desk.book.sign(person, request_id, body.digest))

    @api.post("/requests/{request_id}/refuse", status_code=204)
    def refuse(person: Caller, request_id: str, body: RefuseBody) -> None:
        """Return the document to its drafter."""
        desk.book.refuse(person, request_id, body.reason)

    @api.post("/requests/{request_id}/put-off", status_code=204)
    def put_off(person: Caller, request_id: str) -> None:
        """Leave the document for later."""
        desk.book.put_off(person, request_id)
