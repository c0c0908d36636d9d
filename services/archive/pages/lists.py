"""Lists that wait for somebody: unfiled documents, files near their transfer, one's own open files."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.archive.pages.desk import PageDesk, Visit
from services.archive.views.case_files import MOST_OFFERED
from services.kernel.errors import Refusal
from services.kernel.people import Role, require
from services.web.listing import Asked, AskedList
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller


def router(desk: PageDesk) -> APIRouter:
    """The lists behind the entries of the left column."""
    pages = APIRouter()

    @pages.get("/ho-so-cua-toi")
    def mine(request: Request, person: PageCaller, asked: Asked) -> Response:
        files = desk.views.case_files
        lines, total = files.of_owner(person, asked.offset, asked.size), files.count_of_owner(person)
        return page(request, person, "archive/mine.html", lines=lines, total=total, asked=asked)

    @pages.get("/chua-lap")
    def unfiled(request: Request, person: PageCaller, asked: Asked) -> Response:
        return _unfiled(Visit(request, person), desk, asked)

    @pages.post("/chua-lap")
    def place(request: Request, person: PageCaller, asked: Asked, sent: Sent) -> Response:
        try:
            files = desk.views.case_files.chosen_to_place(person, sent.raw("case_file"))
            chosen = sent.choice("case_file", "hồ sơ", files, required=True)
            sent.check()
            placed = desk.use.filing.place(person, chosen, sent.many("item"))
        except Refusal as refusal:
            return _unfiled(Visit(request, person), desk, asked, refusal, sent)
        return go_to("/kho/chua-lap", note=f"Đã đưa {placed} tài liệu vào hồ sơ “{files[chosen].title}”.")

    @pages.get("/den-han")
    def near(request: Request, person: PageCaller, asked: Asked) -> Response:
        require(person, Role.ARCHIVIST, action="xem hồ sơ đến hạn nộp lưu")
        today, files = desk.clock.today(), desk.views.case_files
        lines = files.near_transfer(person, today, asked.offset, asked.size)
        total = files.count_near_transfer(person, today)
        return page(request, person, "archive/near.html", lines=lines, total=total, asked=asked, today=today)

    return pages


def _unfiled(
    visit: Visit, desk: PageDesk, asked: AskedList, refusal: Refusal | None = None, sent: SentForm | None = None
) -> Response:
    items, person = desk.views.items, visit.person
    files = desk.views.case_files.open_to_place(person)
    return visit.page(
        "unfiled",
        refusal,
        lines=items.unfiled(person, asked.offset, asked.size),
        total=items.count_unfiled(person),
        asked=asked,
        picked=sent.many("item") if sent else [],
        chosen=sent.raw("case_file") if sent else "",
        files=[(each.id, f"{each.notation} · {each.title}") for each in files],
        more_files=len(files) >= MOST_OFFERED,
    )
