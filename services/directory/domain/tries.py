"""How guessing of passwords is slowed down, per account and per address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kernel.errors import TooMany

FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 20
FORGET = timedelta(minutes=30)
_FIRST = timedelta(seconds=15)
_LONGEST = timedelta(minutes=15)


@dataclass(frozen=True)
class Tries:
    """Tries counted under one key (`account:lan`, `address:10.0.0.7`) since the last success or long silence."""

    key: str
    count: int
    last_at: datetime

    @property
    def free(self) -> int:
        """How many tries cost no waiting."""
        return FREE_PER_ACCOUNT if self.key.startswith("account:") else FREE_PER_ADDRESS

    def closed_until(self) -> datetime:
        """When the next try is welcome; the wait doubles with every further failure, up to 15 minutes."""
        beyond = self.count - self.free
        if beyond < 0:
            return self.last_at
        return self.last_at + min(_FIRST * float(2 ** min(beyond, 10)), _LONGEST)

    def one_more(self, now: datetime) -> "Tries":
        """The count after a try that begins now."""
        forgotten = now - self.last_at > FORGET
        return Tries(self.key, 1 if forgotten else self.count + 1, now)


def keys_of(account: str, address: str) -> tuple[str, str]:
    """The keys a try counts under."""
    return f"account:{account[:40]}", f"address:{address[:60]}"


def check_open(found: Iterable[Tries], now: datetime) -> None:
    """Refuse a try that comes before its time."""
    wait = max((one.closed_until() - now for one in found), default=timedelta(0))
    if wait > timedelta(0):
        seconds = int(wait.total_seconds()) + 1
        words = f"{seconds} giây" if seconds < 120 else f"{seconds // 60} phút"
        raise TooMany(
            "sign-in-throttled",
            f"Đã thử sai nhiều lần; thử lại được sau {words}.",
            "Nếu quên mật khẩu, nhờ quản trị đặt lại.",
        )
