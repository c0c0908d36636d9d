"""The signature book: the pile of cards, the reading view, and the three answers."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.kernel.errors import Refusal
from services.kernel.people import Person
from services.kernel.values import FileRef
from services.signing.domain.actions import request_actions
from services.signing.domain.marks import Kind
from services.signing.domain.requests import QUICK_REASONS, SigningRequest
from services.signing.pages.desk import BOOK, PageDesk
from services.signing.pages.papers import page_images, picture, strip, taken
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

Small = Annotated[bool, Query(alias="nho")]


def router(desk: PageDesk) -> APIRouter:
    """The pages of the book."""
    pages = APIRouter(prefix=BOOK)
    _lists(pages, desk)
    _reading(pages, desk)
    _answers(pages, desk)
    return pages


def _lists(pages: APIRouter, desk: PageDesk) -> None:
    @pages.get("")
    def pile(request: Request, person: PageCaller) -> Response:
        groups, total = desk.views.waiting(person), desk.views.count_waiting(person)
        shown, keyless = sum(len(cards) for _, cards in groups), desk.use.keys.missing(person)
        told = {"groups": groups, "shown": shown, "total": total, "keyless": keyless, "now": desk.views.clock.now()}
        return page(request, person, "signing/book.html", None, **told)

    @pages.get("/da-ky")
    def decided(request: Request, person: PageCaller) -> Response:
        total = desk.views.count_waiting(person)
        return page(request, person, "signing/decided.html", decided=desk.views.decided(person), total=total)


def _reading(pages: APIRouter, desk: PageDesk) -> None:
    @pages.get("/{request_id}")
    def read(request: Request, person: PageCaller, request_id: str) -> Response:
        found = desk.views.request(request_id, person)
        desk.use.reading.viewed(person, found.about.document_id)
        return _read(request, desk, person, found)

    @pages.get("/{request_id}/trang/{number}")
    def image(person: PageCaller, request_id: str, number: int, nho: Small = False) -> Response:
        found = desk.views.request(request_id, person)
        image = picture(desk, _shown(desk, found), number, nho)
        desk.use.reading.glimpsed(person, found.about.document_id)
        return image

    @pages.get("/{request_id}/tep")
    def file(person: PageCaller, request_id: str) -> Response:
        found = desk.views.request(request_id, person)
        shown = _shown(desk, found)
        desk.use.reading.downloaded(person, found.about.document_id, shown.digest)
        return taken(desk, shown)


def _answers(pages: APIRouter, desk: PageDesk) -> None:
    @pages.post("/{request_id}/ky")
    def sign(request: Request, person: PageCaller, request_id: str, sent: Sent) -> Response:
        after = desk.views.next_after(desk.views.request(request_id, person), person)
        try:
            mark = desk.use.book.sign(person, request_id, sent.raw("digest"))
        except Refusal as refusal:
            return _again(request, desk, person, request_id, refusal)
        return _onward(after, f"Đã ký, đã kiểm tra chữ ký: {desk.views.request(mark.request_id, person).about.subject}")

    @pages.post("/{request_id}/tra-lai")
    def refuse(request: Request, person: PageCaller, request_id: str, sent: Sent) -> Response:
        after = desk.views.next_after(desk.views.request(request_id, person), person)
        try:
            desk.use.book.refuse(person, request_id, _reason(sent))
        except Refusal as refusal:
            return _again(request, desk, person, request_id, refusal)
        return _onward(after, "Đã trả lại đơn vị soạn thảo kèm lý do.")

    @pages.post("/{request_id}/de-sau")
    def put_off(request: Request, person: PageCaller, request_id: str) -> Response:
        after = desk.views.next_after(desk.views.request(request_id, person), person)
        try:
            desk.use.book.put_off(person, request_id)
        except Refusal as refusal:
            return _again(request, desk, person, request_id, refusal)
        return _onward(after, "Đã để văn bản lại sau các văn bản khác.")


def _reason(sent: SentForm) -> str:
    quick = [reason for reason in sent.many("quick") if reason in QUICK_REASONS]
    own = sent.lines("reason", "Lý do", most=800)
    sent.check()
    return "\n".join([*quick, own]).strip()


def _onward(after: str, note: str) -> Response:
    return go_to(f"{BOOK}/{after}" if after else BOOK, note=note)


def _again(request: Request, desk: PageDesk, person: Person, request_id: str, refusal: Refusal) -> Response:
    return _read(request, desk, person, desk.views.request(request_id, person), refusal)


def _read(
    request: Request, desk: PageDesk, person: Person, found: SigningRequest, refusal: Refusal | None = None
) -> Response:
    mark = desk.views.mark(found.id, Kind.LEADER)
    offered = request_actions(found, person)
    signer = desk.directory.person(found.signer_id)
    return page(
        request,
        person,
        "signing/reading.html",
        refusal,
        found=found,
        mark=mark,
        base=f"{BOOK}/{found.id}",
        images=page_images(f"{BOOK}/{found.id}", mark.file if mark else found.file),
        strip=strip(mark.report if mark else None),
        may=offered[0].allowed,
        keyless=found.signer_id == person.id and desk.use.keys.missing(person),
        forbidden=[(one.label, one.why) for one in offered if not one.allowed],
        quick=QUICK_REASONS,
        signer=signer.name if signer else "",
        after=desk.views.next_after(found, person),
    )


def _shown(desk: PageDesk, found: SigningRequest) -> FileRef:
    mark = desk.views.mark(found.id, Kind.LEADER)
    return mark.file if mark else found.file
