"""Carries objects from one store to another: what is there and whole stays, everything is read back and proved."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from services.backends.objects.opening import HostedStore
from services.kernel.digests import digest_of
from services.kernel.errors import NotFound
from services.kernel.ports import ObjectStore

_HANDS, _BATCH = 4, 64


@dataclass(frozen=True)
class Carried:
    """How it went with one object: its size, and whether it had to be copied; or what is wrong with it."""

    digest: str
    size: int = 0
    copied: bool = False
    fault: str = ""


def carry(digests: Iterable[str], source: ObjectStore, target: HostedStore) -> Iterator[Carried]:
    """Have these objects in the target, several at a time, never more than a piece of each in memory."""
    waiting = iter(digests)
    with ThreadPoolExecutor(_HANDS) as hands:
        while batch := list(islice(waiting, _BATCH)):
            yield from hands.map(lambda digest: _carry(digest, source, target), batch)


def proved(store: ObjectStore, digest: str) -> int | None:
    """The size of an object that is what its digest says; None when it is not, or absent."""
    try:
        stream = store.open(digest)
    except NotFound:
        return None
    with stream:
        computed, size = digest_of(stream)
    return size if computed == digest else None


def _carry(digest: str, source: ObjectStore, target: HostedStore) -> Carried:
    if target.exists(digest):
        if (size := proved(target, digest)) is not None:
            return Carried(digest, size)
        target.remove(digest)
    try:
        with source.open(digest) as stream:
            found = target.put(stream).digest
    except NotFound:
        return Carried(digest, fault=f"{digest}: không có")
    if found != digest:
        return Carried(digest, fault=f"{digest}: nội dung đã khác")
    size = proved(target, digest)
    if size is None:
        return Carried(digest, fault=f"{digest}: đọc lại sau khi ghi thấy khác")
    return Carried(digest, size, copied=True)
