"""ETag and If-Match: a version number both ways, so that nobody overwrites what they have not read."""

import re
from typing import Annotated

from fastapi import Depends, Header

from services.kernel.errors import BadInput

_TAG = re.compile(r'(?:W/)?"(\d{1,15})"')


def etag(version: int) -> str:
    """The ETag of a version number."""
    return f'"{version}"'


def expected_version(
    if_match: Annotated[
        str | None, Header(alias="If-Match", description='Phiên bản đã đọc, lấy từ ETag, ví dụ "3".', max_length=40)
    ] = None,
) -> int | None:
    """The version the caller has read; None when it did not say or says any (`*`)."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if not found:
        raise BadInput("if-match-invalid", "If-Match không đúng dạng.", 'Gửi lại đúng giá trị ETag đã nhận, ví dụ "3".')
    return int(found[1])


IfMatch = Annotated[int | None, Depends(expected_version)]
