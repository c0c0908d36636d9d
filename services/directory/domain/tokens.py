"""Keys for programs: which scopes there are, how long one may live."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kernel.errors import BadInput, NotAllowed

SERVICES = ("directory", "intake", "signing", "archive", "search")
SCOPES = tuple(f"{service}:{right}" for service in (*SERVICES, "*") for right in ("read", "write"))
DAYS_MOST = 366
_NOTICE = timedelta(minutes=10)


@dataclass(frozen=True)
class Token:
    """A key a person gave to a program; its secret is kept nowhere, `hint` is its beginning."""

    id: str
    person_id: str
    name: str
    scopes: frozenset[str]
    hint: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def alive(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and now < self.expires_at

    def unnoticed(self, now: datetime) -> bool:
        """Whether its last use is old enough to be worth writing down."""
        return self.used_at is None or now - self.used_at > _NOTICE


@dataclass(frozen=True)
class TokenOrder:
    """A key somebody asks for; `days` it shall live."""

    name: str
    scopes: frozenset[str]
    days: int = 90

    def __post_init__(self) -> None:
        faults = {}
        if not self.name or len(self.name) > 100:
            faults["name"] = "Đặt tên khóa, không quá 100 ký tự, ví dụ: Máy quét phòng 2."
        if not self.scopes or not self.scopes <= set(SCOPES):
            faults["scopes"] = "Chọn ít nhất một phạm vi trong danh sách."
        if not 1 <= self.days <= DAYS_MOST:
            faults["days"] = f"Thời hạn từ 1 đến {DAYS_MOST} ngày."
        if faults:
            raise BadInput("token-invalid", "Thông tin khóa chưa đúng.", "Sửa các mục được nêu.", fields=faults)


def check_within(scopes: Collection[str], held: Collection[str]) -> None:
    """Refuse a key that could do more than the key that asks for it."""
    beyond = [scope for scope in sorted(scopes) if not {scope, f"*:{scope.split(':')[1]}"} & set(held)]
    if beyond:
        raise NotAllowed(
            "scope-beyond",
            f"Khóa đang dùng không có phạm vi {', '.join(beyond)} nên không cấp tiếp được.",
            "Tạo khóa này ở trang Khóa API của tôi, sau khi đăng nhập.",
        )
