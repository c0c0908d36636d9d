"""Bytes in a folder: `ab/abcd…`, written aside, synced, then renamed into place."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from services.backends.objects.content import copy, missing, place_of, room
from services.kernel.ports import Stored

_ROOM_BYTES = 200 * 1024 * 1024


class FolderStore:
    """Content-addressed files under one folder; a crash leaves only files in `incoming/`, swept at start."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.incoming.mkdir(parents=True, exist_ok=True)

    def put(self, stream: BinaryIO, limit: int | None = None) -> Stored:
        """Store what the stream holds, durably; TooLarge beyond `limit`, Unavailable when the disk is full."""
        with room():
            return self._write(stream, limit)

    def _write(self, stream: BinaryIO, limit: int | None) -> Stored:
        handle, name = tempfile.mkstemp(dir=self.incoming)
        try:
            with os.fdopen(handle, "wb") as target:
                fcntl.flock(target, fcntl.LOCK_EX)  # tells the sweep of another process that this one is alive
                stored = copy(stream, target, limit)
                target.flush()
                os.fsync(target.fileno())
                self._settle(Path(name), stored.digest)
        finally:
            Path(name).unlink(missing_ok=True)
        return stored

    def _settle(self, source: Path, digest: str) -> None:
        target = self._path(digest)
        if target.exists():
            sync(target.parent)  # whoever put it there may not have come to this yet
            return
        if not target.parent.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            sync(target.parent.parent)
        source.chmod(0o440)
        source.replace(target)
        sync(target.parent)

    def open(self, digest: str) -> BinaryIO:
        """The bytes as a stream the caller closes."""
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError:
            raise missing(digest) from None

    def exists(self, digest: str) -> bool:
        """Whether these bytes are kept."""
        return self._path(digest).exists()

    def remove(self, digest: str) -> None:
        """Take bytes away for good."""
        path = self._path(digest)
        if path.exists():
            path.unlink(missing_ok=True)
            sync(path.parent)

    @contextmanager
    def local(self, digest: str) -> Iterator[Path]:
        """The file itself, to be read only."""
        path = self._path(digest)
        if not path.exists():
            raise missing(digest)
        yield path

    def digests(self) -> Iterator[str]:
        """Every digest kept."""
        return (path.name for path in self.root.glob("??/*") if len(path.name) == 64)

    def sweep(self) -> int:
        """Remove what a crash left half-written, and nothing a living process still writes; how many files."""
        return sum(_abandoned(path) for path in self.incoming.iterdir())

    def ready(self) -> str | None:
        """Whether the folder can be written to and has room for one largest file."""
        if not os.access(self.root, os.W_OK):
            return "không ghi được vào thư mục"
        free = shutil.disk_usage(self.root).free
        return f"đĩa chỉ còn {free // 1024**2} MB" if free < _ROOM_BYTES else None

    def _path(self, digest: str) -> Path:
        return self.root / place_of(digest)


def _abandoned(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except (BlockingIOError, FileNotFoundError):
        return False
    return True


def sync(path: Path) -> None:
    """Return once the disk has a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
