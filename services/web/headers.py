"""What every response carries: a request id, the security headers, and cookies set on the way."""

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kernel.request import REQUEST

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_GOOD_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Headers:
    """ASGI middleware; routes and dependencies leave cookies in `request.state.cookies` for it to set."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added; nothing personal is kept by caches unless the route says so."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = _request_id(scope)
        REQUEST.set(state["request_id"])
        cookies: list[str] = []
        state["cookies"] = cookies

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                complete(MutableHeaders(scope=message), state["request_id"], cookies)
            await send(message)

        await self._app(scope, receive, sending)


def _request_id(scope: Scope) -> str:
    given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    return given if _GOOD_ID.fullmatch(given) else secrets.token_hex(8)


def complete(headers: MutableHeaders, request_id: str, cookies: list[str]) -> None:
    """Add what every response carries."""
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")
    headers["X-Request-ID"] = request_id
    for cookie in cookies:
        headers.append("Set-Cookie", cookie)
