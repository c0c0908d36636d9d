"""Writing an object: every byte is checked by the server against its SHA-256 before anything appears under the key."""

import contextlib
import io
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import IO, cast
from xml.etree import ElementTree

from urllib3.exceptions import HTTPError

from services.backends.objects.content import place_of
from services.backends.objects.s3.line import Ask, Body, Line
from services.backends.objects.s3.trouble import Refused, timed_out
from services.kernel.ports import Stored

PART = 32 << 20
"""Bytes sent in one request; more go in parts of this size."""

_LOOK_FIRST = 1 << 20
_UNLESS_THERE = {"If-None-Match": "*"}
_TAKEN = {409, 412}


class Writing:
    """Keeps bytes in a bucket once, whoever else brings them at the same time."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def keep(self, spool: IO[bytes], stored: Stored) -> None:
        """Send what the spool holds, unless it is there."""
        if stored.size > _LOOK_FIRST and self.kept(stored):
            return
        try:
            self._send(spool, stored, _UNLESS_THERE)
        except Refused as refused:
            if self.kept(stored):
                return
            if refused.status not in _TAKEN:
                raise
            # Some servers take a mark of deletion for an object.
            self._send(spool, stored, {})
        except HTTPError as trouble:
            # The answer may be lost after the bytes were kept, or before they were all sent because they are there.
            if timed_out(trouble) or not self.kept(stored):
                raise

    def kept(self, stored: Stored) -> bool:
        """Whether the key holds as many bytes; the server let in only those of its digest."""
        return self._line.size_of(place_of(stored.digest)) == stored.size

    def _send(self, spool: IO[bytes], stored: Stored, condition: Mapping[str, str]) -> None:
        key = place_of(stored.digest)
        if stored.size <= PART:
            whole = cast(IO[bytes], _Window(spool, 0, stored.size))
            self._put(key, {}, condition, Body(whole, stored.size, stored.digest))
            return
        begun = self._line.ask(Ask("POST", key, {"uploads": ""}, {"x-amz-checksum-algorithm": "SHA256"}))
        upload = {"uploadId": ElementTree.fromstring(begun.data).findtext("{*}UploadId") or ""}  # noqa: S314
        try:
            self._complete(key, upload, condition, self._parts(key, upload, spool, stored.size))
        except BaseException:
            with contextlib.suppress(HTTPError, Refused):
                self._line.ask(Ask("DELETE", key, upload, brisk=True))
            raise
        if not self.kept(stored):
            raise Refused(500, "NotKept")

    def _parts(self, key: str, upload: Mapping[str, str], spool: IO[bytes], size: int) -> list[tuple[str, str]]:
        """Send all parts; of each the server's mark and its checksum."""
        sent = []
        for number, start in enumerate(range(0, size, PART), 1):
            window = _Window(spool, start, min(PART, size - start))
            body = Body(cast(IO[bytes], window), window.size, window.digest())
            mark = self._put(key, {**upload, "partNumber": str(number)}, {}, body)
            sent.append((mark, _base64(body.digest)))
        return sent

    def _complete(
        self, key: str, upload: Mapping[str, str], condition: Mapping[str, str], sent: list[tuple[str, str]]
    ) -> None:
        order = ElementTree.Element("CompleteMultipartUpload", xmlns="http://s3.amazonaws.com/doc/2006-03-01/")
        for number, (mark, checksum) in enumerate(sent, 1):
            part = ElementTree.SubElement(order, "Part")
            for name, value in (("PartNumber", str(number)), ("ETag", mark), ("ChecksumSHA256", checksum)):
                ElementTree.SubElement(part, name).text = value
        written = ElementTree.tostring(order)
        body = Body(io.BytesIO(written), len(written), sha256(written).hexdigest())
        self._line.ask(Ask("POST", key, upload, condition, body))

    def _put(self, key: str, question: Mapping[str, str], headers: Mapping[str, str], body: Body) -> str:
        """Send bytes with their checksum; the server's mark on them."""
        checked = {**headers, "x-amz-checksum-sha256": _base64(body.digest)}
        return self._line.ask(Ask("PUT", key, question, checked, body)).headers.get("ETag", "")


class _Window(io.RawIOBase):
    """A stretch of a file as a stream of its own."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file = file
        self._start = start
        self.size = size
        self._at = 0

    def digest(self) -> str:
        """SHA-256 of the stretch; reading begins anew."""
        computed = sha256()
        while chunk := self.read(1 << 20):
            computed.update(chunk)
        self.seek(0)
        return computed.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """Bytes from where the last ended."""
        left = self.size - self._at
        self._file.seek(self._start + self._at)
        chunk = self._file.read(left if size < 0 else min(size, left))
        self._at += len(chunk)
        return chunk

    def tell(self) -> int:
        """How far it is read; a request sent again begins where the first did."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to an offset from the stretch's beginning."""
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation
        self._at = offset
        return offset


def _base64(digest: str) -> str:
    return b64encode(bytes.fromhex(digest)).decode()
