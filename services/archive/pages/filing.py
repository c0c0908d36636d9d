"""What is done on a case file's page: place, take out, close."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.archive.domain.retention import CODES
from services.archive.handlers.filing import CloseCaseFile
from services.archive.pages.case_files import show
from services.archive.pages.desk import Id, PageDesk, Visit
from services.kernel.errors import Refusal
from services.web.render import go_to
from services.web.sent import Sent
from services.web.signin import PageCaller


def router(desk: PageDesk) -> APIRouter:
    """The posts of a case file's page."""
    pages = APIRouter(prefix="/ho-so/{case_file_id}")

    @pages.post("/tai-lieu")
    def place(request: Request, person: PageCaller, case_file_id: Id, sent: Sent) -> Response:
        try:
            placed = desk.use.filing.place(person, case_file_id, sent.many("item"))
        except Refusal as refusal:
            return show(Visit(request, person), desk, case_file_id, refusal)
        return go_to(f"/kho/ho-so/{case_file_id}", note=f"Đã đưa {placed} tài liệu vào hồ sơ.")

    @pages.post("/lay-ra/{item_id}")
    def take_out(request: Request, person: PageCaller, case_file_id: Id, item_id: Id) -> Response:
        try:
            desk.use.filing.take_out(person, case_file_id, item_id)
        except Refusal as refusal:
            return show(Visit(request, person), desk, case_file_id, refusal)
        return go_to(f"/kho/ho-so/{case_file_id}", note="Đã lấy tài liệu ra khỏi hồ sơ; tài liệu vẫn ở trong kho.")

    @pages.post("/ket-thuc")
    def close(request: Request, person: PageCaller, case_file_id: Id, sent: Sent) -> Response:
        try:
            order = CloseCaseFile(
                case_file_id,
                sent.day("ended_on", "Ngày kết thúc"),
                sent.text("title", "Tên hồ sơ"),
                sent.choice("retention", "thời hạn lưu trữ", CODES, required=False),
            )
            sent.check()
            closed = desk.use.filing.close(person, order)
        except Refusal as refusal:
            return show(Visit(request, person), desk, case_file_id, refusal)
        said = f"Đã kết thúc hồ sơ: {closed.doc_total} tài liệu, {closed.page_total} trang."
        return go_to(f"/kho/ho-so/{case_file_id}", note=said)

    return pages
