"""The line to a server of objects: signed requests, each within bounded time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Self
from urllib.parse import quote, urlencode, urlsplit

from minio import Minio
from minio import time as clock
from minio.credentials.credentials import Credentials
from minio.signer import sign_v4_s3
from urllib3 import PoolManager, Retry, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import BaseHTTPResponse

from services.backends.objects.s3.address import Address
from services.backends.objects.s3.trouble import Refused, timed_out

_ANSWER = 30.0
_PATIENT = Timeout(connect=5.0, read=_ANSWER)
_BRISK = Timeout(connect=2.0, read=3.0)
_NOTHING = hashlib.sha256().hexdigest()


@dataclass(frozen=True)
class Body:
    """Bytes to send: a stream at its beginning, their count and their SHA-256."""

    stream: IO[bytes]
    size: int
    digest: str


@dataclass(frozen=True)
class Ask:
    """A request about the bucket, or about one object in it; `brisk` waits for seconds only and never asks twice."""

    method: str
    key: str = ""
    question: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body | None = None
    brisk: bool = False


class Line:
    """One bucket's server; safe for many threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._pool = _pool()
        self._keys = Credentials(address.access, address.secret)
        self.client = self._client(address.host, address.secure)

    def ask(self, ask: Ask, whole: bool = True) -> BaseHTTPResponse:
        """The answer, read to its end unless `whole` is false; `Refused` if it is none of success."""
        url, headers = self._signed(ask)
        response = self._pool.urlopen(
            ask.method,
            url,
            body=ask.body.stream if ask.body else None,
            headers=headers,
            redirect=False,
            preload_content=whole,
            timeout=_BRISK if ask.brisk else _PATIENT,
            retries=_Patience(0, raise_on_status=False) if ask.brisk else _PATIENCE,
        )
        if response.status < 300:
            return response
        try:
            raise Refused.by(response)
        finally:
            response.release_conn()

    def size_of(self, key: str) -> int | None:
        """How many bytes lie under a key; None if there are none."""
        try:
            return length(self.ask(Ask("HEAD", key)))
        except Refused as refused:
            if refused.absent:
                return None
            raise

    def client_at(self, public: str) -> Minio:
        """A client that signs for another address of the same server: `https://HOST`."""
        parts = urlsplit(public)
        return self._client(parts.netloc, parts.scheme == "https")

    def _client(self, host: str, secure: bool) -> Minio:
        access, secret, region = self.address.access, self.address.secret, self.address.region
        return Minio(host, access, secret, secure=secure, region=region, http_client=self._pool)

    def _signed(self, ask: Ask) -> tuple[str, dict[str, Any]]:
        path = quote(f"/{self.address.bucket}/{ask.key}".rstrip("/"))
        url = urlsplit(f"{self.address.root}{path}?{urlencode(sorted(ask.question.items()), quote_via=quote, safe='')}")
        digest, now = ask.body.digest if ask.body else _NOTHING, clock.utcnow()
        headers: dict[str, Any] = {
            "Host": self.address.host,
            "x-amz-content-sha256": digest,
            "x-amz-date": clock.to_amz_date(now),
            **ask.headers,
        }
        if ask.body:
            headers["Content-Length"] = str(ask.body.size)
        signed = sign_v4_s3(
            method=ask.method,
            url=url,
            region=self.address.region,
            headers=headers,
            credentials=self._keys,
            content_sha256=digest,
            date=now,
        )
        return url.geturl(), signed


def length(response: BaseHTTPResponse) -> int:
    """How many bytes an answer says there are; without that a broken link would look like the end."""
    told = response.headers.get("Content-Length", "")
    if not told.isdecimal():
        raise Refused(502, "NoLength")
    return int(told)


class _Patience(Retry):
    """Asks again after a refused or broken connection and after a 5xx, at once and then after pauses."""

    def increment(self, *asked: Any, **came: Any) -> Self:
        """The next try, if there is one."""
        trouble: Exception | None = came.get("error")
        if trouble and timed_out(trouble):
            raise trouble
        return super().increment(*asked, **came)


_PATIENCE = _Patience(
    total=3,
    backoff_factor=0.3,
    status_forcelist=(500, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
    respect_retry_after_header=False,
)


def _pool() -> PoolManager:
    pool = PoolManager(maxsize=32, blocksize=1 << 16, timeout=_PATIENT, retries=_PATIENCE, cert_reqs="CERT_REQUIRED")
    pool.pool_classes_by_scheme = {"http": _PlainPool, "https": _TLSPool}
    return pool


class _Sending(HTTPConnection):
    def send(self, data: Any) -> None:
        """Wait for a server that is slow in taking bytes as long as for one that is slow in answering."""
        if self.sock is not None:
            self.sock.settimeout(_ANSWER)
        super().send(data)


class _SendingTLS(HTTPSConnection, _Sending):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Sending


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _SendingTLS
