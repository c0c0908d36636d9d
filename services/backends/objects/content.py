"""What every store of bytes does alike: names, counts and hashes, and refuses in the same words."""

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from services.kernel.errors import NotFound, TooLarge, Unavailable
from services.kernel.ports import Stored

CHUNK = 1 << 20


def place_of(digest: str) -> str:
    """Where bytes lie inside a store, `ab/abcd…`; NotFound for what is no digest."""
    if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
        raise missing(digest[:64])
    return f"{digest[:2]}/{digest}"


def copy(source: IO[bytes], target: IO[bytes], limit: int | None = None) -> Stored:
    """Copy to the end of the source, hashing on the way; TooLarge as soon as it is more than `limit`."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
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


@contextmanager
def room() -> Iterator[None]:
    """A disk without room is said to be so."""
    try:
        yield
    except OSError as trouble:
        if trouble.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise full() from trouble


def full() -> Unavailable:
    """No room left for bytes."""
    return Unavailable(
        "store-full",
        "Kho lưu tệp đã đầy; tệp chưa được nhận.",
        "Báo quản trị giải phóng dung lượng rồi tải lên lại.",
    )


def missing(digest: str) -> NotFound:
    """No such bytes."""
    return NotFound(
        "object-missing", f"Không tìm thấy tệp {digest[:12]}… trong kho.", "Báo quản trị kiểm tra kho lưu tệp."
    )
