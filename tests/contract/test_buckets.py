"""What a bucket does besides: one version of each thing, locks, and nothing left of what is erased."""

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from minio.commonconfig import COMPLIANCE
from minio.retention import Retention

from services.backends.objects.s3 import erasing
from services.backends.objects.s3.line import Ask, Line
from services.backends.objects.s3.store import S3Store
from services.backends.objects.s3.writing import PART
from services.kernel.errors import Conflict, Unavailable
from tests import object_stores
from tests.object_stores import Pattern, address, line, together
from tests.servers import Running, need
from tests.spoiled_link import SpoiledLink

SCAN = b"a scanned page; " * 5000
DIGEST = hashlib.sha256(SCAN).hexdigest()
KEY = f"{DIGEST[:2]}/{DIGEST}"


@pytest.fixture(params=object_stores.BUCKETS)
def server(request: pytest.FixtureRequest) -> Running:
    return need(request.param)


@pytest.fixture
def both(server: Running) -> tuple[S3Store, Line]:
    """A store over a fresh bucket, and the bare line to it."""
    return object_stores.fresh(server)


@pytest.fixture
def link(server: Running) -> Iterator[SpoiledLink]:
    with SpoiledLink(server.port) as link:
        yield link


def _versions(bare: Line, key: str) -> list[str]:
    return list(erasing.versions(bare, key))


def _begin_in_parts(bare: Line, key: str) -> str:
    """An upload in parts that nobody ends; its id."""
    begun = bare.ask(Ask("POST", key, {"uploads": ""}))
    upload = ElementTree.fromstring(begun.data).findtext("{*}UploadId")
    assert upload
    return upload


@pytest.mark.parametrize("size", [70_000, 3 << 20, PART + 1])
def test_of_eight_who_bring_the_same_bytes_one_makes_the_only_version(
    server: Running, both: tuple[S3Store, Line], size: int
) -> None:
    store, bare = both
    kept = together(8, lambda: store.put(Pattern(size)))  # type: ignore[arg-type]  # reads like a stream
    digest = Pattern.digest(size)
    assert {getattr(each, "digest", each) for each in kept} == {digest}
    versions = len(_versions(bare, f"{digest[:2]}/{digest}"))
    # versitygw completes an upload in parts some time after it looked: a second version of the same bytes may come.
    assert versions == 1 or (server.name == "versitygw" and size > PART and versions < 8)


def test_more_digests_than_one_answer_holds_are_all_told(both: tuple[S3Store, Line]) -> None:
    store, _ = both
    contents = [b"%d" % number for number in range(1100)]
    waiting = iter(contents)

    def put_some() -> None:
        for content in waiting:
            store.put(io.BytesIO(content))

    assert together(1, put_some) == [None]
    assert set(store.digests()) == {hashlib.sha256(each).hexdigest() for each in contents}


def test_of_what_is_erased_no_version_stays_nor_a_part(both: tuple[S3Store, Line]) -> None:
    store, bare = both
    store.put(io.BytesIO(SCAN))
    other = store.put(io.BytesIO(b"another"))
    bare.client.put_object(bare.address.bucket, KEY, io.BytesIO(SCAN), len(SCAN))
    bare.ask(Ask("DELETE", KEY))
    _begin_in_parts(bare, KEY)
    assert len(_versions(bare, KEY)) == 3
    store.remove(DIGEST)
    assert _versions(bare, KEY) == []
    assert list(erasing.uploads(bare)) == []
    assert list(store.digests()) == [other.digest]


def test_what_somebody_marked_deleted_can_be_put_again(both: tuple[S3Store, Line]) -> None:
    store, bare = both
    store.put(io.BytesIO(SCAN))
    bare.ask(Ask("DELETE", KEY))
    assert not store.exists(DIGEST)
    store.put(io.BytesIO(SCAN))
    with store.open(DIGEST) as stream:
        assert stream.read() == SCAN


def test_what_the_server_holds_fast_is_not_erased_and_said_to_be_locked(both: tuple[S3Store, Line]) -> None:
    store, bare = both
    store.put(io.BytesIO(SCAN))
    assert store.abilities.locks
    until = datetime.now(UTC) + timedelta(minutes=10)
    bare.client.set_object_retention(bare.address.bucket, KEY, Retention(COMPLIANCE, until))
    with pytest.raises(Conflict) as refused:
        store.remove(DIGEST)
    assert refused.value.code == "object-locked"
    with store.open(DIGEST) as stream:
        assert stream.read() == SCAN


def test_parts_nobody_ends_are_swept_after_a_day(both: tuple[S3Store, Line], monkeypatch: pytest.MonkeyPatch) -> None:
    store, bare = both
    store.put(io.BytesIO(SCAN))
    _begin_in_parts(bare, "ab/abcd")
    assert store.sweep() == 0
    monkeypatch.setattr(erasing, "_FORGOTTEN", timedelta(days=-1))
    assert store.sweep() == 1
    assert store.sweep() == 0
    assert store.exists(DIGEST)


@pytest.mark.parametrize("size", [100_000, PART + 100_000])
def test_bytes_that_change_on_the_way_are_refused_by_the_server(
    server: Running, both: tuple[S3Store, Line], link: SpoiledLink, size: int
) -> None:
    _, bare = both
    store = S3Store(line(address(server, link.port, bare.address.bucket)), both[0].abilities)
    link.up = lambda piece: piece[:-1] + b"!" if len(piece) > 20_000 else piece
    with pytest.raises(Unavailable) as refused:
        store.put(Pattern(size))  # type: ignore[arg-type]  # reads like a stream
    assert refused.value.code == "store-garbled"
    assert list(store.digests()) == []
    assert list(erasing.uploads(bare)) == []
    link.up = bytes
    assert store.put(Pattern(size)).digest == Pattern.digest(size)  # type: ignore[arg-type]


def test_a_local_copy_that_differs_from_its_digest_is_refused(both: tuple[S3Store, Line]) -> None:
    store, bare = both
    altered = SCAN.replace(b"page", b"pige")
    bare.client.put_object(bare.address.bucket, KEY, io.BytesIO(altered), len(altered))
    with pytest.raises(Conflict) as refused, store.local(DIGEST):
        pass
    assert refused.value.code == "object-altered"
    with store.open(DIGEST) as stream:
        assert stream.read() == altered, "fixity reads what is there"


def test_what_lies_under_a_name_with_another_size_is_put_right(both: tuple[S3Store, Line]) -> None:
    store, bare = both
    bare.client.put_object(bare.address.bucket, KEY, io.BytesIO(b"half"), 4)
    store.put(io.BytesIO(SCAN))
    with store.local(DIGEST) as path:
        assert path.read_bytes() == SCAN
