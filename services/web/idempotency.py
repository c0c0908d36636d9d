"""Idempotency-Key: a creation sent twice happens once and is answered twice alike."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Header
from fastapi.responses import Response

from services.kernel.errors import Conflict

RequestKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Khóa do phần mềm gọi đặt; gửi lại cùng khóa và cùng nội dung thì nhận lại đúng câu trả lời cũ.",
    ),
]


@dataclass(frozen=True)
class KeptAnswer:
    """An answer to give again: to which request (SHA-256 of its content), with status, JSON body and headers."""

    request: str
    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The answer as it was given the first time."""
        return Response(self.body, self.status, dict(self.headers), media_type="application/json")


def request_digest(*parts: str | bytes) -> str:
    """One digest over the parts of a request: the JSON as sent and the digests of its files, in order."""
    whole = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        whole.update(len(raw).to_bytes(8, "big") + raw)
    return whole.hexdigest()


def repeated(kept: KeptAnswer | None, request: str) -> Response | None:
    """The old answer when the same request came before; Conflict when the key came with another content."""
    if kept is None:
        return None
    if kept.request != request:
        raise Conflict(
            "idempotency-key-reused",
            "Idempotency-Key này đã dùng cho một nội dung khác.",
            "Đặt khóa mới cho nội dung mới, hoặc gửi lại đúng nội dung cũ.",
        )
    return kept.response()
