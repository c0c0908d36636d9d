"""The way to the server: one client, waiting that ends, troubles in the language of the office."""

import logging
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from elastic_transport import ApiResponseMeta, NodeConfig, Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch, TransportError, UnsupportedProductError
from elasticsearch.exceptions import HTTP_EXCEPTIONS
from urllib3 import Timeout

from services.kernel.errors import BadInput, Unavailable

# Each try is told by the trouble it ends in; the client would log it once more, with the addresses of its questions.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)
_CONNECT_SECONDS, _ANSWER_SECONDS = 3, 10
_CONNECTIONS = 64  # more than a process has threads: nobody waits for one
_ALIAS = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_AWAY = frozenset({403, 404, 408, 429, 500, 502, 503, 504})


class _Node(Urllib3HttpNode):
    """The client knows one limit of time for everything; a dead address should be noticed sooner than a slow answer."""

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self.pool.timeout = Timeout(connect=_CONNECT_SECONDS, read=_ANSWER_SECONDS)


def connect(address: str) -> tuple[Elasticsearch, str]:
    """A client for `elasticsearch+http[s]://[USER:PASSWORD@]HOST:PORT/ALIAS`, and the alias; nothing is sent yet.

    BadInput `settings-wrong` when the address cannot be read.
    """
    parts = urlsplit(address.removeprefix("elasticsearch+"))
    alias = parts.path.strip("/")
    if not parts.hostname or not _port(parts) or not _ALIAS.fullmatch(alias):
        raise BadInput(
            "settings-wrong",
            "VANTHU_INDEX: địa chỉ máy chủ tìm kiếm chưa đúng.",
            "Viết elasticsearch+https://TÀI_KHOẢN:MẬT_KHẨU@MÁY:CỔNG/TÊN_CHỈ_MỤC (tên viết thường, không dấu).",
        )
    account = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    client = Elasticsearch(
        f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
        basic_auth=account,
        # As the machine trusts, or by SSL_CERT_FILE.
        ssl_context=ssl.create_default_context() if parts.scheme == "https" else None,
        node_class=_Node,
        connections_per_node=_CONNECTIONS,
        # One more try, because a kept connection may turn out to be closed; a slow server is not asked twice.
        max_retries=1,
        retry_on_status=(),
        retry_on_timeout=False,
    )
    return client, alias


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or 0
    except ValueError:
        return 0


@contextmanager
def in_words() -> Iterator[None]:
    """Troubles of the server as Unavailable: `index-away`, `index-login`, `index-server-wrong`."""
    try:
        yield
    except UnsupportedProductError as other:
        raise wrong_server("không phải Elasticsearch") from other
    except ApiError as told:
        if told.status_code == 401 or told.message == "security_exception":
            raise _login() from told
        if told.status_code in _AWAY:
            raise away() from told
        raise
    except TransportError as unreachable:
        raise away() from unreachable


def checked(meta: ApiResponseMeta, part: Mapping[str, Any]) -> Mapping[str, Any]:
    """One part of an answer of several; ApiError as if it had been asked alone."""
    status = int(part["status"])
    if status == 200:
        return part
    kind = str(part.get("error", {}).get("type", ""))
    raise HTTP_EXCEPTIONS.get(status, ApiError)(kind, replace(meta, status=status), part)


def away() -> Unavailable:
    """The server does not answer, or answers that it cannot just now."""
    return Unavailable(
        "index-away",
        "Máy chủ tìm kiếm tạm thời không trả lời.",
        "Các việc khác vẫn làm được. Thử tìm lại sau ít phút; nếu vẫn vậy, báo người quản trị.",
    )


def wrong_server(what: str) -> Unavailable:
    """What answers there is not a server this program can use."""
    return Unavailable(
        "index-server-wrong",
        f"Máy chủ tìm kiếm không dùng được: {what}.",
        "Cần Elasticsearch 8.19 hoặc 9; sửa VANTHU_INDEX hoặc nâng cấp máy chủ.",
    )


def _login() -> Unavailable:
    return Unavailable(
        "index-login",
        "Máy chủ tìm kiếm không nhận tài khoản của hệ thống, hoặc tài khoản thiếu quyền.",
        "Báo người quản trị kiểm tra tài khoản trong VANTHU_INDEX.",
    )
