"""Bytes in a folder: `ab/cd/abcd…`, written aside, synced, then renamed into place."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from services.kernel.errors import NotFound, TooLarge, Unavailable
from services.kernel.ports import Stored

_CHUNK = 1 << 20


class FolderStore:
    """Content-addressed files under one folder; a crash leaves only files in `incoming/`, swept at start."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.incoming.mkdir(parents=True, exist_ok=True)

    def put(self, stream: BinaryIO, limit: int | None = None) -> Stored:
        """Store what the stream holds, durably; TooLarge beyond `limit`, Unavailable when the disk is full."""
        handle, name = tempfile.mkstemp(dir=self.incoming)
        try:
            with os.fdopen(handle, "wb") as target:
                stored = _copy(stream, target, limit)
                target.flush()
                os.fsync(target.fileno())
            self._settle(Path(name), stored.digest)
        except OSError as trouble:
            if trouble.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            raise Unavailable(
                "store-full",
                "Kho lưu tệp đã đầy; tệp chưa được nhận.",
                "Báo quản trị giải phóng dung lượng rồi tải lên lại.",
            ) from trouble
        finally:
            Path(name).unlink(missing_ok=True)
        return stored

    def _settle(self, source: Path, digest: str) -> None:
        target = self._path(digest)
        if target.exists():
            return
        if not target.parent.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(target.parent.parent)
        source.chmod(0o440)
        source.replace(target)
        _sync_folder(target.parent)

    def open(self, digest: str) -> BinaryIO:
        """The bytes as a stream the caller closes."""
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError:
            raise _missing(digest) from None

    def exists(self, digest: str) -> bool:
        """Whether these bytes are kept."""
        return self._path(digest).exists()

    @contextmanager
    def local(self, digest: str) -> Iterator[Path]:
        """The file itself, to be read only."""
        path = self._path(digest)
        if not path.exists():
            raise _missing(digest)
        yield path

    def digests(self) -> Iterator[str]:
        """Every digest kept."""
        return (path.name for path in self.root.glob("??/??/*"))

    def sweep(self) -> int:
        """Remove what a crash left half-written; how many files there were."""
        leftovers = list(self.incoming.iterdir())
        for path in leftovers:
            path.unlink(missing_ok=True)
        return len(leftovers)

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
            raise _missing(digest[:64])
        return self.root / digest[:2] / digest[2:4] / digest


def _copy(source: BinaryIO, target: BinaryIO, limit: int | None) -> Stored:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if limit is not None and size > limit:
            raise TooLarge(
                "file-too-large",
                f"Tệp lớn hơn {limit // (1 << 20)} MB.",
                "Tách tệp hoặc giảm dung lượng bản quét rồi tải lên lại.",
            )
        digest.update(chunk)
        target.write(chunk)
    return Stored(digest.hexdigest(), size)


def _missing(digest: str) -> NotFound:
    return NotFound(
        "object-missing", f"Không tìm thấy tệp {digest[:12]}… trong kho.", "Báo quản trị kiểm tra kho lưu tệp."
    )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
