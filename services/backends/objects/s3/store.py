"""The object store in a bucket: the same keys, promises and refusals as in a folder."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from urllib3.exceptions import HTTPError

from services.backends.objects.content import copy, place_of, room
from services.backends.objects.s3 import bucket, erasing
from services.backends.objects.s3.address import Address, wrong
from services.backends.objects.s3.lending import Lending
from services.backends.objects.s3.line import Ask, Line
from services.backends.objects.s3.reading import reading
from services.backends.objects.s3.trouble import Refused, in_words
from services.backends.objects.s3.writing import Writing
from services.kernel.errors import Conflict
from services.kernel.ports import Stored

_IN_MEMORY = 1 << 20


def open_bucket(url: str, public: str = "") -> "S3Store":
    """The store at `s3+http(s)://ACCESS:SECRET@HOST:PORT/BUCKET`, its bucket made if missing.

    `public`, if given, is where browsers reach the same server and shall fetch what they download.
    """
    try:
        line = Line(Address.parse(url))
    except ValueError:
        # What cannot be read may hold the keys anywhere: not a word of it is repeated.
        raise wrong("không đọc được địa chỉ kho tệp") from None
    return S3Store(line, bucket.prepare(line), Lending(line, public) if public else None)


class S3Store:
    """Content-addressed objects in one bucket; `abilities` says whether it keeps versions and can lock.

    Whenever the server is away or slow: Unavailable `store-away`, after 5 seconds without a connection or 30 without
    a sign of life. A put that was refused so may have been kept all the same, never half.
    """

    def __init__(self, line: Line, abilities: bucket.Abilities, lending: Lending | None = None) -> None:
        self.bucket = line.address.bucket
        self.abilities = abilities
        self._line = line
        self._writing = Writing(line)
        self._lending = lending

    def put(self, stream: BinaryIO, limit: int | None = None) -> Stored:
        """Store what the stream holds; spooled first, because its name is its digest."""
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            with room():
                stored = copy(stream, spool, limit)
            with in_words():
                self._writing.keep(spool, stored)
        return stored

    def open(self, digest: str) -> BinaryIO:
        """The bytes as a stream the caller closes; as they are kept, like the folder's: fixity must see them."""
        return self._lending.open(digest) if self._lending else reading(self._line, digest)

    def exists(self, digest: str) -> bool:
        """Whether these bytes are kept."""
        key = place_of(digest)
        with in_words():
            return self._line.size_of(key) is not None

    @contextmanager
    def local(self, digest: str) -> Iterator[Path]:
        """A copy for the length of the `with`; Conflict `object-altered` if it is not what the digest says."""
        with tempfile.NamedTemporaryFile(prefix="vanthu-") as target:
            with reading(self._line, digest) as source, room():
                found = copy(source, target)
                target.flush()
            if found.digest != digest:
                raise Conflict(
                    "object-altered",
                    f"Tệp {digest[:12]}… trong kho không còn đúng nội dung đã nhận.",
                    "Báo quản trị khôi phục tệp từ bản sao lưu.",
                )
            yield Path(target.name)

    def digests(self) -> Iterator[str]:
        """Every digest kept, fetched page by page."""
        with in_words():
            for each in self._line.client.list_objects(self.bucket, recursive=True):
                name = (each.object_name or "").rpartition("/")[2]
                if len(name) == 64:
                    yield name

    def remove(self, digest: str) -> None:
        """Take bytes away for good, in all versions; Conflict `object-locked` if the server holds them fast."""
        with in_words():
            erasing.erase(self._line, place_of(digest))

    def sweep(self) -> int:
        """Remove what uploads in parts left behind that nobody ends any more."""
        with in_words():
            return erasing.sweep(self._line)

    def ready(self) -> str | None:
        """None when the bucket answers."""
        try:
            self._line.ask(Ask("HEAD", brisk=True))
        except Refused as refused:
            return f"kho lưu tệp từ chối ({refused})"
        except HTTPError as trouble:
            return f"kho lưu tệp không trả lời ({type(trouble).__name__})"
        return None
