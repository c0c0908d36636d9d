"""The shelf of registers: what is open, whether volumes are whole, opening and closing."""

from datetime import date
from typing import cast

from fastapi import APIRouter, Request, Response

from services.intake.domain.registers import Direction
from services.intake.domain.statistics import in_words
from services.intake.handlers.registers import OpenRegister
from services.intake.pages.incoming_pages import IncomingPages
from services.kernel.doctypes import document_types
from services.kernel.errors import Refusal
from services.kernel.people import Person, Role
from services.web.render import go_to, page
from services.web.sent import Sent
from services.web.signin import PageCaller

SHELF = "/so"


def router(desk: IncomingPages) -> APIRouter:
    """The shelf and what is done at it."""
    pages = APIRouter()

    @pages.get(SHELF)
    def shelf(request: Request, person: PageCaller) -> Response:
        return _shelf(request, person, desk)

    @pages.post(SHELF)
    def opened(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            name = sent.text("name", "Tên sổ", required=True, most=200)
            direction = sent.choice("direction", "chiều văn bản", set(Direction))
            term = sent.day("term", "ngày bắt đầu nhiệm kỳ")
            sent.check()
            order = OpenRegister(name, Direction(direction), frozenset(sent.many("scope")), term=term)
            register = desk.cases.registers.open(person, order)
        except Refusal as refusal:
            return _shelf(request, person, desk, refusal, sent.values)
        return go_to(SHELF, note=f"Đã mở “{register.name}”; số đầu tiên là 01.")

    @pages.post(f"{SHELF}/{{register_id}}/khoa")
    def closed(request: Request, person: PageCaller, register_id: str) -> Response:
        try:
            register = desk.cases.registers.close(person, register_id)
        except Refusal as refusal:
            return _shelf(request, person, desk, refusal)
        return go_to(SHELF, note=f"Đã khóa “{register.name}”; từ ngày mai sổ không cấp số nữa.")

    @pages.post(f"{SHELF}/{{register_id}}/nhiem-ky")
    def term(request: Request, person: PageCaller, register_id: str, sent: Sent) -> Response:
        try:
            first = sent.day("first_day", "Ngày bắt đầu nhiệm kỳ", required=True)
            sent.check()
            register = desk.cases.registers.begin_term(person, register_id, cast(date, first))
        except Refusal as refusal:
            return _shelf(request, person, desk, refusal, sent.values | {"term_of": register_id})
        return go_to(SHELF, note=f"“{register.name}” đánh số lại từ 01 từ ngày {first:%d/%m/%Y}.")

    return pages


def _shelf(
    request: Request,
    person: Person,
    desk: IncomingPages,
    refusal: Refusal | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    today = desk.cases.today()
    return page(
        request,
        person,
        "intake/registers.html",
        refusal,
        registers=desk.views.registers(),
        checks=desk.looks.checked(person),
        may_open=person.has(Role.CLERK, Role.ADMIN),
        may_print=person.has(Role.CLERK, Role.LEADER, Role.AUDITOR),
        directions=[(one.value, one.label) for one in Direction],
        types=[(one.code, one.label) for one in document_types(today)],
        issued=in_words(desk.looks.issued(person, today.replace(day=1), today)),
        sent=typed or {},
        here=SHELF,
    )
