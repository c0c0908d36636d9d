"""A certificate authority of our own for demonstrations and tests: root, issuing authority, people and the agency.

It also certifies who answers for it: a responder that says which certificates stand, and a time-stamping authority.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEARS_CA, _YEARS_OWN = 15, 5


@dataclass(frozen=True)
class Identity:
    """A key with its certificate."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    def fingerprint(self) -> str:
        """SHA-256 of the certificate, lower-case hex."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()


class Purpose(Enum):
    """What a certificate is for."""

    AUTHORITY = "authority"
    SIGNING = "signing"
    ANSWERING = "answering"
    STAMPING = "stamping"


class Authority:
    """A root and an issuing authority under it; valid from a day before `now`."""

    def __init__(self, name: str, country: str = "VN", now: datetime | None = None) -> None:
        self._start = _day_before(now)
        self._country = country
        self.root = self._certify(_subject(country, name, f"{name} gốc"), None, Purpose.AUTHORITY)
        self.issuing = self._certify(_subject(country, name, f"{name} cấp phát"), self.root, Purpose.AUTHORITY)

    @classmethod
    def reopened(cls, root: Identity, issuing: Identity, now: datetime | None = None) -> "Authority":
        """The authority that these two belong to; what it certifies from here on is valid from a day before `now`."""
        found = cls.__new__(cls)
        found._start = _day_before(now)
        found._country = _said(issuing, NameOID.COUNTRY_NAME)
        found.root, found.issuing = root, issuing
        return found

    def person(self, name: str, position: str, organisation: str) -> Identity:
        """A personal certificate of a title holder."""
        return self._certify(_subject(self._country, organisation, name, position), self.issuing, Purpose.SIGNING)

    def agency(self, organisation: str) -> Identity:
        """The certificate of an organisation: its digital seal."""
        return self._certify(_subject(self._country, organisation, organisation), self.issuing, Purpose.SIGNING)

    def responder(self) -> Identity:
        """Who answers for the issuing authority which of its certificates stand (RFC 6960 §4.2.2.2)."""
        return self._service("Trả lời trạng thái chứng thư", Purpose.ANSWERING)

    def stamping(self) -> Identity:
        """The time-stamping authority (RFC 3161 §2.3)."""
        return self._service("Cấp dấu thời gian", Purpose.STAMPING)

    def bundle(self, identity: Identity, password: str) -> bytes:
        """A PKCS#12 file with key, certificate and the issuing authority, locked with the password."""
        lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        name = identity.certificate.subject.rfc4514_string().encode()
        return pkcs12.serialize_key_and_certificates(
            name, identity.key, identity.certificate, [self.issuing.certificate], lock
        )

    def _service(self, name: str, purpose: Purpose) -> Identity:
        organisation = _said(self.issuing, NameOID.ORGANIZATION_NAME)
        return self._certify(_subject(self._country, organisation, name), self.issuing, purpose)

    def _certify(self, subject: x509.Name, issuer: Identity | None, purpose: Purpose) -> Identity:
        key = _new_key(purpose)
        signing_key = issuer.key if issuer else key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._start)
            .not_valid_after(self._end(issuer, purpose))
            .add_extension(x509.BasicConstraints(ca=purpose is Purpose.AUTHORITY, path_length=None), critical=True)
            .add_extension(_usage(purpose), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
        )
        if purpose in _EXTENDED:
            alone = purpose is Purpose.STAMPING
            builder = builder.add_extension(x509.ExtendedKeyUsage([_EXTENDED[purpose]]), critical=alone)
        if purpose is Purpose.ANSWERING:
            builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
        return Identity(key, builder.sign(signing_key, hashes.SHA256()))

    def _end(self, issuer: Identity | None, purpose: Purpose) -> datetime:
        # Nobody renews the services: they serve as long as whom they answer for, and no longer.
        end = self._start + timedelta(days=365 * (_YEARS_OWN if purpose is Purpose.SIGNING else _YEARS_CA))
        return min(end, issuer.certificate.not_valid_after_utc) if issuer else end


_EXTENDED = {
    Purpose.SIGNING: ExtendedKeyUsageOID.EMAIL_PROTECTION,
    Purpose.ANSWERING: ExtendedKeyUsageOID.OCSP_SIGNING,
    Purpose.STAMPING: ExtendedKeyUsageOID.TIME_STAMPING,
}


def _new_key(purpose: Purpose) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    # Who answers in every signing answers fast; who signs does so with what every reader can check.
    if purpose in (Purpose.ANSWERING, Purpose.STAMPING):
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65_537, 3072 if purpose is Purpose.AUTHORITY else 2048)


def _usage(purpose: Purpose) -> x509.KeyUsage:
    authority = purpose is Purpose.AUTHORITY
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=purpose is Purpose.SIGNING,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _subject(country: str, organisation: str, name: str, title: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, country),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ]
    if title:
        parts.append(x509.NameAttribute(NameOID.TITLE, title))
    return x509.Name(parts)


def _said(identity: Identity, what: x509.ObjectIdentifier) -> str:
    return str(identity.certificate.subject.get_attributes_for_oid(what)[0].value)


def _day_before(now: datetime | None) -> datetime:
    return (now or datetime.now(UTC)).replace(microsecond=0) - timedelta(days=1)
