"""Signatures of every level as another maker would make them, by the library itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO

from asn1crypto import crl, keys, ocsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession, TimestampDSSContentSettings
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.oracle.pki import SIGNED, Authority, Holder

RESERVED = 16_384


@dataclass(frozen=True)
class Hand:
    """Who signs, when they say they do, and whose time stamp goes with it."""

    holder: Holder
    chain: tuple[Holder, ...]
    at: datetime = SIGNED
    stamper: DummyTimeStamper | None = None
    bare: bool = False
    """Without the chain of certificates."""


def stamper(tsa: Holder, at: datetime) -> DummyTimeStamper:
    """A time-stamp authority whose clock stands still."""
    return DummyTimeStamper(certificate(tsa), private(tsa), fixed_dt=at)


def sign(pdf: bytes, about: PdfSignatureMetadata, hand: Hand) -> bytes:
    """The file with one more signature."""
    store = SimpleCertificateStore()
    store.register_multiple([] if hand.bare else [certificate(one) for one in hand.chain])
    signer = SimpleSigner(certificate(hand.holder), private(hand.holder), store, embed_roots=False)
    timed = _Timed(about, signer, timestamper=hand.stamper)
    timed.at = hand.at
    out = BytesIO()
    timed.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=out, bytes_reserved=RESERVED)
    return out.getvalue()


@dataclass(frozen=True)
class Proof:
    """What is kept with a document to prove that certificates held."""

    certificates: tuple[Holder, ...] = ()
    answers: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()


def keep_proof(pdf: bytes, proof: Proof) -> bytes:
    """The file with proofs in its security store, as an update."""
    target = BytesIO(pdf)
    contents = [one.pkcs7_content.hex() for one in PdfFileReader(BytesIO(pdf)).embedded_regular_signatures]
    DocumentSecurityStore.add_dss(
        target,
        contents[-1].upper().encode() if contents else None,
        certs=[certificate(one) for one in proof.certificates],
        ocsps=[ocsp.OCSPResponse.load(one) for one in proof.answers],
        crls=[crl.CertificateList.load(one) for one in proof.lists],
        force_write=True,
    )
    return target.getvalue()


def stamp_document(pdf: bytes, tsa: Holder, at: datetime) -> bytes:
    """The file with a time stamp over all of it, as an update."""
    out = BytesIO()
    PdfTimeStamper(stamper(tsa, at)).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), "sha256", output=out, bytes_reserved=RESERVED,
        dss_settings=TimestampDSSContentSettings(include_vri=False),
    )  # fmt: skip
    return out.getvalue()


def proof_of(authority: Authority, holders: Iterable[Holder], at: datetime) -> Proof:
    """All that proves at that moment that these, certified by the answering authority, and the time stamps held."""
    return Proof(
        (authority.answering, authority.responder, authority.tsa, authority.root),
        tuple(authority.answer(one, at) for one in holders),
        (authority.crl(authority.root, {}, at - timedelta(hours=1)),),
    )


def certificate(holder: Holder) -> x509.Certificate:
    """The certificate as the library has it."""
    return x509.Certificate.load(holder.der)


def private(holder: Holder) -> keys.PrivateKeyInfo:
    """The key as the library has it."""
    plain = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return keys.PrivateKeyInfo.load(plain)


def weaker(about: PdfSignatureMetadata, algorithm: str) -> PdfSignatureMetadata:
    """The same signature over another digest."""
    return replace(about, md_algorithm=algorithm)


class _Timed(PdfSigner):
    at: datetime = SIGNED

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session
