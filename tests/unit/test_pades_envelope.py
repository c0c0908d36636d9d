"""An envelope filled into one built before is, byte for byte, what building it in full gives."""

import asyncio
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from asn1crypto import cms, x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from services.backends.keys.authority import Authority, Identity
from services.backends.pades.envelope import Envelope
from services.backends.pades.signer import FastSigner, MemoryKey

DIGEST = sha256(b"a document").digest()


@cache
def pki() -> tuple[Authority, Identity]:
    authority = Authority("Chứng thực số thử nghiệm")
    return authority, authority.person("Nguyễn Văn An", "Giám đốc", "Sở Nội vụ")


def loaded(identity: Identity) -> x509.Certificate:
    return x509.Certificate.load(identity.certificate.public_bytes(Encoding.DER))


@dataclass
class Counting:
    """A key that knows how often it was used."""

    key: MemoryKey
    used: int = 0

    @property
    def size(self) -> int:
        return self.key.size

    def sign(self, data: bytes) -> bytes:
        self.used += 1
        return self.key.sign(data)


def signer() -> FastSigner:
    authority, person = pki()
    return FastSigner(Counting(MemoryKey(person.key)), loaded(person), [loaded(authority.issuing)])


def signed(by: FastSigner, **how: Any) -> bytes:
    made = asyncio.run(by.async_sign(DIGEST, "sha256", use_pades=True, **how))
    return made if isinstance(made, bytes) else bytes(made.dump())


def in_full(by: FastSigner, **how: Any) -> bytes:
    return bytes(asyncio.run(Signer.async_sign(by, DIGEST, "sha256", use_pades=True, **how)).dump())


def test_it_is_what_the_library_builds_to_the_byte() -> None:
    one = signer()
    assert signed(one) == signed(one) == in_full(one)
    assert one._key.used == 3, "the template was not signed: a leader's key signs nothing that nobody asked for"  # type: ignore[attr-defined]


def test_a_time_stamp_stands_where_the_library_puts_it_and_is_of_this_signature() -> None:
    authority, _ = pki()
    stamper = DummyTimeStamper(loaded(authority.issuing), _library_key(authority.issuing))
    made = cms.ContentInfo.load(signed(signer(), timestamper=stamper), strict=True)
    (info,) = made["content"]["signer_infos"]
    token = info["unsigned_attrs"][0]["values"][0]["content"]["encap_content_info"]["content"].parsed
    assert token["message_imprint"]["hashed_message"].native == sha256(info["signature"].native).digest()
    whole = cms.ContentInfo.load(in_full(signer(), timestamper=stamper))
    assert made["content"]["certificates"].dump() == whole["content"]["certificates"].dump()


@pytest.mark.parametrize(
    "how",
    [
        {"signed_attr_settings": PdfCMSSignedAttributes(cades_signed_attrs=CAdESSignedAttrSpec())},
        {"is_pdf_sig": False},
        {"dry_run": True},
    ],
)
def test_whatever_is_unusual_is_left_to_the_library(how: dict[str, Any]) -> None:
    assert signed(signer(), **how) == in_full(signer(), **how)


def test_an_envelope_of_another_build_is_not_taken_for_a_template() -> None:
    one = signer()
    whole = asyncio.run(Signer.async_sign(one, DIGEST, "sha256", use_pades=True))
    assert Envelope.of(whole) is None, "its digest is not the marker: nobody knows where to put another"


def test_signatures_of_another_length_fit_in(monkeypatch: pytest.MonkeyPatch) -> None:
    one = signer()
    key = ec.generate_private_key(ec.SECP256R1())
    monkeypatch.setattr(one, "_key", MemoryKey(key))
    for _ in range(8):  # 70 to 72 bytes each
        info = cms.ContentInfo.load(signed(one), strict=True)["content"]["signer_infos"][0]
        signature, attributes = info["signature"].native, info["signed_attrs"].untag().dump()
        key.public_key().verify(signature, attributes, ec.ECDSA(SHA256()))


def _library_key(identity: Identity) -> PrivateKeyInfo:
    return PrivateKeyInfo.load(identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
