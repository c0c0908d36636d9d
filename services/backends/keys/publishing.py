"""What an authority says of its certificates: answers to questions (RFC 6960), revocation lists (RFC 5280)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from services.backends.keys.authority import Identity
from services.backends.keys.register import Register, Standing

ANSWER_LIFE = timedelta(hours=12)
"""How long an answer holds."""

LIST_LIFE = timedelta(days=30)
"""How long a list holds."""


@dataclass(frozen=True)
class Publisher:
    """Answers for the certificates that `issuing` issued, as the register knows them."""

    issuing: x509.Certificate
    responder: Identity
    register: Register

    def answer(self, question: bytes, at: datetime) -> bytes:
        """The answer (DER) to a question (DER): good, revoked or unknown; `at` is the moment it holds from."""
        try:
            asked = ocsp.load_der_ocsp_request(question)
            mine = self._is_mine(asked)
        except (ValueError, TypeError):
            return _refused(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        standing = self.register.get(asked.serial_number) if mine else None
        builder = _said(ocsp.OCSPResponseBuilder(), asked, standing, at.replace(microsecond=0))
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.responder.certificate)
        for extension in asked.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, critical=False)
        made = builder.certificates([self.responder.certificate]).sign(self.responder.key, hashes.SHA256())
        return made.public_bytes(Encoding.DER)

    def _is_mine(self, asked: ocsp.OCSPRequest) -> bool:
        own = ocsp.OCSPRequestBuilder().add_certificate(self.issuing, self.issuing, asked.hash_algorithm).build()
        same_key = own.issuer_key_hash == asked.issuer_key_hash
        digest = hashes.Hash(asked.hash_algorithm)
        digest.update(self.issuing.subject.public_bytes())
        return same_key and digest.finalize() == asked.issuer_name_hash


def revocation_list(issuer: Identity, register: Register, at: datetime) -> bytes:
    """The list (DER) of what an issuer revoked, good for a month from `at`."""
    start = at.replace(microsecond=0)
    key = issuer.certificate.public_key()
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(start)
        .next_update(start + LIST_LIFE)
        .add_extension(x509.CRLNumber(int(start.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key), critical=False)  # type: ignore[arg-type]  # our own keys are RSA or P-256
    )
    for serial, standing in register.items():
        if standing.revoked is not None:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(standing.revoked)
            builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _said(
    builder: ocsp.OCSPResponseBuilder, asked: ocsp.OCSPRequest, standing: Standing | None, at: datetime
) -> ocsp.OCSPResponseBuilder:
    revoked = standing.revoked if standing else None
    status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
    return builder.add_response_by_hash(
        issuer_name_hash=asked.issuer_name_hash,
        issuer_key_hash=asked.issuer_key_hash,
        serial_number=asked.serial_number,
        algorithm=asked.hash_algorithm,
        cert_status=status if standing else ocsp.OCSPCertStatus.UNKNOWN,
        this_update=at,
        next_update=at + ANSWER_LIFE,
        revocation_time=revoked,
        revocation_reason=x509.ReasonFlags.unspecified if revoked else None,
    )


def _refused(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)
