"""Refusals become problem details (RFC 9457) for programs and a Vietnamese page for people, here and nowhere else."""

import errno
import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from services.kernel.errors import Refusal
from services.kernel.values import new_id
from services.web.headers import complete
from services.web.render import problem_page
from services.web.signin import OWN_PAGE, PASSWORD_DUE
from services.web.statuses import RETRY_AFTER, TITLES, status_of
from services.web.validation import as_refusal

log = logging.getLogger(__name__)
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

_BY_STATUS = {
    400: ("unreadable", "Không đọc được nội dung gửi lên.", "Kiểm tra định dạng rồi gửi lại."),
    404: ("not-found", "Không có trang hay tài liệu nào ở địa chỉ này.", "Kiểm tra địa chỉ, hoặc tìm từ ô tìm kiếm."),
    405: ("method-not-allowed", "Địa chỉ này không nhận cách gọi vừa dùng.", "Mở lại trang rồi thao tác bằng nút."),
    413: ("too-large", "Nội dung gửi lên lớn hơn mức cho phép.", "Chia nhỏ hoặc giảm dung lượng rồi gửi lại."),
}


def body_of(refusal: Refusal, status: int) -> dict[str, object]:
    """The members of the problem document; `type` names the code, `fields` only when some are at fault."""
    found: dict[str, object] = {
        "type": f"urn:vanthu:problem:{refusal.code}",
        "title": TITLES.get(status, TITLES[400]),
        "status": status,
        "code": refusal.code,
        "detail": refusal.detail,
        "next": refusal.next,
    }
    return found | ({"fields": dict(refusal.fields)} if refusal.fields else {})


def is_api(request: Request) -> bool:
    """Whether a program is asking, by the path."""
    return request.url.path.startswith(("/api/", "/openapi.json"))


def answer(request: Request, refusal: Refusal, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The response a refusal becomes: problem document, redirect to the sign-in or the password, or problem page."""
    headers = {**RETRY_AFTER.get(status, {}), **(headers or {})}
    if is_api(request):
        extra = headers | ({"WWW-Authenticate": "Bearer"} if status == 401 else {})
        content = body_of(refusal, status)
        return JSONResponse(content, status, extra, media_type="application/problem+json")
    if status == 401:
        return RedirectResponse(_sign_in_address(request), 303)
    if refusal.code == PASSWORD_DUE:
        return RedirectResponse(f"{OWN_PAGE}#mat-khau", 303)
    page = problem_page(request, refusal, status)
    page.headers.update(headers)
    return page


def _allowed(app: FastAPI, request: Request) -> str:
    # The framework names what the first route of this address takes; others may stand beside it.
    def taken(method: str) -> bool:
        asked = {**request.scope, "method": method}
        return any(route.matches(asked)[0] is Match.FULL for route in app.routes)

    return ", ".join(method for method in _METHODS if taken("GET" if method == "HEAD" else method))


def _sign_in_address(request: Request) -> str:
    if request.method not in {"GET", "HEAD"} or request.url.path == "/":
        return "/dang-nhap"
    return str(
        request.url.replace(scheme="", netloc="", path="/dang-nhap", query="").include_query_params(
            next=request.url.path + (f"?{request.url.query}" if request.url.query else "")
        )
    )


def install(app: FastAPI) -> None:
    """Teach the application every way a request can fail."""

    @app.exception_handler(Refusal)
    async def refused(request: Request, error: Refusal) -> Response:
        return answer(request, error, status_of(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(request, as_refusal(error.errors()), 422)

    @app.exception_handler(OSError)
    async def no_room(request: Request, error: OSError) -> Response:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise error
        detail = "Máy chủ hết chỗ để nhận tệp; chưa có gì được ghi nhận."
        return answer(request, Refusal("disk-full", detail, "Báo quản trị giải phóng dung lượng rồi gửi lại."), 503)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        code, detail, after = _BY_STATUS.get(error.status_code, _BY_STATUS[400])
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = _allowed(app, request)
            after = f"Dùng {headers['Allow']}." if is_api(request) else after
        return answer(request, Refusal(code, detail, after), error.status_code, headers)

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        reference = new_id()[:12]
        log.error("request failed, reference %s: %s %s", reference, request.method, request.url.path, exc_info=error)
        detail = f"Việc này chưa làm được vì một lỗi của hệ thống (mã tra cứu {reference})."
        refusal = Refusal("internal", detail, "Thử lại; nếu vẫn vậy, gửi mã tra cứu cho quản trị.")
        response = answer(request, refusal, 500)
        # The framework answers a mistake of ours outside every layer, so what they add is added here.
        complete(response.headers, request.state.request_id, request.state.cookies)
        return response
