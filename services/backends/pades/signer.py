"""A signer that reads its key once: loading an RSA key costs as much as a hundred signatures."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.backends.pades.pens import KeyFile
from services.kernel.errors import Unavailable

RESERVED = 16_384
"""Bytes kept for one signature with its certificates; a fixed size saves a trial run."""


class RawKey(Protocol):
    """A private key wherever it is kept: in memory, on a token, at a remote service."""

    @property
    def size(self) -> int:
        """Bytes of its longest signature."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature of the data's SHA-256: PKCS #1 v1.5 with RSA, DER with P-256."""
        ...


class MemoryKey:
    """A software key, opened once."""

    def __init__(self, key: RSAPrivateKey | EllipticCurvePrivateKey) -> None:
        self._key = key
        self.size = key.key_size // 8 if isinstance(key, RSAPrivateKey) else 72

    def sign(self, data: bytes) -> bytes:
        """The signature of the data's SHA-256."""
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ECDSA(hashes.SHA256()))


class FastSigner(Signer):
    """Signs SHA-256 digests with a key that was opened once."""

    def __init__(self, key: RawKey, cert: x509.Certificate, chain: list[Any]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=cert, cert_registry=store, embed_roots=False)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature; zeros of the right length on a dry run."""
        if dry_run:
            return bytes(self._key.size)
        if digest_algorithm != "sha256":
            raise ValueError(f"digest {digest_algorithm} is not offered")
        return self._key.sign(data)


def load_signer(key: KeyFile) -> FastSigner:
    """The signer of a key file, read once per process and again when the file changes; Unavailable `key-unreadable`."""
    try:
        changed = Path(key.path).stat().st_mtime_ns
    except OSError:
        raise _unreadable() from None
    return _load(key.path, key.password, changed)


@lru_cache(maxsize=64)
def _load(path: str, password: str, changed: int) -> FastSigner:
    del changed
    try:
        private, cert, chain = pkcs12.load_key_and_certificates(Path(path).read_bytes(), password.encode())
    except (OSError, ValueError):
        raise _unreadable() from None
    if not isinstance(private, RSAPrivateKey | EllipticCurvePrivateKey) or cert is None:
        raise _unreadable()
    own, *others = [x509.Certificate.load(item.public_bytes(Encoding.DER)) for item in (cert, *chain)]
    return FastSigner(MemoryKey(private), own, others)


def _unreadable() -> Unavailable:
    return Unavailable(
        "key-unreadable", "Không mở được khóa ký số.", "Báo quản trị kiểm tra tệp khóa và mật khẩu trong cấu hình."
    )
