"""Lists that wait for somebody: unfiled documents, files near their transfer, one's own open files."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.archive.pages.desk import PageDesk
from services.kernel.people import Role, require
from services.web.listing import Asked
from services.web.render import page
from services.web.signin import PageCaller


def router(desk: PageDesk) -> APIRouter:
    """The lists behind the entries of the left column."""
    pages = APIRouter()

    @pages.get("/ho-so-cua-toi")
    def mine(request: Request, person: PageCaller) -> Response:
        return page(request, person, "archive/mine.html", lines=desk.views.case_files.of_owner(person))

    @pages.get("/chua-lap")
    def unfiled(request: Request, person: PageCaller, asked: Asked) -> Response:
        items = desk.views.items
        lines = items.unfiled(person, asked.offset, asked.size)
        return page(
            request, person, "archive/unfiled.html", lines=lines, total=items.count_unfiled(person), asked=asked
        )

    @pages.get("/den-han")
    def near(request: Request, person: PageCaller) -> Response:
        require(person, Role.ARCHIVIST, action="xem hồ sơ đến hạn nộp lưu")
        today = desk.clock.today()
        lines = desk.views.case_files.near_transfer(person, today)
        return page(request, person, "archive/near.html", lines=lines, today=today)

    return pages
