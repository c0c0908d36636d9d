"""The administrator's page of signing keys: which leaders have one, and giving one."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.kernel.errors import Refusal
from services.kernel.people import Person
from services.signing.pages.desk import KEYS, PageDesk
from services.web.render import go_to, page
from services.web.signin import PageCaller


def router(desk: PageDesk) -> APIRouter:
    """The page and its one act."""
    pages = APIRouter(prefix=KEYS)

    @pages.get("")
    def holders(request: Request, person: PageCaller) -> Response:
        return _page(request, desk, person)

    @pages.post("/{person_id}")
    def give(request: Request, person: PageCaller, person_id: str) -> Response:
        try:
            given = desk.use.keys.give(person, person_id)
        except Refusal as refusal:
            return _page(request, desk, person, refusal)
        return go_to(KEYS, note=f"Đã cấp khóa ký số cho {given.name}; từ giờ đồng chí ký được.")

    return pages


def _page(request: Request, desk: PageDesk, person: Person, refusal: Refusal | None = None) -> Response:
    return page(request, person, "signing/keys.html", refusal, holders=desk.use.keys.holders(person), here=KEYS)
