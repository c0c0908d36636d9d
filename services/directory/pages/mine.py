"""One's own account: password, browsers, keys for programs."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.directory.domain.tokens import SCOPES, TokenOrder
from services.directory.pages.desk import Desk
from services.kernel.errors import BadInput, Refusal
from services.kernel.people import Person
from services.web import cookies
from services.web.render import go_to, page
from services.web.sent import Sent, SentForm
from services.web.signin import PageCaller

_WORDS = {
    "directory": "danh bạ",
    "intake": "văn bản đến, đi",
    "signing": "ký số",
    "archive": "lưu trữ",
    "search": "tìm kiếm",
    "*": "tất cả",
}


def router(desk: Desk) -> APIRouter:
    """`/toi` and `/toi/khoa`."""
    pages = APIRouter(prefix="/toi")

    @pages.get("")
    def account(request: Request, person: PageCaller) -> Response:
        return _account(desk, request, person)

    @pages.post("/mat-khau")
    def password(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            if sent.raw("new") != sent.raw("again"):
                fault = {"again": "Hai lần nhập mật khẩu mới không giống nhau."}
                raise BadInput("password-twice", fault["again"], "Nhập lại.", fields=fault)
            cookie = request.cookies.get(cookies.SESSION, "")
            desk.entry.change_password(person, cookie, sent.raw("old"), sent.raw("new"))
        except Refusal as refusal:
            return _account(desk, request, person, refusal)
        return go_to("/toi", note="Đã đổi mật khẩu. Các trình duyệt khác đã bị đăng xuất.")

    @pages.post("/phien")
    def elsewhere(request: Request, person: PageCaller) -> Response:
        desk.entry.sign_out_elsewhere(person, request.cookies.get(cookies.SESSION, ""))
        return go_to("/toi", note="Đã đăng xuất ở mọi trình duyệt khác.")

    _token_pages(pages, desk)
    return pages


def _token_pages(pages: APIRouter, desk: Desk) -> None:
    @pages.get("/khoa")
    def keys(request: Request, person: PageCaller) -> Response:
        return _keys(desk, request, person)

    @pages.post("/khoa")
    def give(request: Request, person: PageCaller, sent: Sent) -> Response:
        try:
            _, secret = desk.tokens.give(person, person, _order(sent))
        except Refusal as refusal:
            return _keys(desk, request, person, refusal, sent=sent.values, picked=sent.many("scopes"))
        return _keys(desk, request, person, secret=secret)

    @pages.post("/khoa/{token_id}/thu-hoi")
    def revoke(person: PageCaller, token_id: str) -> Response:
        desk.tokens.revoke(person, token_id)
        return go_to("/toi/khoa", note="Đã thu hồi khóa; phần mềm dùng khóa này không vào được nữa.")


def _order(sent: SentForm) -> TokenOrder:
    name, days = sent.text("name", "Tên khóa", most=100), sent.whole("days", "Thời hạn", least=1, most=366)
    return sent.judged(lambda: TokenOrder(name, frozenset(sent.many("scopes")), days or 90))


def _account(desk: Desk, request: Request, person: Person, refusal: Refusal | None = None) -> Response:
    account = desk.views.account(person.id)
    sessions = desk.views.sessions_of(person.id)
    return page(request, person, "directory/me.html", refusal, account=account, sessions=sessions)


def _keys(desk: Desk, request: Request, person: Person, refusal: Refusal | None = None, **more: Any) -> Response:
    shown = {
        "tokens": desk.views.tokens_of(person.id),
        "scopes": [(scope, _words(scope)) for scope in SCOPES],
        "now": request.app.state.web.clock.now(),
        "secret": "",
        "sent": {},
        "picked": [],
    }
    return page(request, person, "directory/keys.html", refusal, **(shown | more))


def _words(scope: str) -> str:
    service, right = scope.split(":")
    return f"{'Đọc' if right == 'read' else 'Ghi'} {_WORDS[service]}"
