"""The seal desk: what is signed and numbered, and the seal on it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.kernel.errors import Refusal
from services.kernel.people import Person, Role, require
from services.kernel.values import FileRef, Part
from services.signing.domain.actions import seal_actions
from services.signing.domain.marks import Kind, SignatureMark
from services.signing.domain.seals import SealRequest
from services.signing.pages.desk import SEALS, PageDesk
from services.signing.pages.papers import page_images, picture, strip, taken
from services.web.render import go_to, page
from services.web.sent import Sent
from services.web.signin import PageCaller

Small = Annotated[bool, Query(alias="nho")]


def router(desk: PageDesk) -> APIRouter:
    """The pages of the seal desk."""
    pages = APIRouter(prefix=SEALS)
    _reading(pages, desk)

    @pages.get("")
    def waiting(request: Request, person: PageCaller) -> Response:
        require(person, Role.CLERK, action="xem văn bản chờ đóng dấu")
        views = desk.views
        told = {"waiting": views.seals_waiting(), "total": views.count_seals(person), "done": views.seals_done(20)}
        return page(request, person, "signing/seals.html", None, **told)

    @pages.post("/{request_id}")
    def seal(request: Request, person: PageCaller, request_id: str, sent: Sent) -> Response:
        try:
            desk.use.seals.seal(person, request_id, sent.raw("digest"))
        except Refusal as refusal:
            return _read(request, desk, person, desk.views.seal_request(request_id, person), refusal)
        notation = desk.views.seal_request(request_id, person).notation
        return go_to(f"{SEALS}/{request_id}", note=f"Đã đóng dấu {notation}; cả hai chữ ký đã được kiểm tra.")

    return pages


def _reading(pages: APIRouter, desk: PageDesk) -> None:
    @pages.get("/{request_id}")
    def read(request: Request, person: PageCaller, request_id: str) -> Response:
        found = desk.views.seal_request(request_id, person)
        desk.use.reading.viewed(person, found.document_id)
        return _read(request, desk, person, found)

    @pages.get("/{request_id}/trang/{number}")
    def image(person: PageCaller, request_id: str, number: int, nho: Small = False) -> Response:
        found = desk.views.seal_request(request_id, person)
        _, file = _shown(desk, found)
        image = picture(desk, file, number, nho)
        desk.use.reading.glimpsed(person, found.document_id)
        return image

    @pages.get("/{request_id}/tep")
    def file(person: PageCaller, request_id: str) -> Response:
        found = desk.views.seal_request(request_id, person)
        _, shown = _shown(desk, found)
        desk.use.reading.downloaded(person, found.document_id, shown.digest)
        return taken(desk, shown)


def _read(
    request: Request, desk: PageDesk, person: Person, found: SealRequest, refusal: Refusal | None = None
) -> Response:
    mark, file = _shown(desk, found)
    (offered,) = seal_actions(found, person)
    return page(
        request,
        person,
        "signing/seal.html",
        refusal,
        found=found,
        mark=mark,
        base=f"{SEALS}/{found.id}",
        images=page_images(f"{SEALS}/{found.id}", file),
        strip=strip(mark.report if mark else None),
        may=offered.allowed,
        forbidden=[] if offered.allowed else [(offered.label, offered.why)],
    )


def _shown(desk: PageDesk, found: SealRequest) -> tuple[SignatureMark | None, FileRef]:
    mark = desk.views.mark(found.id, Kind.SEAL) or desk.views.leader_mark(found)
    return mark, mark.file if mark else FileRef(Part.SIGNED, "van-ban.pdf", "application/pdf", 0, found.digest)
