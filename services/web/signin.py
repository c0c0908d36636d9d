"""Who asks: a bearer token for programs, a session cookie and its form secret for people."""

import hmac
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from services.kernel.errors import NotAllowed, NotSignedIn
from services.kernel.people import Person
from services.web import cookies
from services.web.contribution import WebParts
from services.web.ports import Signed

CSRF_FIELD = "csrf"
PASSWORD_DUE = "password-change-due"  # noqa: S105 - a code
OWN_PAGE = "/toi"
_BEFORE_CHANGE = frozenset({OWN_PAGE, f"{OWN_PAGE}/mat-khau", "/dang-xuat"})
_FIRST_PASSWORD = "Mật khẩu đang dùng do quản trị đặt nên chưa làm việc được."  # noqa: S105 - a sentence about one
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_bearer = HTTPBearer(auto_error=False, description="Khóa API của người dùng: `vanthu user token`.")


def parts_of(request: Request) -> WebParts:
    """The parts the application was built from."""
    parts: WebParts = request.app.state.web
    return parts


def caller(request: Request, token: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Person:
    """The person of an API request; the token must hold the scope of this service and method."""
    signed = parts_of(request).sign_in.by_token(token.credentials) if token else None
    if signed is None:
        raise _without_key()
    if signed.must_change:
        raise NotAllowed(PASSWORD_DUE, _FIRST_PASSWORD, f"Đăng nhập các bàn làm việc, đổi mật khẩu ở {OWN_PAGE}.")
    _check_scope(signed, request)
    request.state.signed = signed
    return signed.person


def require_known(request: Request) -> None:
    """Refuse a request nobody vouches for: NotSignedIn unless it bears a living key or session."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        if parts_of(request).sign_in.by_token(token.strip()) is None:
            raise _without_key()
    elif signed_in(request) is None:
        raise _without_key() if request.url.path.startswith("/api/") else _without_session()


def _without_key() -> NotSignedIn:
    return NotSignedIn("token-needed", "Thiếu khóa API còn hiệu lực.", "Gửi tiêu đề Authorization: Bearer <khóa>.")


def _without_session() -> NotSignedIn:
    return NotSignedIn("sign-in-needed", "Phiên làm việc đã hết hoặc chưa đăng nhập.", "Đăng nhập rồi làm lại.")


def _check_scope(signed: Signed, request: Request) -> None:
    service = request.url.path.removeprefix("/api/v1/").split("/")[0]
    right = "read" if request.method in _SAFE else "write"
    if not signed.scopes & {f"{service}:{right}", f"*:{right}"}:
        raise NotAllowed(
            "scope-missing",
            f"Khóa API này không có phạm vi {service}:{right}.",
            "Tạo khóa khác có phạm vi đó ở trang Khóa API của tôi.",
        )


async def page_caller(request: Request) -> Person:
    """The person of a page; every post must repeat the session's form secret."""
    signed = await run_in_threadpool(signed_in, request)
    if signed is None:
        raise _without_session()
    if request.method not in _SAFE:
        await check_form(request, signed.csrf)
    if signed.must_change and request.url.path not in _BEFORE_CHANGE:
        raise NotAllowed(PASSWORD_DUE, _FIRST_PASSWORD, "Đổi mật khẩu trước khi làm việc.")
    return signed.person


def signed_in(request: Request) -> Signed | None:
    """Who holds this browser's session; hands out the renewed cookie when it turned over."""
    known: Signed | None = getattr(request.state, "signed", None)
    if known is not None:
        return known
    cookie = request.cookies.get(cookies.SESSION, "")
    signed = parts_of(request).sign_in.by_session(cookie) if cookie else None
    if signed is not None:
        request.state.signed = signed
        if signed.renewed:
            cookies.put_session(request, signed.renewed)
    return signed


async def check_form(request: Request, secret: str) -> None:
    """Refuse a post that did not come from a form of ours."""
    form = await request.form(max_files=100, max_fields=1000)
    given = form.get(CSRF_FIELD)
    foreign = request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
    if foreign or not isinstance(given, str) or not secret or not _same(given, secret):
        raise NotAllowed(
            "form-expired",
            "Biểu mẫu này không còn hiệu lực hoặc không do hệ thống mở ra.",
            "Quay lại trang trước, tải lại trang rồi gửi lại.",
        )


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


Caller = Annotated[Person, Depends(caller)]
PageCaller = Annotated[Person, Depends(page_caller)]
