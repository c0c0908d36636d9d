"""Stores of bytes for tests: a folder, or a bucket of its own on a real server."""

import hashlib
import io
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from services.backends.objects.opening import HostedStore, open_store
from services.backends.objects.s3.address import Address
from services.backends.objects.s3.line import Line
from services.backends.objects.s3.store import S3Store, open_bucket
from services.kernel.errors import Unavailable
from tests.servers import Running, need

BUCKETS = ("minio", "versitygw")
STORES = ("folder", *BUCKETS)


def make(kind: str, home: Path) -> HostedStore:
    """An empty store of that kind."""
    return open_store(f"folder:{home}/objects" if kind == "folder" else address(need(kind)))


def address(server: Running, port: int = 0, bucket: str = "", secret: str = "") -> str:
    """The address of a bucket, a fresh one unless named, over another port if there is a link between."""
    keys = f"{quote(server.user, safe='')}:{quote(secret or server.password, safe='')}"
    return f"s3+http://{keys}@{server.host}:{port or server.port}/{bucket or f't-{secrets.token_hex(8)}'}"


def line(url: str) -> Line:
    """The bare line to a bucket, to look behind the store's back."""
    return Line(Address.parse(url))


def fresh(server: Running) -> tuple[S3Store, Line]:
    """An empty bucket, as a store and bare."""
    url = address(server)
    return open_bucket(url), line(url)


def together(count: int, act: Callable[[], object]) -> list[object]:
    """What so many threads get that act at once; an exception is what its thread got."""
    got: list[object] = []
    gate = threading.Barrier(count)

    def one() -> None:
        gate.wait()
        try:
            got.append(act())
        except Exception as trouble:
            got.append(trouble)

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


class Pattern(io.RawIOBase):
    """So many bytes that cost no memory, no two megabytes alike."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1) -> bytes:
        """At most what was asked for, at most a megabyte."""
        assert size > 0, "nobody may want it in one piece"
        size = min(size, self.left, 1 << 20)
        self.left -= size
        return (b"%016d" % self.left) * (size // 16) + b"." * (size % 16)

    @classmethod
    def digest(cls, size: int) -> str:
        """SHA-256 of the whole."""
        stream, computed = cls(size), hashlib.sha256()
        while piece := stream.read(1 << 20):
            computed.update(piece)
        return computed.hexdigest()


def put(store: S3Store, size: int) -> str:
    """Keep a pattern of so many bytes; its digest."""
    return store.put(Pattern(size)).digest  # type: ignore[arg-type]  # reads like a stream


def away(act: Callable[[], object]) -> None:
    """The act is refused because the server is away, and the refusal says whom to tell."""
    with pytest.raises(Unavailable) as refused:
        act()
    assert refused.value.code == "store-away"
    assert "báo quản trị" in refused.value.next
