"""Reads a multipart upload as it streams in: the `document` part first, so that it can be refused before any file."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect, Request

from services.intake.domain.papers import LARGEST, MOST_ANNEXES, Sent, Upload
from services.kernel.errors import BadInput, TooLarge

_DOCUMENT_MOST = 1 << 18
_IN_MEMORY = 1 << 20
_HEADER_MOST = 8_192
_HEADERS_MOST = 20


class UploadReader:
    """Takes the parts `document` (JSON), `file` (main) and `annex` (many); `accept` judges the document at once."""

    def __init__(self, boundary: bytes, accept: Callable[[bytes], None]) -> None:
        self.accept = accept
        self.document: bytes | None = None
        self.files: list[tuple[str, Sent]] = []
        self.complete = False
        self._headers: dict[bytes, bytes] = {}
        self._header = [b"", b""]
        self._name = ""
        self._buffer = bytearray()
        self._size = 0
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._opened,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
        )

    def feed(self, chunk: bytes) -> None:
        """Take some more bytes; BadInput or TooLarge as soon as they show that the upload cannot be taken."""
        try:
            self._parser.write(chunk)
        except MultipartParseError as broken:
            raise _unreadable() from broken

    def upload(self) -> Upload:
        """All files sent, each from its start; BadInput when the upload broke off or there is no main file."""
        if not self.complete:
            raise BadInput("upload-incomplete", "Tệp gửi lên bị ngắt giữa chừng.", "Gửi lại toàn bộ.")
        mains = [sent for name, sent in self.files if name == "file"]
        if len(mains) != 1:
            raise BadInput("main-missing", "Cần đúng một tệp chính (phần “file”).", "Gửi lại với một phần “file”.")
        return Upload(mains[0], tuple(sent for name, sent in self.files if name == "annex"))

    def close(self) -> None:
        """Let go of what was spooled."""
        for _, sent in self.files:
            sent.stream.close()

    def _begin(self) -> None:
        self._headers, self._header, self._buffer, self._size = {}, [b"", b""], bytearray(), 0

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._add_header(0, data[start:end])

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._add_header(1, data[start:end])

    def _add_header(self, side: int, more: bytes) -> None:
        self._header[side] += more
        if len(self._header[side]) > _HEADER_MOST or len(self._headers) > _HEADERS_MOST:
            raise _unreadable()

    def _header_end(self) -> None:
        self._headers[self._header[0].lower()] = self._header[1]
        self._header = [b"", b""]

    def _opened(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if self._name in ("file", "annex"):
            self._require_document()
            spool = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - closed by `close`
            self.files.append((self._name, Sent(options.get(b"filename", b"").decode("utf-8", "replace"), spool)))
        elif self._name != "document" or self.document is not None:
            raise BadInput("part-unknown", f"Không nhận phần “{self._name[:40]}”.", "Chỉ gửi document, file và annex.")

    def _require_document(self) -> None:
        if self.document is None:
            raise BadInput(
                "document-first", "Phần “document” phải đứng trước các tệp.", "Gửi phần “document” trước, rồi đến tệp."
            )
        if len(self.files) > MOST_ANNEXES:
            raise BadInput("too-many-annexes", f"Không quá {MOST_ANNEXES} phụ lục.", "Gộp bớt phụ lục.")

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._name == "document":
            if self._size > _DOCUMENT_MOST:
                raise TooLarge("document-too-large", "Phần “document” quá dài.", "Rút gọn nội dung mô tả.")
            self._buffer += data[start:end]
        elif self._size > LARGEST:
            raise TooLarge("file-too-large", "Tệp lớn hơn 200 MB.", "Tách tệp hoặc giảm dung lượng bản quét.")
        else:
            self.files[-1][1].stream.write(data[start:end])

    def _end(self) -> None:
        if self._name == "document":
            self.document = bytes(self._buffer)
            self.accept(self.document)
        else:
            self.files[-1][1].stream.seek(0)

    def _finish(self) -> None:
        self.complete = True


async def read_upload(request: Request, accept: Callable[[bytes], None]) -> UploadReader:
    """Read the whole request; whatever is refused is refused at that byte, with nothing stored."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise _unreadable()
    reader, taken = UploadReader(options[b"boundary"], accept), False
    try:
        async for chunk in request.stream():
            reader.feed(chunk)
        taken = True
    except ClientDisconnect:
        raise BadInput("upload-incomplete", "Tệp gửi lên bị ngắt giữa chừng.", "Gửi lại toàn bộ.") from None
    finally:
        if not taken:
            reader.close()
    return reader


def _unreadable() -> BadInput:
    return BadInput(
        "not-multipart",
        "Không đọc được nội dung gửi lên.",
        "Gửi multipart/form-data với các phần document (JSON), file và annex.",
    )
