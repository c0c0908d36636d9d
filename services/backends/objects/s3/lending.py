"""Bytes that browsers fetch from the server of objects themselves, by an address signed for a short while."""

import io
from datetime import timedelta
from typing import BinaryIO, cast

from services.backends.objects.content import place_of
from services.backends.objects.s3.line import Line
from services.backends.objects.s3.reading import BUFFER, Reading

SECONDS = 60
"""Long enough to follow a redirection, too short to pass the address on."""


class Lending:
    """Streams that know the way for browsers, at the address `public` (`https://HOST`) of the same server."""

    def __init__(self, line: Line, public: str, seconds: int = SECONDS) -> None:
        self._line = line
        self._client = line.client_at(public)
        self._life = timedelta(seconds=seconds)

    def open(self, digest: str) -> BinaryIO:
        """A stream over the object of which nothing is fetched before it is read; NotFound if it is absent."""
        return cast(BinaryIO, _Lent(self, digest, Reading(self._line, digest, later=True)))

    def address(self, digest: str, disposition: str, media_type: str) -> str:
        """Where the bytes are for so long; no server is asked."""
        answered: dict[str, str | list[str] | tuple[str]] = {
            "response-content-disposition": disposition,
            "response-content-type": media_type,
        }
        bucket = self._line.address.bucket
        return self._client.presigned_get_object(bucket, place_of(digest), self._life, response_headers=answered)


class _Lent(io.BufferedReader):
    def __init__(self, lending: Lending, digest: str, reading: Reading) -> None:
        super().__init__(reading, BUFFER)
        self._lending = lending
        self._digest = digest

    def address(self, disposition: str, media_type: str) -> str:
        """As `Fetchable` says."""
        return self._lending.address(self._digest, disposition, media_type)
