"""Forms of the top of the tree: a new fonds, its description, what goes into it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.archive.domain.access import AccessLevel
from services.archive.domain.fonds import Fonds, FondsStatus, Placement
from services.archive.pages.desk import Id, PageDesk, Visit
from services.kernel.errors import Refusal
from services.kernel.people import Role, require
from services.web.render import go_to
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

_STATUSES = [(each.value, each.label) for each in FondsStatus]
_LEVELS = [(each.value, each.label) for each in AccessLevel]
_WAYS = {"incoming": "văn bản đến", "outgoing": "văn bản đi", "": "mọi văn bản"}


def router(desk: PageDesk) -> APIRouter:
    """New, describe, place."""
    pages = APIRouter()
    _describing(pages, desk)

    @pages.get("/phong-moi")
    def empty_form(request: Request, person: PageCaller) -> Response:
        require(person, Role.ARCHIVIST, action="lập phông lưu trữ")
        return _form(Visit(request, person), None, {})

    @pages.post("/phong-moi")
    def open_one(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            fonds_id = desk.use.fonds.open(person, _fonds("", sent))
        except Refusal as refusal:
            return _form(Visit(request, person), None, sent.values, refusal)
        return go_to(f"/kho/phong/{fonds_id}", note="Đã lập phông lưu trữ.")

    @pages.post("/phong/{fonds_id}/nhan")
    def place(person: PageCaller, fonds_id: Id, sent: Sent) -> Response:
        direction = sent.choice("direction", "loại văn bản", _WAYS, required=False)
        sent.check()
        desk.use.fonds.place(person, Placement(direction, "", fonds_id))
        return go_to(f"/kho/phong/{fonds_id}", note=f"Từ nay {_WAYS[direction]} nộp vào phông này.")

    return pages


def _describing(pages: APIRouter, desk: PageDesk) -> None:
    @pages.get("/phong/{fonds_id}/mo-ta")
    def form(request: Request, person: PageCaller, fonds_id: Id) -> Response:
        require(person, Role.ARCHIVIST, action="mô tả phông lưu trữ")
        fonds = desk.views.tree.fonds(fonds_id)
        return _form(Visit(request, person), fonds, _typed(fonds))

    @pages.post("/phong/{fonds_id}/mo-ta")
    def describe(request: Request, person: PageCaller, fonds_id: Id, sent: Sent) -> Response:
        fonds = desk.views.tree.fonds(fonds_id)
        try:
            desk.use.fonds.describe(person, _fonds(fonds_id, sent))
        except Refusal as refusal:
            return _form(Visit(request, person), fonds, sent.values, refusal)
        return go_to(f"/kho/phong/{fonds_id}", note="Đã lưu mô tả phông.")


def _form(visit: Visit, fonds: Fonds | None, sent: dict[str, str], refusal: Refusal | None = None) -> Response:
    return visit.page("fonds_form", refusal, fonds=fonds, sent=sent, statuses=_STATUSES, levels=_LEVELS)


def _typed(fonds: Fonds) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in vars(fonds).items()}


def _fonds(fonds_id: str, sent: SentForm) -> Fonds:
    fonds = Fonds(
        fonds_id,
        sent.text("code", "Mã phông", most=60),
        sent.text("title", "Tên phông", required=True),
        sent.one_of("status", "trạng thái", FondsStatus, FondsStatus.OPEN),
        sent.text("creator", "Đơn vị hình thành phông", required=True),
        sent.lines("creator_history", "Lịch sử đơn vị hình thành phông", most=10_000),
        sent.whole("start_year", "Năm đầu", least=1800, most=2200),
        sent.whole("end_year", "Năm cuối", least=1800, most=2200),
        sent.text("language", "Ngôn ngữ", most=60) or "Tiếng Việt",
        sent.text("classification_plan", "Phương án phân loại"),
        sent.one_of("access_level", "mức độ tiếp cận", AccessLevel, AccessLevel.OPEN),
        sent.lines("notes", "Ghi chú"),
    )
    sent.judged(fonds.check)
    return fonds
