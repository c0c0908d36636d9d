"""A signer that opens its key once and builds its envelope once: each costs as much as a hundred signatures."""

import asyncio
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import cms, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.backends.pades.envelope import MARKER, Envelope
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


def signature_size(key: RSAPrivateKey | RSAPublicKey | EllipticCurvePrivateKey | EllipticCurvePublicKey) -> int:
    """Bytes of the longest signature that a key makes, or that is checked with it: RSA, or DER of P-256."""
    return key.key_size // 8 if isinstance(key, RSAPrivateKey | RSAPublicKey) else 72


class MemoryKey:
    """A software key, opened once."""

    def __init__(self, key: RSAPrivateKey | EllipticCurvePrivateKey) -> None:
        self._key = key
        self.size = signature_size(key)

    def sign(self, data: bytes) -> bytes:
        """The signature of the data's SHA-256."""
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ECDSA(hashes.SHA256()))


@dataclass(frozen=True)
class _Asked:
    """What the library asks of a signer beside a digest, in its order."""

    dry_run: bool = False
    use_pades: bool = False
    timestamper: TimeStamper | None = None
    signed_attr_settings: PdfCMSSignedAttributes | None = None
    is_pdf_sig: bool = True
    encap_content_info: object = None

    @property
    def usual(self) -> bool:
        """Whether its signed attributes are those that every signature here has."""
        pades = self.use_pades and self.is_pdf_sig and self.encap_content_info is None
        return pades and not self.dry_run and _plain(self.signed_attr_settings)


class FastSigner(Signer):
    """Signs SHA-256 digests with a key that was opened once."""

    def __init__(self, key: RawKey, cert: x509.Certificate, chain: list[Any]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=cert, cert_registry=store, embed_roots=False)
        self._key = key
        self._envelope: Envelope | None = None

    async def async_sign(
        self, data_digest: bytes, digest_algorithm: str, *more: Any, **named: Any
    ) -> cms.ContentInfo | bytes:
        """The envelope of a signature: filled into one built before, built in full when something unusual is asked."""
        asked = _Asked(*more, **named)
        envelope = await self._known_envelope() if asked.usual and digest_algorithm == "sha256" else None
        if envelope is None:
            return await super().async_sign(data_digest, digest_algorithm, *more, **named)
        signature = self._key.sign(envelope.to_sign(data_digest))
        return await fill(envelope, data_digest, signature, asked.timestamper)

    def envelope(self) -> Envelope:
        """Its envelope, to be filled with signatures that the key made elsewhere."""
        envelope = asyncio.run(self._known_envelope())
        if envelope is None:
            raise RuntimeError("the library builds envelopes in another way than was known")
        return envelope

    async def _known_envelope(self) -> Envelope | None:
        if self._envelope is None:
            plain = PdfCMSSignedAttributes()
            whole = await super().async_sign(MARKER, "sha256", True, True, signed_attr_settings=plain)
            self._envelope = Envelope.of(whole)
        return self._envelope

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature; zeros of the right length on a dry run."""
        if dry_run:
            return bytes(self._key.size)
        if digest_algorithm != "sha256":
            raise ValueError(f"digest {digest_algorithm} is not offered")
        return self._key.sign(data)


async def fill(envelope: Envelope, digest: bytes, signature: bytes, timestamper: TimeStamper | None) -> bytes:
    """The envelope (DER) with a signature, and a time stamp of it if somebody makes one."""
    token = b""
    if timestamper:
        token = (await timestamper.async_timestamp(sha256(signature).digest(), "sha256")).dump()
    return envelope.filled(digest, signature, token)


def _plain(attributes: PdfCMSSignedAttributes | None) -> bool:
    # The moment is stated in the PDF (PAdES), not among the attributes.
    return attributes is None or replace(attributes, signing_time=None) == PdfCMSSignedAttributes()


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
