"""What a certificate says of its holder."""

from asn1crypto import x509


def holder(certificate: x509.Certificate) -> tuple[str, str]:
    """Name and organisation of the holder; empty where the certificate is silent."""
    subject = certificate.subject.native
    return _one(subject.get("common_name", "")), _one(subject.get("organization_name", ""))


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, lower-case hex."""
    return str(certificate.sha256.hex())


def _one(value: str | list[str]) -> str:
    return value[0] if isinstance(value, list) else str(value)
