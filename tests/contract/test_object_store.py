"""What every object store promises, whatever it is made of."""

import hashlib
import io
import threading
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.backends.objects.opening import HostedStore
from services.kernel.errors import NotFound, TooLarge
from tests import object_stores
from tests.object_stores import Pattern, together

NOTHING = "0" * 64


@pytest.fixture(params=object_stores.STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> HostedStore:
    return object_stores.make(request.param, tmp_path)


class BrokenUpload(io.RawIOBase):
    """Bytes that break off."""

    def __init__(self) -> None:
        self.parts = [b"half a file"]

    def read(self, size: int = -1) -> bytes:
        """The half, then nothing but trouble."""
        if self.parts:
            return self.parts.pop()
        raise ConnectionResetError("gone")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=5000))
def test_bytes_come_back_as_they_were_stored_under_their_digest(store: HostedStore, content: bytes) -> None:
    kept = store.put(io.BytesIO(content))
    assert (kept.digest, kept.size) == (hashlib.sha256(content).hexdigest(), len(content))
    with store.open(kept.digest) as stream:
        assert stream.read() == content
    with store.local(kept.digest) as path:
        assert path.read_bytes() == content
    assert store.exists(kept.digest)


def test_the_same_content_is_kept_once(store: HostedStore) -> None:
    assert store.put(io.BytesIO(b"same")) == store.put(io.BytesIO(b"same"))
    assert list(store.digests()) == [hashlib.sha256(b"same").hexdigest()]


def test_more_than_the_limit_is_refused_and_exactly_the_limit_is_not(store: HostedStore) -> None:
    with pytest.raises(TooLarge) as refused:
        store.put(io.BytesIO(b"x" * 101), limit=100)
    assert refused.value.code == "file-too-large"
    assert list(store.digests()) == []
    assert store.put(io.BytesIO(b"x" * 100), limit=100).size == 100


def test_an_upload_broken_off_leaves_nothing(store: HostedStore) -> None:
    with pytest.raises(ConnectionResetError):
        store.put(BrokenUpload())  # type: ignore[arg-type]  # reads like a stream
    assert list(store.digests()) == []


@pytest.mark.parametrize("digest", [NOTHING, "", "abc", "../../etc/passwd", "A" * 64, "g" * 64, NOTHING + "0"])
def test_what_is_not_there_is_not_found_whatever_it_is_called(store: HostedStore, digest: str) -> None:
    with pytest.raises(NotFound) as refused:
        store.open(digest)
    assert refused.value.code == "object-missing"
    with pytest.raises(NotFound), store.local(digest):
        pass


def test_nothing_is_there_before_anything_is_stored(store: HostedStore) -> None:
    assert not store.exists(NOTHING)
    assert list(store.digests()) == []


def test_many_who_store_at_once_lose_nothing(store: HostedStore) -> None:
    contents = [b"%d" % (number % 40) * 1000 for number in range(120)]
    threads = [threading.Thread(target=store.put, args=(io.BytesIO(each),)) for each in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(store.digests()) == {hashlib.sha256(each).hexdigest() for each in contents}


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, (32 << 20) + 1])
def test_every_size_comes_back_whole(store: HostedStore, size: int) -> None:
    kept = store.put(Pattern(size))  # type: ignore[arg-type]  # reads like a stream
    assert (kept.digest, kept.size) == (Pattern.digest(size), size)
    with store.open(kept.digest) as stream, store.local(kept.digest) as path:
        assert hashlib.file_digest(stream, "sha256").hexdigest() == kept.digest
        assert path.stat().st_size == size


def test_a_large_file_goes_in_and_out_without_being_held_in_memory(store: HostedStore) -> None:
    size = 64 << 20
    tracemalloc.start()
    try:
        kept = store.put(Pattern(size))  # type: ignore[arg-type]  # reads like a stream
        with store.open(kept.digest) as stream:
            read = sum(len(piece) for piece in iter(lambda: stream.read(1 << 18), b""))
        with store.local(kept.digest) as path:
            assert path.stat().st_size == size
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (kept.size, read) == (size, size)
    assert peak < 6 << 20


def test_of_many_who_bring_the_same_bytes_at_once_each_is_told_they_are_kept(store: HostedStore) -> None:
    content = b"the same paper, scanned once" * 20_000
    got = together(8, lambda: store.put(io.BytesIO(content)))
    assert set(got) == {store.put(io.BytesIO(content))}
    assert list(store.digests()) == [hashlib.sha256(content).hexdigest()]


def test_a_reader_may_stop_in_the_middle(store: HostedStore) -> None:
    kept = store.put(Pattern(8 << 20))  # type: ignore[arg-type]  # reads like a stream
    for _ in range(50):
        with store.open(kept.digest) as stream:
            assert len(stream.read(100)) == 100
    assert store.exists(kept.digest)


def test_a_store_that_works_says_so_and_has_nothing_to_sweep(store: HostedStore) -> None:
    kept = store.put(io.BytesIO(b"kept"))
    assert store.ready() is None
    assert store.sweep() == 0
    assert store.exists(kept.digest)


def test_what_is_removed_is_gone_and_may_come_again(store: HostedStore) -> None:
    digest = store.put(io.BytesIO(b"secret")).digest
    store.remove(digest)
    store.remove(digest)
    assert not store.exists(digest)
    assert digest not in set(store.digests())
    assert store.put(io.BytesIO(b"secret")).digest == digest
