"""What the authority behind a folder of software keys answers, in this process: no network, no server."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.backends.keys import ring
from services.backends.keys.publishing import Publisher, revocation_list
from services.backends.keys.register import REGISTER, read_register
from services.backends.keys.stamping import Stamping
from services.kernel.errors import Unavailable


@dataclass(frozen=True)
class Answering:
    """The three things an authority is asked, each at a moment that the asker's clock tells."""

    authority: ring.Authority
    publisher: Publisher
    stamping: Stamping

    def status(self, question: bytes, at: datetime) -> bytes:
        """Whether a certificate stands (RFC 6960, DER in and out)."""
        return self.publisher.answer(question, at)

    def stamp(self, question: bytes, at: datetime) -> bytes:
        """A time stamp (RFC 3161, DER in and out)."""
        return self.stamping.answer(question, at)

    def list_of_root(self, at: datetime) -> bytes:
        """What the root revoked (DER): nothing, for it issued but one certificate."""
        return revocation_list(self.authority.root, {}, at)

    def list_of_issuing(self, at: datetime) -> bytes:
        """What the issuing authority revoked (DER)."""
        return revocation_list(self.authority.issuing, self.publisher.register, at)


def answering(folder: Path, password: str, now: datetime) -> Answering:
    """The answers of the authority kept in a folder; a folder made before it answered gains what that takes.

    Opened once per process, and again when the folder changes. Unavailable `key-unreadable` or `authority-missing`.
    """
    kept, found = _OPEN.get((folder, password), ((), None))
    if found is None or kept != state(folder):
        found = _opened(folder, password, now)
        _OPEN[(folder, password)] = state(folder), found
    return found


def state(folder: Path) -> tuple[int, ...]:
    """Tells one state of the authority from another: what is remembered of its answers holds while it stays."""
    paths = [folder / name for name in (*ring.AUTHORITY, REGISTER)]
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in paths)


_OPEN: dict[tuple[Path, str], tuple[tuple[int, ...], Answering]] = {}


def _opened(folder: Path, password: str, now: datetime) -> Answering:
    if not ring.is_whole(folder):
        raise Unavailable(
            "authority-missing",
            "Thư mục khóa không có nơi cấp chứng thư thử nghiệm.",
            "Báo quản trị: đặt VANTHU_TSA là địa chỉ của nơi cấp dấu thời gian, hoặc cấp khóa thử nghiệm trước.",
        )
    try:
        with ring.locked(folder):
            made = ring.authority(folder, password, now)
            responder, stamping = ring.services(folder, made, password)
            register = read_register(folder)
    except OSError as broken:
        raise ring.unopened() from broken
    issuing = made.issuing.certificate
    return Answering(made, Publisher(issuing, responder, register), Stamping(stamping, issuing))
