"""The door: signing in and out."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.directory.handlers.entry import Knock
from services.directory.pages.desk import Desk
from services.kernel.errors import Refusal
from services.web import cookies
from services.web.render import bare_page, go_to
from services.web.sent import Sent
from services.web.signin import PageCaller, check_form, signed_in

_FORM = "vanthu_form"


async def own_form(request: Request) -> None:
    """Refuse a sign-in that was not typed into our own form in this browser."""
    await check_form(request, request.cookies.get(_FORM, ""))


def local(address: str) -> str:
    """The address if it stays on this site, else the first page."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if inside else "/"


def router(desk: Desk) -> APIRouter:
    """`/dang-nhap` and `/dang-xuat`."""
    pages = APIRouter()

    @pages.get("/dang-nhap")
    def form(request: Request, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
        if signed_in(request) is not None:
            return RedirectResponse(local(next), 303)
        return _form(request, local(next))

    @pages.post("/dang-nhap", dependencies=[Depends(own_form)])
    def sign_in(request: Request, sent: Sent) -> Response:
        address = local(sent.raw("next") or "/")
        try:
            welcome = desk.entry.sign_in(_knock(request, sent))
        except Refusal as refusal:
            return _form(request, address, sent.text("account", "Tên đăng nhập"), refusal)
        cookies.put_session(request, welcome.cookie)
        if welcome.must_change:
            return go_to(
                "/toi#mat-khau", note="Mật khẩu đang dùng do quản trị đặt. Đặt mật khẩu riêng trước khi làm việc."
            )
        return go_to(address)

    @pages.post("/dang-xuat")
    def sign_out(request: Request, person: PageCaller) -> Response:
        desk.entry.sign_out(person, request.cookies.get(cookies.SESSION, ""))
        cookies.drop_session(request)
        return go_to("/dang-nhap", note="Đã đăng xuất.")

    return pages


def _form(request: Request, next: str, account: str = "", refusal: Refusal | None = None) -> Response:
    secret = request.cookies.get(_FORM) or secrets.token_urlsafe(24)
    cookies.put(request, _FORM, secret, same_site="strict")
    return bare_page(request, "directory/sign_in.html", refusal, csrf=secret, next=next, account=account)


def _knock(request: Request, sent: Sent) -> Knock:
    address = request.client.host if request.client else "-"
    agent = request.headers.get("user-agent", "")
    return Knock(sent.text("account", "Tên đăng nhập"), sent.raw("password"), address, agent)
