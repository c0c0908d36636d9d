"""A time-stamping authority in this process (RFC 3161): a request in, a signed moment out."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate

from services.backends.keys.authority import Identity

_POLICY = "2.999.1"
"""An example's object identifier: nobody vouches for these moments."""

_LENGTHS = {"sha256": 32, "sha384": 48, "sha512": 64}


class TimeStampReply(core.Sequence):  # type: ignore[misc]  # the library has no types
    """The answer to a request; unlike the library's own, a refusal carries no token."""

    _fields: ClassVar = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


@dataclass(frozen=True)
class Stamping:
    """Stamps with one key; `issuing` goes along when certificates are asked for."""

    own: Identity
    issuing: Certificate

    def answer(self, question: bytes, at: datetime) -> bytes:
        """The answer (DER) to a request (DER), stating `at`; a refusal says what was wrong with the request."""
        try:
            asked = tsp.TimeStampReq.load(question, strict=True)
            imprint = asked["message_imprint"]
            algorithm, hashed = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
            wants_certificates = bool(asked["cert_req"].native)
        except (ValueError, TypeError, KeyError):
            return _refused("bad_request", "unreadable")
        if algorithm not in _LENGTHS:
            return _refused("bad_alg", f"{algorithm} is not offered")
        if len(hashed) != _LENGTHS[algorithm]:
            return _refused("bad_data_format", "the digest has another length")
        token = self._token(_moment(asked, at), wants_certificates)
        return bytes(TimeStampReply({"status": {"status": "granted"}, "time_stamp_token": token}).dump())

    def _token(self, stated: tsp.TSTInfo, certificates: bool) -> cms.ContentInfo:
        own, content = _certificate(self.own.certificate), stated.dump()
        attributes = _attributes(own, content)
        signed = {
            "version": "v3",
            "digest_algorithms": [_SHA256],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(content),
            },
            "signer_infos": [self._signer(own, attributes)],
        }
        if certificates:
            signed["certificates"] = [own, _certificate(self.issuing)]
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})

    def _signer(self, own: x509.Certificate, attributes: cms.CMSAttributes) -> cms.SignerInfo:
        key = self.own.key
        if not isinstance(key, EllipticCurvePrivateKey):
            raise TypeError("a time-stamping key is P-256")
        return cms.SignerInfo(
            {
                "version": "v1",
                "sid": {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}},
                "digest_algorithm": _SHA256,
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                "signature": key.sign(attributes.untag().dump(), ECDSA(hashes.SHA256())),
            }
        )


_SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"})


def _moment(asked: tsp.TimeStampReq, at: datetime) -> tsp.TSTInfo:
    stated = {
        "version": "v1",
        "policy": _POLICY,
        "message_imprint": asked["message_imprint"],
        "serial_number": secrets.randbits(128),
        "gen_time": at.astimezone(UTC).replace(microsecond=0),
        "accuracy": {"seconds": 1},
    }
    if asked["nonce"].native is not None:
        stated["nonce"] = asked["nonce"]
    return tsp.TSTInfo(stated)


def _attributes(own: x509.Certificate, content: bytes) -> cms.CMSAttributes:
    certificate = tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(own.dump()).digest()}]})
    return cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["tst_info"]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
            {"type": "signing_certificate_v2", "values": [certificate]},
        ]
    )


def _certificate(certificate: Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _refused(why: str, words: str) -> bytes:
    status = {"status": "rejection", "status_string": [words], "fail_info": {why}}
    return bytes(TimeStampReply({"status": status}).dump())
