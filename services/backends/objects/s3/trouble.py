"""What may go wrong between the office and its server of objects, and the words for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from minio.error import InvalidResponseError, S3Error, ServerError
from urllib3 import exceptions
from urllib3.response import BaseHTTPResponse

from services.backends.objects.content import full
from services.kernel.errors import Unavailable

_FULL = {"XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded"}
_GARBLED = {"BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch"}
_STRANGER = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"}


class Refused(Exception):
    """The server answered, and not with what it was asked for; `code` is S3's own word or empty."""

    def __init__(self, status: int, code: str = "") -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code

    @classmethod
    def by(cls, response: BaseHTTPResponse) -> "Refused":
        """What an answer says; a proxy's page in its place says nothing."""
        try:
            root = ElementTree.fromstring(response.data)  # noqa: S314 - the office's own server
        except ElementTree.ParseError:
            return cls(response.status)
        return cls(response.status, root.findtext("{*}Code") or "")

    @property
    def absent(self) -> bool:
        """Whether there is no such object; a missing bucket is trouble, not an answer."""
        return self.status == 404 and self.code != "NoSuchBucket"


@contextmanager
def in_words() -> Iterator[None]:
    """Trouble with the server leaves as a refusal that those at the desks can act on."""
    try:
        yield
    except Refused as refused:
        raise _worded(refused) from refused
    except S3Error as refused:
        raise _worded(Refused(refused.response.status, refused.code or "")) from refused
    except (exceptions.HTTPError, ServerError, InvalidResponseError, ElementTree.ParseError) as trouble:
        raise away() from trouble


def away() -> Unavailable:
    """Nobody answers, or not in time."""
    return Unavailable(
        "store-away",
        "Kho lưu tệp đang không trả lời; chưa có gì được ghi.",
        "Thử lại sau ít phút; nếu vẫn vậy, báo quản trị kiểm tra máy chủ lưu tệp.",
    )


def timed_out(trouble: BaseException | None) -> bool:
    """Whether somebody was waited for in vain; asking again would only double the waiting."""
    if isinstance(trouble, exceptions.MaxRetryError):
        return timed_out(trouble.reason)
    if isinstance(trouble, exceptions.ProtocolError):
        return any(isinstance(each, TimeoutError) for each in trouble.args)
    return isinstance(trouble, exceptions.TimeoutError)


def _worded(refused: Refused) -> Unavailable:
    if refused.status == 507 or refused.code in _FULL:
        return full()
    if refused.code in _GARBLED:
        return Unavailable("store-garbled", "Tệp bị sai lệch trên đường tới kho nên chưa được nhận.", "Tải lên lại.")
    if refused.code == "RequestTimeTooSkewed":
        return Unavailable(
            "store-refused",
            "Đồng hồ của máy này và của kho lưu tệp lệch nhau quá nhiều.",
            "Báo quản trị đặt lại giờ của hai máy.",
        )
    if refused.status in (401, 403) or refused.code in _STRANGER:
        return Unavailable(
            "store-refused", "Kho lưu tệp không nhận khóa của hệ thống.", "Báo quản trị kiểm tra VANTHU_OBJECTS."
        )
    return away()
