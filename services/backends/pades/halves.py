"""Signing in two halves with the key elsewhere: what is to be signed goes out, its signature comes back when it may."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from asn1crypto import x509
from cryptography import x509 as keys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest

from services.backends.pades.signer import RESERVED, FastSigner, fill, signature_size
from services.kernel.errors import BadInput, Stale


@dataclass(frozen=True)
class Begun:
    """A file waiting for a signature: what is to be signed (DER), the SHA-256 of what it covers, where its room is."""

    to_sign: bytes
    digest: bytes
    start: int
    end: int


class KeyElsewhere:
    """A key that signs nothing here; `size` is the length of its longest signature."""

    def __init__(self, certificate: x509.Certificate) -> None:
        self.size = signature_size(_public(certificate))

    def sign(self, data: bytes) -> bytes:
        """Refuses: the key is not here."""
        raise NotImplementedError


def begin(pdf: bytes, signer: PdfSigner) -> tuple[bytes, Begun]:
    """The file with room for the signature in its prepared field, and what the key has to sign.

    The `signer` of the PDF signer is a FastSigner, whose key is not asked.
    """
    output, prepared = asyncio.run(_begin(pdf, signer))
    digest = prepared.document_digest
    to_sign = _fast(signer).envelope().to_sign(digest)
    return output, Begun(to_sign, digest, prepared.reserved_region_start, prepared.reserved_region_end)


def finish(pdf: bytes, begun: Begun, signature: bytes, signer: PdfSigner) -> bytes:
    """The file with the signature in its room, time-stamped where the PDF signer does so.

    BadInput `signature-foreign` when another key made it, Stale `not-what-you-saw` when the file is not the begun one.
    """
    fast = _fast(signer)
    if sha256(pdf[: begun.start] + pdf[begun.end :]).digest() != begun.digest:
        raise Stale(
            "not-what-you-saw",
            "Tệp chờ ký không còn đúng như lúc trình.",
            "Mở lại văn bản, xem rồi ký lại.",
        )
    _check(fast.signing_cert, begun.to_sign, signature)
    contents = asyncio.run(fill(fast.envelope(), begun.digest, signature, signer.default_timestamper))
    out = BytesIO(pdf)
    PreparedByteRangeDigest(begun.digest, begun.start, begun.end).fill_with_cms(out, contents)
    return out.getvalue()


async def _begin(pdf: bytes, signer: PdfSigner) -> tuple[bytes, PreparedByteRangeDigest]:
    writer, out = IncrementalPdfFileWriter(BytesIO(pdf)), BytesIO()
    prepared, _, _ = await signer.async_digest_doc_for_signing(
        writer, existing_fields_only=True, bytes_reserved=RESERVED, output=out
    )
    return out.getvalue(), prepared


def _check(certificate: x509.Certificate, data: bytes, signature: bytes) -> None:
    public = _public(certificate)
    try:
        if isinstance(public, RSAPublicKey):
            public.verify(signature, data, PKCS1v15(), SHA256())
        else:
            public.verify(signature, data, ECDSA(SHA256()))
    except InvalidSignature:
        raise BadInput(
            "signature-foreign",
            "Chữ ký nhận về không phải của chứng thư đã chọn, hoặc không phải cho văn bản này.",
            "Dùng đúng thiết bị khóa của mình rồi ký lại.",
        ) from None


def _public(certificate: x509.Certificate) -> RSAPublicKey | EllipticCurvePublicKey:
    public = keys.load_der_x509_certificate(certificate.dump()).public_key()
    if not isinstance(public, RSAPublicKey | EllipticCurvePublicKey):
        raise BadInput(
            "certificate-unusable",
            "Chứng thư dùng loại khóa mà hệ thống không ký được.",
            "Dùng chứng thư có khóa RSA hoặc P-256.",
        )
    return public


def _fast(signer: PdfSigner) -> FastSigner:
    if not isinstance(signer.signer, FastSigner):
        raise TypeError("a FastSigner is wanted")
    return signer.signer
