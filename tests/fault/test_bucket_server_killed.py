"""Bytes in a bucket while its server dies, is away or full: refused in words, in time, never half; nothing is lost."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from minio.credentials.providers import StaticProvider
from minio.minioadmin import MinioAdmin

from services.backends.objects.s3.bucket import Abilities
from services.backends.objects.s3.store import S3Store, open_bucket
from services.backends.objects.s3.writing import PART
from services.kernel.errors import Unavailable
from tests.object_stores import Pattern, address, line
from tests.servers import Fleet, Running, need
from tests.spoiled_link import SpoiledLink, after

LARGE = PART + (8 << 20)
ABLE = Abilities(versions=True, locks=True)


class PrivateMinIO:
    """A MinIO that a test may kill."""

    def __init__(self, home: Path) -> None:
        need("minio")  # skips where it cannot run
        self.fleet = Fleet(home)
        self.running = self.fleet.up("minio")

    def kill(self) -> None:
        """As power fails."""
        self.fleet.kill("minio")

    def revive(self) -> None:
        """With the same data, at the same port."""
        assert self.fleet.up("minio") == self.running


@pytest.fixture(scope="module")
def _minio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateMinIO]:
    server = PrivateMinIO(tmp_path_factory.mktemp("minio"))
    yield server
    server.fleet.stop(["minio"])


@pytest.fixture
def minio(_minio: PrivateMinIO) -> Iterator[PrivateMinIO]:
    yield _minio
    _minio.revive()


@pytest.fixture
def link(minio: PrivateMinIO) -> Iterator[SpoiledLink]:
    with SpoiledLink(minio.running.port) as link:
        yield link


def _away(act: Callable[[], object]) -> None:
    with pytest.raises(Unavailable) as refused:
        act()
    assert refused.value.code == "store-away"
    assert "báo quản trị" in refused.value.next


def _put(store: S3Store, size: int) -> str:
    return store.put(Pattern(size)).digest  # type: ignore[arg-type]  # reads like a stream


@pytest.mark.parametrize("size", [8 << 20, LARGE])
def test_a_server_killed_in_the_middle_of_a_put_keeps_nothing_half_and_takes_it_later(
    minio: PrivateMinIO, link: SpoiledLink, size: int
) -> None:
    url = address(minio.running, link.port)
    store = open_bucket(url)
    link.up = after(size - (4 << 20), minio.kill)
    began = time.monotonic()
    _away(lambda: _put(store, size))
    assert time.monotonic() - began < 10
    link.up = bytes
    minio.revive()
    assert list(store.digests()) == []
    assert not store.exists(Pattern.digest(size))
    assert _put(store, size) == Pattern.digest(size)
    with store.local(Pattern.digest(size)) as path:
        assert path.stat().st_size == size


def test_a_server_killed_under_load_has_lost_nothing_it_acknowledged(minio: PrivateMinIO) -> None:
    store = open_bucket(address(minio.running))
    acknowledged: list[str] = []

    def put_on(writer: int) -> None:
        for number in range(100_000):
            try:
                kept = store.put(io.BytesIO(b"%d of %d" % (number, writer) * 3000))
            except Unavailable:
                return
            acknowledged.append(kept.digest)

    writers = [threading.Thread(target=put_on, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    time.sleep(1.5)
    minio.kill()
    for writer in writers:
        writer.join(timeout=15)
    minio.revive()
    assert len(acknowledged) > 10
    for digest in acknowledged:
        with store.local(digest):
            pass


def test_a_server_that_was_restarted_is_used_again_without_a_word(minio: PrivateMinIO) -> None:
    store = open_bucket(address(minio.running))
    kept = store.put(io.BytesIO(b"before"))
    minio.kill()
    minio.revive()
    assert store.exists(kept.digest)
    minio.kill()
    threading.Timer(0.3, minio.revive).start()
    deadline = time.monotonic() + 20
    while store.ready() is not None and time.monotonic() < deadline:
        time.sleep(0.2)
    assert store.put(io.BytesIO(b"after")).size == 5


def test_while_the_server_is_away_everything_says_so_at_once(minio: PrivateMinIO) -> None:
    store = open_bucket(address(minio.running))
    kept = store.put(io.BytesIO(b"kept"))
    minio.kill()
    began = time.monotonic()
    _away(lambda: store.put(io.BytesIO(b"new")))
    _away(lambda: store.open(kept.digest))
    _away(lambda: store.exists(kept.digest))
    _away(lambda: list(store.digests()))
    _away(lambda: store.remove(kept.digest))
    assert "không trả lời" in (store.ready() or "")
    assert time.monotonic() - began < 20
    minio.revive()
    assert list(store.digests()) == [kept.digest]


def test_a_full_store_says_that_it_is_full(minio: PrivateMinIO) -> None:
    url = address(minio.running)
    store = open_bucket(url)
    _limit(minio.running, line(url).address.bucket, 1 << 20)
    with pytest.raises(Unavailable, match="đã đầy") as refused:
        _put(store, 2 << 20)
    assert refused.value.code == "store-full"
    assert store.put(io.BytesIO(b"small")).size == 5
    with pytest.raises(Unavailable, match="đã đầy"):
        _put(store, LARGE)
    assert len(list(store.digests())) == 1


def test_keys_taken_back_while_it_runs_are_named(minio: PrivateMinIO) -> None:
    url = address(minio.running)
    open_bucket(url)
    store = S3Store(line(address(minio.running, bucket=line(url).address.bucket, secret="cũ")), ABLE)
    with pytest.raises(Unavailable) as refused:
        store.put(io.BytesIO(b"x"))
    assert (refused.value.code, "VANTHU_OBJECTS" in refused.value.next) == ("store-refused", True)
    assert "từ chối" in (store.ready() or "")


def _limit(server: Running, bucket: str, size: int) -> None:
    admin = MinioAdmin(
        endpoint=f"{server.host}:{server.port}", credentials=StaticProvider(server.user, server.password), secure=False
    )
    admin.bucket_quota_set(bucket, size)
