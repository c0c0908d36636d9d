"""A certificate authority for judging: who may sign, who no longer may, who never might, and what proves it when."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from services.backends.pades.roots import Root

NOW = datetime.now(UTC).replace(microsecond=0)
SIGNED = NOW - timedelta(days=30)
"""When the files of the corpus were signed."""

AGENCY = "Văn phòng UBND tỉnh Thanh Bình"
_DAY = timedelta(days=1)
_FIRST, _LAST = NOW - 900 * _DAY, NOW + 3000 * _DAY
# Nothing is fetched from there; a certificate that names no place is found wanting.
_PLACE = x509.UniformResourceIdentifier("http://ca.invalid/file")
_ONLINE = "trực tuyến"
_ISSUER = x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, _PLACE)])
_ANSWERS = x509.AuthorityInformationAccess(
    [
        x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, _PLACE),
        x509.AccessDescription(AuthorityInformationAccessOID.OCSP, _PLACE),
    ]
)
_LIST = x509.CRLDistributionPoints([x509.DistributionPoint([_PLACE], None, None, None)])
Key = RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True)
class Holder:
    """A key with its certificate."""

    key: Key
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The certificate as DER."""
        return self.certificate.public_bytes(Encoding.DER)


@dataclass(frozen=True)
class Window:
    """From when to when a certificate holds."""

    first: datetime = NOW - 300 * _DAY
    last: datetime = NOW + 900 * _DAY


@dataclass
class Authority:
    """A root; issuing authorities under it: one whose list the office has, one that only answers questions."""

    name: str = "Chứng thực thử"
    _made: dict[str, Holder] = field(default_factory=dict)

    @cached_property
    def root(self) -> Holder:
        """The root; nothing is above it."""
        return _certify(f"{self.name} gốc", None, _ec())

    @cached_property
    def listing(self) -> Holder:
        """The issuing authority with a list of what it revoked."""
        return _certify(f"{self.name} cấp phát", self.root, _ec())

    @cached_property
    def answering(self) -> Holder:
        """The issuing authority that answers by OCSP only."""
        return _certify(f"{self.name} {_ONLINE}", self.root, _ec())

    @cached_property
    def tsa(self) -> Holder:
        """The time-stamp authority, certified by the root."""
        return _certify("Cấp dấu thời gian", self.root, _rsa(), ExtendedKeyUsageOID.TIME_STAMPING)

    @cached_property
    def responder(self) -> Holder:
        """Who signs the answers of the answering authority."""
        return _certify("Trả lời trạng thái", self.answering, _ec(), ExtendedKeyUsageOID.OCSP_SIGNING)

    def leader(self, name: str = "Nguyễn Văn An", *, online: bool = False) -> Holder:
        """A person who may sign; `online`: certified by the answering authority."""
        return self._holder(name, self.answering if online else self.listing, _rsa())

    def agency(self, *, online: bool = False) -> Holder:
        """The agency's seal."""
        return self._holder(AGENCY, self.answering if online else self.listing, _rsa())

    def small(self) -> Holder:
        """A person with a key that is too short."""
        return self._holder("Khóa Ngắn", self.listing, rsa.generate_private_key(65_537, 1024))

    def expired(self) -> Holder:
        """A person whose certificate ended before they signed."""
        return self._holder("Hết Hạn", self.listing, _ec(), Window(last=SIGNED - 5 * _DAY))

    def ending(self) -> Holder:
        """A person whose certificate held when they signed and ended since."""
        return self._holder("Mới Hết Hạn", self.listing, _ec(), Window(last=SIGNED + 5 * _DAY))

    def early(self) -> Holder:
        """A person whose certificate does not hold yet."""
        return self._holder("Chưa Hiệu Lực", self.listing, _ec(), Window(NOW + 5 * _DAY))

    def revoked(self, since: datetime) -> Holder:
        """A person whose certificate was revoked then."""
        return self._holder(f"Thu Hồi {(since - SIGNED).days}", self.listing, _ec())

    def crl(self, issuer: Holder, revoked: dict[Holder, datetime], at: datetime, days: int = 40) -> bytes:
        """The issuer's list as of that moment."""
        known = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
        builder = (
            x509.CertificateRevocationListBuilder(issuer.certificate.subject, at, at + days * _DAY)
            .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
            .add_extension(known, critical=False)
        )
        for one, since in revoked.items():
            entry = x509.RevokedCertificateBuilder(one.certificate.serial_number, since)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def answer(
        self, about: Holder, at: datetime, *, revoked: datetime | None = None, by: Holder | None = None
    ) -> bytes:
        """What the answering authority said of a certificate at that moment; good for ten minutes."""
        signer = by or self.responder
        state = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
        builder = ocsp.OCSPResponseBuilder().add_response(
            about.certificate, self.answering.certificate, hashes.SHA256(), state, at, at + timedelta(minutes=10),
            revoked, x509.ReasonFlags.key_compromise if revoked else None,
        )  # fmt: skip
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, signer.certificate)
        made = builder.certificates([signer.certificate]).sign(signer.key, hashes.SHA256())
        return made.public_bytes(Encoding.DER)

    def _holder(self, name: str, issuer: Holder, key: Key, window: Window = Window()) -> Holder:
        mark = f"{name}/{issuer.certificate.serial_number}"
        if mark not in self._made:
            self._made[mark] = _certify(name, issuer, key, None, window)
        return self._made[mark]


def write_profile(authority: Authority, revoked: dict[Holder, datetime], folder: Path) -> Root:
    """Trust in the authority as an office keeps it: certificates and lists in files, nothing fetched."""
    files = {
        "root.pem": authority.root.certificate.public_bytes(Encoding.PEM),
        "listing.pem": authority.listing.certificate.public_bytes(Encoding.PEM),
        "answering.pem": authority.answering.certificate.public_bytes(Encoding.PEM),
        "root.crl": authority.crl(authority.root, {}, NOW - _DAY),
        "listing.crl": authority.crl(authority.listing, revoked, NOW - _DAY),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    issuing = (str(folder / "listing.pem"), str(folder / "answering.pem"))
    lists = (str(folder / "root.crl"), str(folder / "listing.crl"))
    return Root("Gốc thử", str(folder / "root.pem"), publishes=True, issuing=issuing, lists=lists)


def _ec() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def _rsa() -> Key:
    return rsa.generate_private_key(65_537, 2048)


def _certify(
    name: str,
    issuer: Holder | None,
    key: Key,
    purpose: x509.ObjectIdentifier | None = None,
    window: Window | None = None,
) -> Holder:
    subject = _name(name)
    ca = window is None and purpose is None  # a person has a window, a machine a purpose
    held = window or Window(_FIRST, _LAST)
    above = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder(
            issuer.certificate.subject if issuer else subject,
            subject,
            key.public_key(),
            x509.random_serial_number(),
            held.first,
            held.last,
        )
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(_usage(ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
    )
    if purpose:
        stamps = purpose == ExtendedKeyUsageOID.TIME_STAMPING
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=stamps)
    if issuer:
        online = _ONLINE in issuer.certificate.subject.rfc4514_string()
        for extension in (_ANSWERS,) if online else (_ISSUER, _LIST):
            builder = builder.add_extension(extension, critical=False)
    if purpose == ExtendedKeyUsageOID.OCSP_SIGNING:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    return Holder(key, builder.sign(above, hashes.SHA256()))


def _usage(ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)


def _name(name: str) -> x509.Name:
    parts = ((NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, AGENCY), (NameOID.COMMON_NAME, name))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])
