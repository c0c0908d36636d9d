"""The folder store on a full disk, after a crash, and against those who would write into it."""

import errno
import io
import os
import resource
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from services.backends.objects.folder import FolderStore
from services.kernel.errors import Unavailable

HERE = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "objects")


def _files(store: FolderStore) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


def _python(code: str, *words: str) -> subprocess.Popen[str]:
    script = textwrap.dedent(code)
    return subprocess.Popen([sys.executable, "-c", script, *words], stdout=subprocess.PIPE, text=True, cwd=HERE)


def test_a_file_the_disk_has_no_room_for_is_refused_in_words_and_leaves_nothing(store: FolderStore) -> None:
    code = """
    import io, resource, sys
    from pathlib import Path
    from services.backends.objects.folder import FolderStore
    from services.kernel.errors import Unavailable
    store = FolderStore(Path(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        store.put(io.BytesIO(b"x" * 100_000))
    except Unavailable as refused:
        print(refused.code)
    print(store.put(io.BytesIO(b"small")).size)
    """
    assert resource.RLIMIT_FSIZE
    process = _python(code, str(store.root))
    assert process.communicate(timeout=60)[0].split() == ["store-full", "5"]
    assert [path.stat().st_size for path in _files(store)] == [5]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_or_quota_asks_for_the_administrator(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="đã đầy") as refused:
        store.put(io.BytesIO(b"content"))
    assert "quản trị" in refused.value.next
    assert _files(store) == []


def test_another_trouble_of_the_disk_is_not_called_full(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", torn)
    with pytest.raises(OSError, match="Input/output"):
        store.put(io.BytesIO(b"content"))
    assert _files(store) == []


def test_a_killed_writer_leaves_only_what_the_sweep_removes(store: FolderStore) -> None:
    code = """
    import sys, time
    from pathlib import Path
    from services.backends.objects.folder import FolderStore

    class Slow:
        def read(self, size):
            print("writing", flush=True)
            time.sleep(0.05)
            return b"x" * 1000

    FolderStore(Path(sys.argv[1])).put(Slow())
    """
    kept = store.put(io.BytesIO(b"kept"))
    process = _python(code, str(store.root))
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    assert store.sweep() == 0, "a living writer is left in peace"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(store.digests()) == [kept.digest]
    assert len(_files(store)) == 2
    assert store.sweep() == 1
    assert [path.name for path in _files(store)] == [kept.digest]
    assert store.sweep() == 0


def test_kept_files_are_not_writable(store: FolderStore) -> None:
    kept = store.put(io.BytesIO(b"kept"))
    with store.local(kept.digest) as path:
        assert path.stat().st_mode & 0o222 == 0


def test_only_kept_files_count_as_kept(store: FolderStore) -> None:
    (store.incoming / "half").write_bytes(b"half")
    assert list(store.digests()) == []
