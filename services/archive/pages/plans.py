"""The file plan of a year: its lines, a form to add one, and last year's to take over."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse, Response

from services.archive.domain.file_plan import check_notation
from services.archive.domain.retention import CODES, choices
from services.archive.handlers.planning import AddPlanLine
from services.archive.pages.desk import PLAN, PageDesk, Visit
from services.kernel.errors import Refusal
from services.kernel.people import Role
from services.web.render import go_to
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller, page_caller

Year = Annotated[int, Path(ge=1900, le=2200)]


def router(desk: PageDesk) -> APIRouter:
    """The plan's pages."""
    pages = APIRouter(prefix="/danh-muc")

    @pages.get("", dependencies=[Depends(page_caller)])
    def this_year() -> Response:
        return RedirectResponse(f"{PLAN}/{desk.clock.today().year}", 303)

    @pages.get("/{year}")
    def plan(request: Request, person: PageCaller, year: Year) -> Response:
        return _show(Visit(request, person), desk, year)

    @pages.post("/{year}")
    def add(request: Request, person: PageCaller, year: Year, sent: Sent) -> Response:
        try:
            line = desk.use.plan.add(person, _order(desk, year, sent))
        except Refusal as refusal:
            return _show(Visit(request, person), desk, year, refusal, sent.values)
        return go_to(f"{PLAN}/{year}", note=f"Đã thêm {line.notation} vào danh mục hồ sơ năm {year}.")

    @pages.post("/{year}/chep")
    def copy(request: Request, person: PageCaller, year: Year) -> Response:
        try:
            added = desk.use.plan.copy(person, year - 1, year)
        except Refusal as refusal:
            return _show(Visit(request, person), desk, year, refusal)
        return go_to(f"{PLAN}/{year}", note=f"Đã chép {added} dòng từ danh mục hồ sơ năm {year - 1}.")

    return pages


def _order(desk: PageDesk, year: int, sent: SentForm) -> AddPlanLine:
    order = AddPlanLine(
        year,
        heading=sent.text("heading", "Đề mục", most=200),
        title=sent.text("title", "Tên hồ sơ", required=True),
        retention=sent.choice("retention", "thời hạn lưu trữ", CODES),
        owner_id=sent.choice("owner_id", "người lập hồ sơ", {key for key, _ in desk.owners()}),
        notation=sent.text("notation", "Ký hiệu", most=40),
    )
    sent.judged(lambda: check_notation(order.notation) if order.notation else None)
    return order


def _show(
    visit: Visit,
    desk: PageDesk,
    year: int,
    refusal: Refusal | None = None,
    sent: dict[str, str] | None = None,
) -> Response:
    files, person = desk.views.case_files, visit.person
    return visit.page(
        "plan", refusal, year=year, lines=files.plan(person, year), sent=sent or {}, periods=choices(),
        years=sorted({*files.plan_years(), year, desk.clock.today().year}, reverse=True), owners=desk.owners(),
        planner=person.has(Role.ARCHIVIST, Role.CLERK), keeper=person.has(Role.ARCHIVIST, Role.UNIT_HEAD),
    )  # fmt: skip
