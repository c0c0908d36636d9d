"""What every object store promises, whatever it is made of."""

import hashlib
import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.backends.objects.folder import FolderStore
from services.kernel.errors import NotFound, TooLarge
from services.kernel.ports import ObjectStore

ADAPTERS: dict[str, Callable[[Path], ObjectStore]] = {"folder": lambda home: FolderStore(home / "objects")}
NOTHING = "0" * 64


@pytest.fixture(params=sorted(ADAPTERS))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return ADAPTERS[request.param](tmp_path)


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
def test_bytes_come_back_as_they_were_stored_under_their_digest(store: ObjectStore, content: bytes) -> None:
    kept = store.put(io.BytesIO(content))
    assert (kept.digest, kept.size) == (hashlib.sha256(content).hexdigest(), len(content))
    with store.open(kept.digest) as stream:
        assert stream.read() == content
    with store.local(kept.digest) as path:
        assert path.read_bytes() == content
    assert store.exists(kept.digest)


def test_the_same_content_is_kept_once(store: ObjectStore) -> None:
    assert store.put(io.BytesIO(b"same")) == store.put(io.BytesIO(b"same"))
    assert list(store.digests()) == [hashlib.sha256(b"same").hexdigest()]


def test_more_than_the_limit_is_refused_and_exactly_the_limit_is_not(store: ObjectStore) -> None:
    with pytest.raises(TooLarge) as refused:
        store.put(io.BytesIO(b"x" * 101), limit=100)
    assert refused.value.code == "file-too-large"
    assert list(store.digests()) == []
    assert store.put(io.BytesIO(b"x" * 100), limit=100).size == 100


def test_an_upload_broken_off_leaves_nothing(store: ObjectStore) -> None:
    with pytest.raises(ConnectionResetError):
        store.put(BrokenUpload())  # type: ignore[arg-type]  # reads like a stream
    assert list(store.digests()) == []


@pytest.mark.parametrize("digest", [NOTHING, "", "abc", "../../etc/passwd", "A" * 64, "g" * 64, NOTHING + "0"])
def test_what_is_not_there_is_not_found_whatever_it_is_called(store: ObjectStore, digest: str) -> None:
    with pytest.raises(NotFound) as refused:
        store.open(digest)
    assert refused.value.code == "object-missing"
    with pytest.raises(NotFound), store.local(digest):
        pass


def test_nothing_is_there_before_anything_is_stored(store: ObjectStore) -> None:
    assert not store.exists(NOTHING)
    assert list(store.digests()) == []


def test_many_who_store_at_once_lose_nothing(store: ObjectStore) -> None:
    contents = [b"%d" % (number % 40) * 1000 for number in range(120)]
    threads = [threading.Thread(target=store.put, args=(io.BytesIO(each),)) for each in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(store.digests()) == {hashlib.sha256(each).hexdigest() for each in contents}


def test_a_large_file_is_streamed(store: ObjectStore) -> None:
    size = 24 << 20
    with open("/dev/zero", "rb") as zeros:
        kept = store.put(_Limited(zeros, size))  # type: ignore[arg-type]  # reads like a stream
    assert kept.size == size


class _Limited:
    """The first bytes of an endless stream; refuses to be read in one piece."""

    def __init__(self, stream: io.BufferedReader, left: int) -> None:
        self.stream = stream
        self.left = left

    def read(self, size: int = -1) -> bytes:
        """At most what was asked for."""
        assert 0 < size <= 8 << 20
        size = min(size, self.left)
        self.left -= size
        return self.stream.read(size)


def test_what_is_removed_is_gone_and_may_come_again(store: ObjectStore) -> None:
    digest = store.put(io.BytesIO(b"secret")).digest
    store.remove(digest)
    store.remove(digest)
    assert not store.exists(digest)
    assert digest not in set(store.digests())
    assert store.put(io.BytesIO(b"secret")).digest == digest
