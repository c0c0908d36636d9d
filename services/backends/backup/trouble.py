"""What may stand in the way of a backup or of a restore, in words."""

import errno
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from services.kernel.errors import BadInput, Conflict, NotFound, Unavailable

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SQLITE_WRITES = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_SHOWN = 20


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """A folder that cannot be written to, or has no room, is said to be so."""
    try:
        yield
    except sqlite3.OperationalError as trouble:
        if trouble.sqlite_errorcode & 0xFF not in _SQLITE_WRITES:
            raise
        raise no_room(root) from trouble
    except OSError as trouble:
        raise (no_room(root) if trouble.errno in _NO_ROOM else _unusable(root, trouble)) from trouble
    except Unavailable as trouble:
        if trouble.code not in ("store-full", "disk-full"):
            raise
        raise no_room(root) from trouble


def no_room(root: Path) -> Unavailable:
    """The disk is full."""
    return Unavailable(
        "backup-no-room", f"Ổ đĩa của {root} không còn chỗ.", "Giải phóng dung lượng hoặc chọn nơi khác rồi chạy lại."
    )


def damaged(root: Path, faults: Sequence[str]) -> BadInput:
    """Files of a backup are not what its manifest says; nothing was restored."""
    return BadInput(
        "backup-damaged",
        f"Bản sao lưu trong {root} bị hỏng ở {len(faults)} chỗ; cơ sở dữ liệu chưa được khôi phục.",
        "Dùng bản sao lưu khác, hoặc chép lại bản này từ nơi còn nguyên.",
        fields={str(number): fault for number, fault in enumerate(faults[:_SHOWN])},
    )


def objects_lacking(faults: Sequence[str]) -> Conflict:
    """Records name objects that the store cannot give whole."""
    return Conflict(
        "backup-objects-lacking",
        f"{len(faults)} tệp mà hồ sơ ghi không lấy được nguyên vẹn từ kho; bản sao lưu này chưa thành.",
        "Chạy lại nếu vừa có tệp bị xóa; nếu không, chạy vanthu archive fixity và khôi phục các tệp này.",
        fields={str(number): fault for number, fault in enumerate(faults[:_SHOWN])},
    )


def no_backup(root: Path) -> NotFound:
    """The folder holds no finished backup."""
    return NotFound(
        "backup-missing",
        f"{root} không có manifest.json: không phải bản sao lưu, hoặc lần sao lưu đó bị ngắt.",
        "Chỉ đúng thư mục đã dùng với vanthu backup, hoặc sao lưu lại.",
    )


def unreadable(root: Path) -> BadInput:
    """The manifest cannot be read."""
    return BadInput(
        "backup-unreadable", f"manifest.json trong {root} không đọc được.", "Dùng bản sao lưu khác còn nguyên."
    )


def newer(what: str) -> Conflict:
    """A later version of the program made it."""
    return Conflict(
        "backup-newer",
        f"Bản sao lưu do chương trình mới hơn lập ({what}).",
        "Khôi phục bằng đúng bản chương trình đó hoặc mới hơn.",
    )


def foreign(root: Path, name: str) -> Conflict:
    """The folder is used for something else."""
    return Conflict(
        "backup-folder-foreign",
        f"{root} đang chứa thứ khác (“{name}”), không phải bản sao lưu.",
        "Chọn thư mục trống hoặc thư mục sao lưu của chính cơ quan này.",
    )


def of_another_office(root: Path) -> Conflict:
    """The folder holds the backup of another office."""
    return Conflict(
        "backup-of-another-office", f"{root} là bản sao lưu của cơ quan khác.", "Chọn thư mục riêng cho cơ quan này."
    )


def under_way(root: Path) -> Conflict:
    """Another process writes to the folder."""
    return Conflict("backup-under-way", f"Một lần sao lưu khác đang ghi vào {root}.", "Đợi lần đó xong.")


def other_schema(service: str, found: str, newest: str) -> Conflict:
    """This program is not the one that serves these databases."""
    return Conflict(
        "backup-schema-other",
        f"Cơ sở dữ liệu của {service} ở phiên bản {found or 'trống'}, chương trình này dùng {newest}.",
        "Sao lưu bằng đúng bản chương trình đang phục vụ.",
    )


def no_office() -> NotFound:
    """There is nothing to back up."""
    return NotFound(
        "office-missing", "Chưa có cơ quan nào ở đây để sao lưu.", "Kiểm tra VANTHU_HOME và VANTHU_DATABASE."
    )


def not_vacant(what: str) -> Conflict:
    """Something is there already."""
    return Conflict(
        "restore-not-empty",
        f"{what} đã có dữ liệu; khôi phục không ghi đè lên gì.",
        "Khôi phục vào nơi trống: VANTHU_HOME hoặc cơ sở dữ liệu mới.",
    )


def other_engine(service: str, kept: str, here: str) -> Conflict:
    """A copy of one kind of database cannot become another."""
    return Conflict(
        "backup-engine-other",
        f"Bản sao lưu giữ {service} của {kept}, cấu hình ở đây là {here}.",
        "Đặt VANTHU_DATABASE cùng loại với bản sao lưu.",
    )


def told_too_little(lacking: Sequence[str]) -> BadInput:
    """The settings name too little of a deployed office to bring it back."""
    return BadInput(
        "settings-wrong",
        f"Chưa khôi phục gì: {'; '.join(lacking)}.",
        "Đặt đủ như khi các dịch vụ chạy (dịch vụ restore trong deploy/compose.yaml đã đủ) rồi chạy lại.",
    )


def index_away(why: str) -> Unavailable:
    """The server of the index does not answer, and a restore ends with making the index."""
    return Unavailable("restore-index-away", f"Chưa khôi phục gì: {why}", "Sửa máy chủ chỉ mục rồi chạy lại.")


def unfinished() -> Conflict:
    """A restore was interrupted; nobody may work on what it left."""
    return Conflict(
        "restore-unfinished",
        "Lần khôi phục vào đây bị ngắt giữa chừng nên dữ liệu chưa đủ.",
        "Chạy lại vanthu restore với bản sao lưu đó.",
    )


def _unusable(root: Path, trouble: OSError) -> Unavailable:
    where = trouble.filename or root
    return Unavailable(
        "backup-folder-unusable",
        f"Không dùng được {where}: {trouble.strerror or type(trouble).__name__}.",
        "Chọn thư mục mà tài khoản chạy lệnh này đọc và ghi được.",
    )
