"""What kind of file some bytes are, told from the bytes and never from the name."""

import struct
import zlib
from collections.abc import Iterator

from services.kernel.errors import BadInput

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = "image/png"
JPEG = "image/jpeg"
IMAGES = frozenset({PNG, JPEG})
SNIFF_BYTES = 16_384

_ENTRY = struct.Struct("<4sHHHHHIIIHH")
_INFLATED = 65_536


def sniff(first_bytes: bytes) -> str:
    """The media type of a file that starts with these bytes (give `SNIFF_BYTES`): PDF, DOCX, XLSX, PNG or JPEG.

    BadInput `file-empty` when there are none, `file-kind` for anything else, macro-carrying Office files included.
    """
    if not first_bytes:
        raise BadInput("file-empty", "Tệp rỗng, không có nội dung.", "Chọn lại tệp rồi tải lên.")
    if kind := _plain_kind(first_bytes) or _office_kind(first_bytes):
        return kind
    raise BadInput(
        "file-kind",
        "Loại tệp này không nhận được.",
        "Chỉ tải lên tệp PDF, DOCX, XLSX, PNG hoặc JPG; tệp khác hãy chuyển sang PDF.",
    )


def _plain_kind(first: bytes) -> str:
    if first.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if first.startswith(b"\xff\xd8\xff"):
        return JPEG
    return PDF if b"%PDF-" in first[:1024] else ""


def _office_kind(first: bytes) -> str:
    if not first.startswith(b"PK\x03\x04"):
        return ""
    seen = b"".join(_zip_entries(first))
    if b"macroEnabled" in seen or b"vbaProject" in seen:
        return ""
    if b"wordprocessingml.document.main" in seen or b"word/document.xml" in seen:
        return DOCX
    return XLSX if b"spreadsheetml.sheet.main" in seen or b"xl/workbook.xml" in seen else ""


def _zip_entries(first: bytes) -> Iterator[bytes]:
    """Name and unpacked start of each entry that lies within the bytes."""
    at = 0
    while (at := first.find(b"PK\x03\x04", at)) >= 0 and at + _ENTRY.size <= len(first):
        head = _ENTRY.unpack_from(first, at)
        start = at + _ENTRY.size + head[9] + head[10]
        yield first[at + _ENTRY.size : at + _ENTRY.size + head[9]]
        yield _unpacked(first[start:], head[3])
        at += 4


def _unpacked(packed: bytes, method: int) -> bytes:
    if method == 0:
        return packed[:_INFLATED]
    if method != 8:
        return b""
    try:
        return zlib.decompressobj(-15).decompress(packed, _INFLATED)
    except zlib.error:
        return b""
