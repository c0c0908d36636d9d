"""A case file's page and the form to open one."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.archive.domain.access import AccessLevel
from services.archive.domain.actions import case_file_actions
from services.archive.domain.file_plan import check_notation
from services.archive.domain.retention import CODES, choices
from services.archive.handlers.opening import OpenCaseFile
from services.archive.pages.desk import Id, PageDesk, Visit
from services.kernel.errors import Refusal
from services.kernel.people import Role
from services.web.listing import Asked
from services.web.render import go_to
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

Typed = Annotated[str, Query(alias="tim", max_length=200)]
Line = Annotated[str, Query(alias="dong", max_length=64)]
_LEVELS = [(each.value, each.label) for each in AccessLevel]


def router(desk: PageDesk) -> APIRouter:
    """Open one, look at one."""
    pages = APIRouter(prefix="/ho-so")

    @pages.get("/mo")
    def form(request: Request, person: PageCaller, line: Line = "") -> Response:
        return _form(Visit(request, person), desk, {"plan_line_id": line})

    @pages.post("/mo")
    def open_one(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            made = desk.use.opening.open(person, _order(desk, sent))
        except Refusal as refusal:
            return _form(Visit(request, person), desk, sent.values, refusal)
        return go_to(f"/kho/ho-so/{made.id}", note=f"Đã mở hồ sơ {made.notation}.")

    @pages.get("/{case_file_id}")
    def case_file(request: Request, person: PageCaller, case_file_id: Id, asked: Asked, typed: Typed = "") -> Response:
        desk.use.reading_case_files.view(person, case_file_id)
        return show(Visit(request, person, asked), desk, case_file_id, typed=typed)

    return pages


def show(visit: Visit, desk: PageDesk, case_file_id: str, refusal: Refusal | None = None, typed: str = "") -> Response:
    """The page of a case file, again with a refusal if a step was refused."""
    person = visit.person
    files = desk.views.case_files
    found, asked = files.show(person, case_file_id), visit.asked
    actions = case_file_actions(found, person)
    may = all(each.allowed for each in actions)
    return visit.page(
        "case_file",
        refusal,
        found=found,
        asked=asked,
        contents=files.contents(person, case_file_id, asked.offset, asked.size),
        total=files.count_contents(person, case_file_id),
        events=files.events(case_file_id),
        may=may,
        forbidden=[(each.label, each.why) for each in actions if not each.allowed],
        offered=desk.views.items.choose(person, case_file_id, typed) if may else [],
        typed=typed,
        periods=choices(),
        today=desk.clock.today(),
    )


def _order(desk: PageDesk, sent: SentForm) -> OpenCaseFile:
    line_id = sent.text("plan_line_id", "Dòng danh mục", most=64)
    order = OpenCaseFile(
        plan_line_id=line_id,
        notation=sent.text("notation", "Ký hiệu", required=not line_id, most=40),
        title=sent.text("title", "Tên hồ sơ", required=not line_id),
        retention=sent.choice("retention", "thời hạn lưu trữ", CODES, required=not line_id),
        owner_id=sent.choice("owner_id", "người lập hồ sơ", {key for key, _ in desk.owners()}, required=False),
        started_on=sent.day("started_on", "Ngày mở hồ sơ"),
        access_level=sent.choice("access_level", "mức độ tiếp cận", set(AccessLevel)),
        keywords=sent.text("keywords", "Từ khóa"),
        notes=sent.lines("notes", "Ghi chú"),
    )
    sent.judged(lambda: check_notation(order.notation) if order.notation else None)
    return order


def _form(visit: Visit, desk: PageDesk, sent: dict[str, str], refusal: Refusal | None = None) -> Response:
    person = visit.person
    today = desk.clock.today()
    lines = [line for line, opened in desk.views.case_files.plan(person, today.year) if opened is None]
    mine = [line for line in lines if line.owner_id == person.id or person.has(Role.ARCHIVIST, Role.UNIT_HEAD)]
    return visit.page(
        "case_file_form", refusal, sent=sent, periods=choices(), levels=_LEVELS,
        owners=desk.owners(), lines=[(line.id, f"{line.notation} · {line.title}") for line in mine], today=today,
    )  # fmt: skip
