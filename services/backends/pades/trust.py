"""How certificates are judged under the roots the office trusts."""

from pathlib import Path

from asn1crypto import crl, pem, x509
from pyhanko_certvalidator import ValidationContext

from services.backends.pades.roots import Root


def context(root: Root | None) -> ValidationContext:
    """How certificates under a root are judged: off line, by its lists, strictly if it publishes; None: no trust."""
    if root is None:
        return ValidationContext(trust_roots=[], allow_fetching=False)
    return ValidationContext(
        trust_roots=[_certificate(root.file)],
        other_certs=[_certificate(file) for file in root.issuing],
        crls=[crl.CertificateList.load(Path(file).read_bytes()) for file in root.lists],
        allow_fetching=False,
        revocation_mode="require" if root.publishes or root.lists else "soft-fail",
    )


def _certificate(file: str) -> x509.Certificate:
    content = Path(file).read_bytes()
    return x509.Certificate.load(pem.unarmor(content)[2] if pem.detect(content) else content)
