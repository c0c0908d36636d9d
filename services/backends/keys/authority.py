"""A certificate authority of our own for demonstrations and tests: root, issuing authority, people and the agency."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEARS_CA, _YEARS_OWN = 15, 5


@dataclass(frozen=True)
class Identity:
    """A key with its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    def fingerprint(self) -> str:
        """SHA-256 of the certificate, lower-case hex."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()


class Authority:
    """A root and an issuing authority under it; valid from a day before `now`."""

    def __init__(self, name: str, country: str = "VN", now: datetime | None = None) -> None:
        self._start = (now or datetime.now(UTC)).replace(microsecond=0) - timedelta(days=1)
        self._country = country
        self.root = self._certify(_subject(country, name, f"{name} gốc"), None, authority=True)
        self.issuing = self._certify(_subject(country, name, f"{name} cấp phát"), self.root, authority=True)

    @classmethod
    def reopened(cls, root: Identity, issuing: Identity, now: datetime | None = None) -> "Authority":
        """The authority that these two belong to; what it certifies from here on is valid from a day before `now`."""
        found = cls.__new__(cls)
        found._start = (now or datetime.now(UTC)).replace(microsecond=0) - timedelta(days=1)
        found._country = str(issuing.certificate.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)[0].value)
        found.root, found.issuing = root, issuing
        return found

    def person(self, name: str, position: str, organisation: str) -> Identity:
        """A personal certificate of a title holder."""
        return self._certify(_subject(self._country, organisation, name, position), self.issuing)

    def agency(self, organisation: str) -> Identity:
        """The certificate of an organisation: its digital seal."""
        return self._certify(_subject(self._country, organisation, organisation), self.issuing)

    def bundle(self, identity: Identity, password: str) -> bytes:
        """A PKCS#12 file with key, certificate and the issuing authority, locked with the password."""
        lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        name = identity.certificate.subject.rfc4514_string().encode()
        return pkcs12.serialize_key_and_certificates(
            name, identity.key, identity.certificate, [self.issuing.certificate], lock
        )

    def _certify(self, subject: x509.Name, issuer: Identity | None, *, authority: bool = False) -> Identity:
        key = rsa.generate_private_key(65_537, 3072 if authority else 2048)
        parent = issuer.certificate.subject if issuer else subject
        signing_key = issuer.key if issuer else key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(parent)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._start)
            .not_valid_after(self._start + timedelta(days=365 * (_YEARS_CA if authority else _YEARS_OWN)))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(_usage(authority), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
        )
        if not authority:
            builder = builder.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
            )
        return Identity(key, builder.sign(signing_key, hashes.SHA256()))


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
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
