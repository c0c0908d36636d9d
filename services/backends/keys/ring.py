"""The authority behind a folder of software keys, kept with it: who comes later gets a key under the same root."""

import fcntl
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from services.backends.keys.authority import Authority, Identity
from services.backends.keys.register import REGISTER, Standing, as_text, read_register
from services.backends.pades.roots import read_trust, unreadable
from services.kernel.errors import Unavailable

__all__ = ["AUTHORITY", "TRUST", "Authority", "authority", "enter", "keep", "locked", "trust", "write_trust"]
TRUST = "trust.toml"
AUTHORITY = ("root.p12", "issuing.p12")
"""The keys of the authority itself."""

_NAME = "Chứng thực số thử nghiệm vanthu"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The folder for one hand at a time, in this process and in others; made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_whole(folder: Path) -> bool:
    """Whether an authority was kept whole in a folder."""
    return all((folder / name).exists() for name in AUTHORITY)


def authority(folder: Path, password: str, now: datetime) -> Authority:
    """The authority kept in a folder; where none was kept whole, a new one, kept before anything is certified."""
    root, issuing = (folder / name for name in AUTHORITY)
    if is_whole(folder):
        return Authority.reopened(opened(root, password), opened(issuing, password), now)
    made = Authority(_NAME, now=now)
    issuing.unlink(missing_ok=True)
    keep(root, made.bundle(made.root, password))
    keep(issuing, made.bundle(made.issuing, password))
    return made


def services(folder: Path, made: Authority, password: str) -> tuple[Identity, Identity]:
    """Who answers and who stamps for the authority; certified now where nobody was, or only by another authority."""
    responder = _service(folder / "responder.p12", made, made.responder, password)
    return responder, _service(folder / "stamping.p12", made, made.stamping, password)


def enter(folder: Path, password: str, identity: Identity) -> None:
    """Write a certificate into the folder's register before its key is kept, and those of keys older than it."""
    known = dict(read_register(folder))
    if not known:
        known = {serial: Standing() for serial in _serials(folder, password)}
    known.setdefault(identity.certificate.serial_number, Standing())
    _replace(folder / REGISTER, as_text(known).encode())


def revoke(folder: Path, password: str, identity: Identity, at: datetime) -> None:
    """From this moment on the certificate does not stand; that it was revoked before stays as it is."""
    enter(folder, password, identity)
    known, serial = dict(read_register(folder)), identity.certificate.serial_number
    if known[serial].revoked is None:
        _replace(folder / REGISTER, as_text({**known, serial: Standing(at.replace(microsecond=0))}).encode())


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


def opened(path: Path, password: str) -> Identity:
    """The key and certificate of a file; Unavailable `key-unreadable`."""
    try:
        kept = pkcs12.load_pkcs12(path.read_bytes(), password.encode() or None)
    except (OSError, ValueError) as broken:
        raise unopened() from broken
    if not isinstance(kept.key, RSAPrivateKey | EllipticCurvePrivateKey) or kept.cert is None:
        raise unopened()
    return Identity(kept.key, kept.cert.certificate)


def _service(path: Path, made: Authority, certify: Callable[[], Identity], password: str) -> Identity:
    if path.exists() and _signed(kept := opened(path, password), made.issuing):
        return kept
    certified = certify()
    enter(path.parent, password, certified)
    keep(path, made.bundle(certified, password))
    return certified


def _serials(folder: Path, password: str) -> Iterator[int]:
    for path in sorted(folder.glob("*.p12")):
        # What does not open here is no key of ours: the register then knows nothing of it.
        with suppress(Unavailable):
            yield opened(path, password).certificate.serial_number


def _signed(kept: Identity, issuing: Identity) -> bool:
    try:
        kept.certificate.verify_directly_issued_by(issuing.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def unopened() -> Unavailable:
    """The refusal of a folder whose authority cannot be opened (`key-unreadable`)."""
    return Unavailable(
        "key-unreadable", "Không mở được khóa của nơi cấp chứng thư.", "Báo quản trị xem lại VANTHU_KEY_PASSPHRASE."
    )
