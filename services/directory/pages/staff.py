"""People of the office, for those who administer them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.directory.domain.accounts import NewPerson, PersonChange, read_roles
from services.directory.pages.desk import Desk
from services.kernel.errors import Refusal
from services.kernel.people import Person, Role, require
from services.kernel.text import normalise
from services.web.listing import Asked
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

HREF = "/nhan-su"


def router(desk: Desk) -> APIRouter:
    """`/nhan-su`."""
    pages = APIRouter(prefix=HREF)

    @pages.get("")
    def listed(
        request: Request,
        person: PageCaller,
        asked: Asked,
        q: Annotated[str, Query(max_length=200)] = "",
        don_vi: Annotated[str, Query(max_length=40)] = "",
    ) -> Response:
        require(person, Role.ADMIN, Role.AUDITOR, action="xem danh sách người dùng")
        found = desk.views.accounts(normalise(q), don_vi)
        shown = found[asked.offset : asked.offset + asked.size]
        filters: dict[str, Any] = {"q": q, "unit_id": don_vi, "unit_options": _units(desk)}
        filters["may_change"] = person.has(Role.ADMIN)
        return page(request, person, "directory/people.html", accounts=shown, total=len(found), asked=asked, **filters)

    _entering(pages, desk)
    _changing(pages, desk)
    return pages


def _entering(pages: APIRouter, desk: Desk) -> None:
    @pages.get("/moi")
    def form(request: Request, person: PageCaller) -> Response:
        require(person, Role.ADMIN, action="thêm người dùng")
        return _form(desk, request, person, sent={}, picked=[])

    @pages.post("/moi")
    def add(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            new = _new_person(sent)
            added, password = desk.people.add(person, new)
        except Refusal as refusal:
            return _form(desk, request, person, refusal, sent=sent.values, picked=sent.many("roles"))
        shown: dict[str, Any] = {"whose": added, "account": new.account, "password": password}
        return page(request, person, "directory/password.html", title="Đã thêm người dùng", **shown)


def _changing(pages: APIRouter, desk: Desk) -> None:
    @pages.get("/{person_id}")
    def shown(request: Request, person: PageCaller, person_id: str) -> Response:
        require(person, Role.ADMIN, Role.AUDITOR, action="xem thông tin người dùng")
        return _shown(desk, request, person, person_id)

    @pages.post("/{person_id}")
    def change(request: Request, person: PageCaller, person_id: str, sent: Sent) -> Response:
        try:
            version = sent.whole("version", "Phiên bản")
            desk.people.change(person, person_id, _change(sent), version)
        except Refusal as refusal:
            return _shown(desk, request, person, person_id, refusal)
        return go_to(f"{HREF}/{person_id}", note="Đã lưu. Vai trò mới có hiệu lực ngay.")

    @pages.post("/{person_id}/mat-khau")
    def reset(request: Request, person: PageCaller, person_id: str) -> Response:
        password = desk.people.reset_password(person, person_id)
        account = desk.views.account(person_id)
        more: dict[str, Any] = {"whose": account.person, "account": account.account, "password": password}
        return page(request, person, "directory/password.html", title="Đã đặt lại mật khẩu", **more)

    @pages.post("/{person_id}/hoat-dong")
    def standing(person: PageCaller, person_id: str, sent: Sent) -> Response:
        active = sent.raw("active") == "1"
        desk.people.change(person, person_id, PersonChange(active=active))
        return go_to(f"{HREF}/{person_id}", note="Đã mở lại tài khoản." if active else "Đã ngừng tài khoản.")


def _form(desk: Desk, request: Request, person: Person, refusal: Refusal | None = None, **more: Any) -> Response:
    return page(request, person, "directory/person_new.html", refusal, unit_options=_units(desk), roles=Role, **more)


def _shown(desk: Desk, request: Request, person: Person, person_id: str, refusal: Refusal | None = None) -> Response:
    shown: dict[str, Any] = {"account": desk.views.account(person_id), "unit_options": _units(desk), "roles": Role}
    return page(request, person, "directory/person.html", refusal, may_change=person.has(Role.ADMIN), **shown)


def _units(desk: Desk) -> list[tuple[str, str]]:
    return [(unit.id, unit.name) for unit in desk.views.units()]


def _new_person(sent: SentForm) -> NewPerson:
    return NewPerson(
        account=sent.text("account", "Tên đăng nhập").lower(),
        name=sent.text("name", "Họ tên"),
        position=sent.text("position", "Chức vụ"),
        unit_id=sent.text("unit_id", "Đơn vị"),
        roles=read_roles(sent.many("roles")),
    )


def _change(sent: SentForm) -> PersonChange:
    return PersonChange(
        name=sent.text("name", "Họ tên"),
        position=sent.text("position", "Chức vụ"),
        unit_id=sent.text("unit_id", "Đơn vị"),
        roles=read_roles(sent.many("roles")),
    )
