"""Bytes a record is about to speak of are there: between upload and record, somebody may have erased them."""

from collections.abc import Iterable

from services.kernel.errors import Conflict
from services.kernel.ports import ObjectStore
from services.kernel.values import FileRef


def require_kept(objects: ObjectStore, files: Iterable[FileRef]) -> None:
    """Refuse a record of bytes that are gone; Conflict `file-gone`. One look at the disk for each file.

    Only inside a write transaction is the answer good until the record is kept: erasing holds one too while it looks
    for records and removes bytes.
    """
    gone = next((file for file in files if not objects.exists(file.digest)), None)
    if gone:
        detail = f"Tệp {gone.name} không còn trên máy chủ: có thể vừa bị xóa vì trùng nội dung với một tệp mật."
        after = "Nếu văn bản không mật, gửi lại tệp rồi làm lại; nếu mật, làm theo quy định bảo vệ bí mật nhà nước."
        raise Conflict("file-gone", detail, after)
