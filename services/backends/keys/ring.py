"""The authority behind a folder of software keys, kept with it: who comes later gets a key under the same root."""

import fcntl
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from services.backends.keys.authority import Authority, Identity
from services.backends.pades.roots import read_trust, unreadable
from services.kernel.errors import Unavailable

__all__ = ["TRUST", "Authority", "authority", "keep", "locked", "trust", "write_trust"]
TRUST = "trust.toml"
_NAME = "Chứng thực số thử nghiệm vanthu"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The folder for one hand at a time, in this process and in others; made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def authority(folder: Path, password: str, now: datetime) -> Authority:
    """The authority kept in a folder; where none was kept whole, a new one, kept before anything is certified."""
    root, issuing = folder / "root.p12", folder / "issuing.p12"
    if root.exists() and issuing.exists():
        return Authority.reopened(_opened(root, password), _opened(issuing, password), now)
    made = Authority(_NAME, now=now)
    issuing.unlink(missing_ok=True)
    keep(root, made.bundle(made.root, password))
    keep(issuing, made.bundle(made.issuing, password))
    return made


def trust(folder: Path, made: Authority) -> None:
    """Trust the authority beside those trusted already; the last thing done, for it says that the folder is whole."""
    if not _is_trusted(folder, made):
        marks = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
        write_trust(folder, made, next(mark for mark in marks if not (folder / f"root{mark}.pem").exists()))


def write_trust(folder: Path, made: Authority, mark: str = "") -> None:
    """Write the authority's certificates, under a mark of its own, and add it to the profile of whom to trust."""
    (folder / f"root{mark}.pem").write_bytes(made.root.pem())
    (folder / f"issuing{mark}.pem").write_bytes(made.issuing.pem())
    profile = folder / TRUST
    before = profile.read_text("utf-8") if profile.exists() else _HEAD
    _replace(profile, (before + _ROOT.format(name=_NAME, mark=mark)).encode())


def keep(path: Path, bundle: bytes) -> None:
    """Write a key file that nobody else may read, whole or not at all."""
    _replace(path, bundle, mode=0o600)


def _replace(path: Path, content: bytes, mode: int = 0o644) -> None:
    whole = path.with_suffix(".new")
    whole.unlink(missing_ok=True)
    whole.touch(mode=mode)
    with whole.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    whole.replace(path)


def _is_trusted(folder: Path, made: Authority) -> bool:
    profile = folder / TRUST
    if not profile.exists():
        return False
    try:
        return any(Path(root.file).read_bytes() == made.root.pem() for root in read_trust(profile))
    except OSError as broken:
        raise unreadable(profile) from broken


_HEAD = "# Software keys for demonstration: their authority publishes no revocation.\n"
_ROOT = """\
[[root]]
name = "{name}"
file = "root{mark}.pem"
issuing = ["issuing{mark}.pem"]
publishes = false
"""


def _opened(path: Path, password: str) -> Identity:
    try:
        kept = pkcs12.load_pkcs12(path.read_bytes(), password.encode() or None)
    except (OSError, ValueError) as broken:
        raise _unreadable() from broken
    if not isinstance(kept.key, RSAPrivateKey) or kept.cert is None:
        raise _unreadable()
    return Identity(kept.key, kept.cert.certificate)


def _unreadable() -> Unavailable:
    return Unavailable(
        "key-unreadable", "Không mở được khóa của nơi cấp chứng thư.", "Báo quản trị xem lại VANTHU_KEY_PASSPHRASE."
    )
