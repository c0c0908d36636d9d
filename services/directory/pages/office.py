"""The office itself and its units."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.directory.domain.office import NewUnit
from services.directory.pages.desk import Desk
from services.kernel.errors import BadInput, Refusal
from services.kernel.people import Organisation, Person, Role, require
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

HREF = "/co-quan"


def router(desk: Desk) -> APIRouter:
    """`/co-quan`."""
    pages = APIRouter(prefix=HREF)

    @pages.get("")
    def shown(request: Request, person: PageCaller) -> Response:
        require(person, Role.ADMIN, Role.AUDITOR, action="xem thông tin cơ quan")
        return _shown(desk, request, person)

    @pages.post("")
    def describe(request: Request, person: PageCaller, sent: Sent) -> Response:
        office = _office(sent)
        try:
            desk.offices.describe(person, office)
        except Refusal as refusal:
            return _shown(desk, request, person, refusal, organisation=office)
        return go_to(HREF, note="Đã lưu thông tin cơ quan.")

    @pages.post("/don-vi")
    def add_unit(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            desk.offices.add_unit(person, _new_unit(sent))
        except Refusal as refusal:
            return _shown(desk, request, person, refusal, sent=sent.values, form="new-unit")
        return go_to(HREF, note="Đã thêm đơn vị.")

    @pages.post("/don-vi/{unit_id}")
    def rename_unit(request: Request, person: PageCaller, unit_id: str, sent: Sent) -> Response:
        try:
            desk.offices.rename_unit(person, unit_id, _new_unit(sent))
        except Refusal as refusal:
            return _shown(desk, request, person, refusal, sent=sent.values, unit=desk.views.unit(unit_id), form="unit")
        return go_to(HREF, note="Đã sửa đơn vị.")

    return pages


def _shown(desk: Desk, request: Request, person: Person, refusal: Refusal | None = None, **more: Any) -> Response:
    shown = {
        "organisation": desk.views.organisation(),
        "units": desk.views.units(),
        "sent": {},
        "form": "office",
    } | more
    return page(request, person, "directory/office.html", refusal, may_change=person.has(Role.ADMIN), **shown)


def _new_unit(sent: SentForm) -> NewUnit:
    try:
        return NewUnit(sent.text("unit_name", "Tên đơn vị"), sent.text("unit_abbreviation", "Viết tắt"))
    except BadInput as fault:
        fields = {f"unit_{name}": sentence for name, sentence in fault.fields.items()}
        raise BadInput(fault.code, fault.detail, fault.next, fields=fields) from None


def _office(sent: SentForm) -> Organisation:
    return Organisation(
        name=sent.text("name", "Tên cơ quan"),
        abbreviation=sent.text("abbreviation", "Viết tắt"),
        parent=sent.text("parent", "Cơ quan chủ quản"),
        place=sent.text("place", "Địa danh"),
        code=sent.text("code", "Mã định danh"),
        regime=sent.text("regime", "Hệ thống"),
    )
