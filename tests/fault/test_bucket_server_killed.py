"""Bytes in a bucket while its server dies, is away or full: refused in words, in time, never half; nothing is lost."""

import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from minio.credentials.providers import StaticProvider
from minio.minioadmin import MinioAdmin

from services.backends.objects.s3.bucket import Abilities
from services.backends.objects.s3.store import S3Store, open_bucket
from services.backends.objects.s3.writing import PART
from services.kernel.errors import Unavailable
from tests.object_stores import BUCKETS, Pattern, address, away, line, put
from tests.servers import Fleet, Running, need
from tests.spoiled_link import SpoiledLink, after

LARGE = PART + (8 << 20)
ABLE = Abilities(versions=True, locks=True)


class Mortal:
    """A server of our own that a test may kill."""

    def __init__(self, name: str, home: Path) -> None:
        need(name)  # skips where it cannot run
        self.name = name
        self.fleet = Fleet(home)
        self.running = self.fleet.up(name)

    def kill(self) -> None:
        """As power fails."""
        self.fleet.kill(self.name)

    def revive(self) -> None:
        """With the same data, at the same port."""
        assert self.fleet.up(self.name) == self.running


@pytest.fixture(scope="module", params=BUCKETS)
def _server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    server = Mortal(request.param, tmp_path_factory.mktemp(request.param))
    yield server
    server.fleet.stop([server.name])


@pytest.fixture
def server(_server: Mortal) -> Iterator[Mortal]:
    yield _server
    _server.revive()


@pytest.fixture
def link(server: Mortal) -> Iterator[SpoiledLink]:
    with SpoiledLink(server.running.port) as link:
        yield link


@pytest.mark.parametrize("size", [8 << 20, LARGE])
def test_a_server_killed_in_the_middle_of_a_put_keeps_nothing_half_and_takes_it_later(
    server: Mortal, link: SpoiledLink, size: int
) -> None:
    url = address(server.running, link.port)
    store = open_bucket(url)
    link.up = after(size - (4 << 20), server.kill)
    began = time.monotonic()
    away(lambda: put(store, size))
    assert time.monotonic() - began < 10
    link.up = bytes
    server.revive()
    assert list(store.digests()) == []
    assert not store.exists(Pattern.digest(size))
    assert put(store, size) == Pattern.digest(size)
    with store.local(Pattern.digest(size)) as path:
        assert path.stat().st_size == size


def test_a_server_killed_under_load_has_lost_nothing_it_acknowledged(server: Mortal) -> None:
    store = open_bucket(address(server.running))
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
    server.kill()
    for writer in writers:
        writer.join(timeout=15)
    server.revive()
    assert len(acknowledged) > 10
    for digest in acknowledged:
        with store.local(digest):
            pass


def test_a_server_that_was_restarted_is_used_again_without_a_word(server: Mortal) -> None:
    store = open_bucket(address(server.running))
    kept = store.put(io.BytesIO(b"before"))
    server.kill()
    server.revive()
    assert store.exists(kept.digest)
    server.kill()
    threading.Timer(0.3, server.revive).start()
    deadline = time.monotonic() + 20
    while store.ready() is not None and time.monotonic() < deadline:
        time.sleep(0.2)
    assert store.put(io.BytesIO(b"after")).size == 5


def test_while_the_server_is_away_everything_says_so_at_once(server: Mortal) -> None:
    store = open_bucket(address(server.running))
    kept = store.put(io.BytesIO(b"kept"))
    server.kill()
    began = time.monotonic()
    away(lambda: store.put(io.BytesIO(b"new")))
    away(lambda: store.open(kept.digest))
    away(lambda: store.exists(kept.digest))
    away(lambda: list(store.digests()))
    away(lambda: store.remove(kept.digest))
    assert "không trả lời" in (store.ready() or "")
    assert time.monotonic() - began < 20
    server.revive()
    assert list(store.digests()) == [kept.digest]


def test_a_full_store_says_that_it_is_full() -> None:
    server = need("minio")
    url = address(server)
    store = open_bucket(url)
    _limit(server, store.bucket, 1 << 20)
    with pytest.raises(Unavailable, match="đã đầy") as refused:
        put(store, 2 << 20)
    assert refused.value.code == "store-full"
    assert store.put(io.BytesIO(b"small")).size == 5
    with pytest.raises(Unavailable, match="đã đầy"):
        put(store, LARGE)
    assert len(list(store.digests())) == 1


def test_keys_taken_back_while_it_runs_are_named(server: Mortal) -> None:
    url = address(server.running)
    open_bucket(url)
    store = S3Store(line(address(server.running, bucket=line(url).address.bucket, secret="cũ")), ABLE)
    with pytest.raises(Unavailable) as refused:
        store.put(io.BytesIO(b"x"))
    assert (refused.value.code, "VANTHU_OBJECTS" in refused.value.next) == ("store-refused", True)
    assert "từ chối" in (store.ready() or "")


def _limit(server: Running, bucket: str, size: int) -> None:
    admin = MinioAdmin(
        endpoint=f"{server.host}:{server.port}", credentials=StaticProvider(server.user, server.password), secure=False
    )
    admin.bucket_quota_set(bucket, size)
