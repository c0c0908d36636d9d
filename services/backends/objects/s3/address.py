"""The address of a bucket, as `VANTHU_OBJECTS` gives it."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from services.kernel.errors import BadInput

_FORM = "s3+https://KHÓA:MẬT_KHẨU@MÁY_CHỦ:CỔNG/TÊN_KHO"


@dataclass(frozen=True)
class Address:
    """Where a bucket is and with which keys; the keys appear in no text made of it.

    `region` is what the server calls its place.
    """

    host: str
    bucket: str
    secure: bool
    region: str
    access: str = field(repr=False)
    secret: str = field(repr=False)

    @classmethod
    def parse(cls, url: str) -> "Address":
        """`s3+http(s)://ACCESS:SECRET@HOST:PORT/BUCKET[?region=…]`; signs in keys are percent-encoded."""
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        host, _, bucket = parts.netloc.rpartition("@")[2], *parts.path.partition("/")[1:]
        address = cls(
            host=host,
            bucket=bucket.rstrip("/"),
            secure=parts.scheme == "s3+https",
            region=asked.get("region", ["us-east-1"])[0],
            access=unquote(parts.username or ""),
            secret=unquote(parts.password or ""),
        )
        if not all((address.host, address.bucket, address.access, address.secret)) or "/" in address.bucket:
            raise wrong("thiếu khóa, máy chủ hoặc tên kho")
        return address

    @property
    def root(self) -> str:
        """The server's address without keys."""
        return f"{'https' if self.secure else 'http'}://{self.host}"


def wrong(fault: str) -> BadInput:
    """The setting cannot be used."""
    return BadInput(
        "settings-wrong",
        f"Cấu hình chưa dùng được: VANTHU_OBJECTS: {fault}.",
        f"Sửa VANTHU_OBJECTS theo mẫu {_FORM} (ký tự đặc biệt trong khóa ghi dạng %XX) rồi chạy vanthu check-config.",
    )
