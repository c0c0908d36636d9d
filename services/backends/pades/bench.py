"""Signing, checking and showing stored PDFs at the workbench: digests in, digests and reports out."""

import logging
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from services.backends.pades.pens import KeyFile, NumberAndDate, Pen, Signed, Wanted
from services.backends.pades.tasks import fingerprint_of, seal_file, sign_file, validate_file
from services.backends.pdf import page_image
from services.backends.pool import TaskError
from services.kernel.anchors import Anchors
from services.kernel.clock import Clock
from services.kernel.errors import Unavailable
from services.kernel.ports import ObjectStore, SignedFile, Workbench
from services.kernel.signatures import ExpectedSignature, SignatureReport

P = ParamSpec("P")
T = TypeVar("T")
_log = logging.getLogger("vanthu.signing")
_PLAIN = Wanted()


class PenCase(Protocol):
    """Where keys and pictures are; see `backends.keys`."""

    def leader(self, person_id: str) -> tuple[KeyFile, str]:
        """A person's key and the path of their picture; NotFound `key-missing`."""
        ...

    def agency(self) -> tuple[KeyFile, str]:
        """The agency's key and the path of its seal's picture; NotFound `key-missing`."""
        ...

    def seal_mm(self) -> float:
        """True diameter of the seal in millimetres."""
        ...


class BenchSigner:
    """Signs stored PDFs at the workbench and stores what comes of it; signatures state the clock's time."""

    def __init__(
        self, objects: ObjectStore, workbench: Workbench, keys: PenCase, clock: Clock, wanted: Wanted = _PLAIN
    ) -> None:
        self._objects = objects
        self._workbench = workbench
        self._keys = keys
        self._clock = clock
        self._wanted = wanted

    def sign(self, digest: str, person_id: str, name: str, anchors: str) -> SignedFile:
        """Sign the stored draft as this person; `anchors` is JSON by `kernel.anchors` or empty."""
        pen = Pen(*self._keys.leader(person_id), self._clock.now(), self._wanted)
        places, seal_mm = Anchors.from_json(anchors), self._keys.seal_mm()
        with self._objects.local(digest) as path:
            made = _done(self._workbench, sign_file, str(path), pen, name, places, seal_mm)
        return self._kept(made)

    def seal(self, digest: str, number: str, day: str, month: str) -> SignedFile:
        """Fill number and date into the stored signed document and sign it as the agency."""
        pen = Pen(*self._keys.agency(), self._clock.now(), self._wanted)
        with self._objects.local(digest) as path:
            made = _done(self._workbench, seal_file, str(path), pen, NumberAndDate(number, day, month))
        return self._kept(made)

    def _kept(self, made: Signed) -> SignedFile:
        return SignedFile(self._objects.put(BytesIO(made.pdf)), made.level, made.lack)

    def certificate(self, person_id: str) -> str:
        """SHA-256 of the certificate this person signs with."""
        return _done(self._workbench, fingerprint_of, self._keys.leader(person_id)[0])

    def agency_certificate(self) -> str:
        """SHA-256 of the certificate the agency signs with."""
        return _done(self._workbench, fingerprint_of, self._keys.agency()[0])


class BenchValidator:
    """Checks signatures at the workbench under a trust profile."""

    def __init__(self, objects: ObjectStore, workbench: Workbench, trust: Path) -> None:
        self._objects = objects
        self._workbench = workbench
        self._trust = trust

    def check(self, digest: str, expected: Sequence[ExpectedSignature] = ()) -> SignatureReport:
        """Re-open a stored file and check it."""
        with self._objects.local(digest) as path:
            return _done(self._workbench, validate_file, str(path), str(self._trust), tuple(expected))

    def examine(self, path: Path) -> SignatureReport:
        """Check a file somebody brought; it is not kept."""
        return _done(self._workbench, validate_file, str(path), str(self._trust))


class BenchPictures:
    """Draws pages at the workbench."""

    def __init__(self, objects: ObjectStore, workbench: Workbench) -> None:
        self._objects = objects
        self._workbench = workbench

    def page(self, digest: str, number: int, width: int) -> bytes:
        """Page `number` (from 1) of a stored PDF as PNG, `width` pixels wide."""
        with self._objects.local(digest) as path:
            return self._workbench.run(page_image, path, number - 1, width)


def _done(workbench: Workbench, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return workbench.run(task, *args, **kwargs)
    except TaskError as fault:
        _log.error("a signing task broke: %s", fault)
        raise Unavailable(
            "signing-broken",
            "Công cụ ký số gặp lỗi khi xử lý tệp này; chưa có chữ ký nào được ghi nhận.",
            "Thử lại; nếu vẫn vậy, báo quản trị xem nhật ký máy chủ.",
        ) from fault
