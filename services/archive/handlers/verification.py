"""Recomputes what the object store holds, chunk by chunk, so that a 200 MB file costs one megabyte of memory."""

from services.kernel.digests import digest_of
from services.kernel.errors import Conflict, NotFound
from services.kernel.ports import ObjectStore
from services.kernel.values import FileRef


def read_back(objects: ObjectStore, digest: str) -> tuple[str, int] | None:
    """The digest and size of what is stored under a digest; None when nothing is."""
    try:
        stream = objects.open(digest)
    except NotFound:
        return None
    with stream:
        return digest_of(stream)


def check_deposit(objects: ObjectStore, file: FileRef) -> None:
    """Refuse `deposit-missing` or `deposit-altered` unless the bytes are those the document was registered with."""
    found = read_back(objects, file.digest)
    if found is None:
        raise Conflict(
            "deposit-missing",
            f"Tệp “{file.name}” ({file.digest[:12]}…) không còn trong kho nên chưa nộp lưu được.",
            "Khôi phục tệp từ bản sao lưu rồi thử lại thông điệp này.",
        )
    if found != (file.digest, file.size):
        raise Conflict(
            "deposit-altered",
            f"Tệp “{file.name}” ({file.digest[:12]}…) trong kho đã khác với lúc vào sổ nên không nộp lưu.",
            "Khôi phục đúng tệp từ bản sao lưu, tìm nguyên nhân, rồi thử lại thông điệp này.",
        )
