"""The authority behind a folder of software keys, kept with it: who comes later gets a key under the same root."""

from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from services.backends.keys.authority import Authority, Identity
from services.kernel.errors import Unavailable

__all__ = ["TRUST", "Authority", "authority", "found", "keep"]
TRUST = "trust.toml"
_NAME = "Chứng thực số thử nghiệm vanthu"


def found(folder: Path, made: Authority, password: str, mark: str = "") -> None:
    """Keep the authority and trust it; the profile last, for it says that the folder is whole."""
    keep(folder / "root.p12", made.bundle(made.root, password))
    keep(folder / "issuing.p12", made.bundle(made.issuing, password))
    write_trust(folder, made, mark)


def write_trust(folder: Path, made: Authority, mark: str = "") -> None:
    """Write the authority's certificates, under a mark of its own, and add it to the profile of whom to trust."""
    (folder / f"root{mark}.pem").write_bytes(made.root.pem())
    (folder / f"issuing{mark}.pem").write_bytes(made.issuing.pem())
    profile = folder / TRUST
    before = profile.read_text("utf-8") if profile.exists() else _HEAD
    whole = folder / f"{TRUST}.new"
    whole.write_text(before + _ROOT.format(name=_NAME, mark=mark), "utf-8")
    whole.replace(profile)


def authority(folder: Path, password: str, now: datetime) -> Authority:
    """The authority of a folder; one whose authority was not kept gets a second, trusted beside the first."""
    if not (folder / "issuing.p12").exists():
        made = Authority(_NAME, now=now)
        found(folder, made, password, "-2")
        return made
    return Authority.reopened(_opened(folder / "root.p12", password), _opened(folder / "issuing.p12", password), now)


def keep(path: Path, bundle: bytes) -> None:
    """Write a key file that nobody else may read, whole or not at all."""
    whole = path.with_suffix(".new")
    whole.touch(mode=0o600)
    whole.write_bytes(bundle)
    whole.replace(path)


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
