"""The doorkeeper: how large a body may be and from whom, and that JSON is sound before any route sees it."""

import re
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kernel.errors import Refusal, TooLarge
from services.web import json_gate
from services.web.contribution import MB
from services.web.problems import answer
from services.web.signin import require_known
from services.web.statuses import status_of

ORDINARY = MB
_NAMES_A_LENGTH = re.compile(rb"\d{1,15}")


class Guard:
    """ASGI middleware that ends bodies at their limit and reads JSON bodies once with bounds."""

    def __init__(self, app: ASGIApp, uploads: Mapping[str, int], open_uploads: Mapping[str, int]) -> None:
        self._app = app
        self._uploads = [(re.compile(pattern), most) for pattern, most in {**uploads, **open_uploads}.items()]
        self._open = [re.compile(pattern) for pattern in open_uploads]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            bounded = await self._bounded(scope, receive)
        except HTTPException:
            refusal: Refusal = _too_large(self._most(scope["path"]))
        except Refusal as error:
            refusal = error
        else:
            await self._app(scope, bounded, send)
            return
        response = answer(Request(scope), refusal, status_of(refusal), {"Connection": "close"})
        await response(scope, receive, send)

    async def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        headers = dict(scope["headers"])
        most = self._most(scope["path"])
        named = headers.get(b"content-length", b"0")
        length = int(named) if _NAMES_A_LENGTH.fullmatch(named) else 0
        if length > most:
            raise _too_large(most)
        is_open = any(pattern.fullmatch(scope["path"]) for pattern in self._open)
        if not is_open and most > ORDINARY and (length > ORDINARY or b"content-length" not in headers):
            # Routes read a body before they ask who sends it; a large one is not even begun for a stranger.
            await run_in_threadpool(require_known, Request(scope))
        counted = _Counted(receive, most)
        if b"json" not in headers.get(b"content-type", b"").lower():
            return counted.next
        body = await counted.whole()
        if body.strip():
            json_gate.read(body)
        return _Replay(body, receive).next

    def _most(self, path: str) -> int:
        return next((most for pattern, most in self._uploads if pattern.fullmatch(path)), ORDINARY)


def _too_large(most: int) -> TooLarge:
    size = f"{most // MB} MB"
    return TooLarge("too-large", f"Nội dung gửi lên lớn hơn {size}.", f"Giảm dung lượng xuống dưới {size} rồi gửi lại.")


class _Counted:
    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._seen = 0

    async def next(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._most:
            raise HTTPException(413)
        return message

    async def whole(self) -> bytes:
        parts = []
        while True:
            message = await self.next()
            parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                return b"".join(parts)


class _Replay:
    def __init__(self, body: bytes, receive: Receive) -> None:
        self._waiting: bytes | None = body
        self._receive = receive

    async def next(self) -> Message:
        if self._waiting is None:
            return await self._receive()
        body, self._waiting = self._waiting, None
        return {"type": "http.request", "body": body, "more_body": False}
