"""What a database that cannot serve says, in words."""

from services.kernel.errors import BadInput, Unavailable

BUSY = "database-busy"
DISK_FULL = "disk-full"


def disk_full() -> Unavailable:
    """The disk takes no more."""
    return Unavailable(
        DISK_FULL,
        "Máy chủ không ghi được vào ổ đĩa (đầy hoặc hỏng); việc vừa làm chưa được ghi nhận.",
        "Báo quản trị kiểm tra ổ đĩa rồi làm lại.",
    )


def away() -> Unavailable:
    """The server cannot be reached, or went away before the work was to be kept."""
    return Unavailable(
        "database-away",
        "Cơ sở dữ liệu tạm thời không kết nối được; việc vừa làm chưa được ghi nhận.",
        "Thử lại sau ít phút; nếu vẫn vậy, báo quản trị.",
    )


def away_while_keeping() -> Unavailable:
    """The server went away just as it was to keep the work: nobody can tell yet whether it did."""
    return Unavailable(
        "database-away",
        "Mất kết nối với cơ sở dữ liệu đúng lúc đang ghi; chưa rõ việc vừa làm đã được ghi nhận chưa.",
        "Sau ít phút tải lại trang, xem việc đã được ghi chưa, rồi mới làm lại.",
    )


def busy() -> Unavailable:
    """Too many wait for the database."""
    return Unavailable(
        BUSY,
        "Cơ sở dữ liệu đang quá bận; việc vừa làm chưa được ghi nhận.",
        "Đợi một lát rồi làm lại; nếu vẫn vậy, báo quản trị.",
    )


def number_too_large() -> BadInput:
    """A number that no column can hold was given or asked for."""
    return BadInput("number-too-large", "Có một số lớn hơn mức hệ thống nhận.", "Kiểm tra lại các số đã gửi.")


def schema_behind(found: str, newest: str) -> Unavailable:
    """The tables are older than this version of the product."""
    return Unavailable(
        "schema-behind",
        f"Cơ sở dữ liệu đang ở phiên bản {found or 'trống'}, chương trình này cần {newest}.",
        "Quản trị chạy: vanthu migrate",
    )


def tables_held(service: str) -> Unavailable:
    """Somebody keeps tables that are to be changed, and does not let go."""
    return Unavailable(
        "tables-held",
        f"Không nâng cấp được cơ sở dữ liệu {service}: bảng đang bị giữ, có thể do sao lưu; chưa đổi gì ở dịch vụ này.",
        "Đợi việc ấy xong (xem pg_stat_activity) rồi chạy lại vanthu migrate.",
    )
