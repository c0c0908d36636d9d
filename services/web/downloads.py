"""Stored files handed to a browser: as a download with a safe name, or shown inside a page."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from fastapi.responses import RedirectResponse, Response, StreamingResponse

from services.kernel.ports import Fetchable
from services.kernel.text import fold
from services.kernel.values import FileRef

_CHUNK = 1 << 18


def download(file: FileRef, stream: BinaryIO, name: str = "") -> Response:
    """The bytes as an attachment named as the file is, or `name`; old programs get the name without marks.

    Whoever calls has made sure that the person may have them: a stream that is `Fetchable` becomes the way to them.
    """
    wanted = name or file.name
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "-" for sign in fold(wanted))
    named = f"attachment; filename=\"{plain or 'van-ban'}\"; filename*=UTF-8''{quote(wanted, safe='')}"
    if isinstance(stream, Fetchable):
        with stream:
            return RedirectResponse(stream.address(named, file.media_type), 303)
    headers = {"Content-Disposition": named, "Content-Length": str(file.size)}
    return StreamingResponse(_chunks(stream), media_type=file.media_type, headers=headers)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
