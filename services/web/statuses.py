"""Which HTTP status a refusal has, and what each status is called on screen."""

from collections.abc import Mapping

from services.kernel import errors
from services.kernel.errors import Refusal

STATUS: Mapping[type[Refusal], int] = {
    errors.BadInput: 422,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}

RETRY_AFTER: Mapping[int, Mapping[str, str]] = {503: {"Retry-After": "30"}}
"""What programs and proxies are told with a status: the seconds after which asking again makes sense."""

TITLES = {
    400: "Yêu cầu không đọc được",
    401: "Cần đăng nhập",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Cách gọi không dùng được ở đây",
    409: "Trùng hoặc trái trạng thái hiện tại",
    412: "Bản đang xem đã cũ",
    413: "Nội dung gửi lên quá lớn",
    422: "Thông tin chưa đúng",
    429: "Thử quá nhiều lần",
    500: "Hệ thống gặp trục trặc",
    503: "Bộ phận này đang bận",
}


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal, by its class."""
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 400)
