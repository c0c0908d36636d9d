"""Reading an object: its end is where its size says, never where the link broke."""

import io
from typing import TYPE_CHECKING, BinaryIO, cast

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from services.backends.objects.content import missing, place_of
from services.backends.objects.s3.line import Ask, Line, length
from services.backends.objects.s3.trouble import Refused, in_words, timed_out

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BUFFER = 1 << 18
_RESUMES = 5


def reading(line: Line, digest: str) -> BinaryIO:
    """A stream over the object; NotFound if it is absent."""
    return cast(BinaryIO, io.BufferedReader(Reading(line, digest), BUFFER))


class Reading(io.RawIOBase):
    """The bytes as they come; a link that breaks is taken up again where it broke, from the same version.

    NotFound if they are absent. `later`: the server is only asked whether it has them, until somebody reads.
    """

    def __init__(self, line: Line, digest: str, later: bool = False) -> None:
        self._line = line
        self._digest = digest
        self._key = place_of(digest)
        self._at = 0
        self._resumes = _RESUMES
        self._response: BaseHTTPResponse | None = None
        with in_words():
            self._size = self._asked() if later else self._start()

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Some bytes, none only at the object's end; Unavailable `store-away` if they do not come."""
        view = memoryview(buffer)
        wanted = min(len(view), self._size - self._at)
        if not wanted:
            return 0
        with in_words():
            came = self._read(wanted)
        view[: len(came)] = came
        self._at += len(came)
        return len(came)

    def close(self) -> None:
        """Let go of the link; what is unread is not fetched."""
        if not self.closed and self._response is not None:
            self._response.close()
            self._response.release_conn()
        super().close()

    def _asked(self) -> int:
        size = self._line.size_of(self._key)
        if size is None:
            raise missing(self._digest)
        return size

    def _start(self) -> int:
        self._response = self._begin({})
        self._version = self._response.headers.get("ETag", "*")
        return length(self._response)

    def _read(self, wanted: int) -> bytes:
        if self._response is None:
            self._size = self._start()
        assert self._response is not None  # noqa: S101 - it has just been started
        while True:
            try:
                if came := self._response.read(wanted, decode_content=False):
                    return came
                raise HTTPError("the answer ended before the object")
            except HTTPError as trouble:
                if timed_out(trouble) or not self._resumes:
                    raise
                self._resumes -= 1
                self._response.close()
                self._response = self._begin({"Range": f"bytes={self._at}-", "If-Match": self._version})

    def _begin(self, headers: dict[str, str]) -> BaseHTTPResponse:
        try:
            return self._line.ask(Ask("GET", self._key, headers=headers), whole=False)
        except Refused as refused:
            if refused.absent:
                raise missing(self._digest) from None
            raise
