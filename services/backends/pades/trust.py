"""How certificates are judged under the roots the office trusts."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko_certvalidator import ValidationContext

from services.backends.pades.evidence import Evidence
from services.backends.pades.roots import Root

Circle = tuple[Root, ...]
"""Roots that are judged alike, so that one may stand for the signer and another for the time stamp."""


def circles(roots: Sequence[Root]) -> tuple[Circle, ...]:
    """The roots that publish what they revoke, and those that do not; one empty circle if there is none."""
    strict = tuple(root for root in roots if root.publishes or root.lists)
    silent = tuple(root for root in roots if not (root.publishes or root.lists))
    return tuple(filter(None, (strict, silent))) or ((),)


def context(circle: Circle, known: Evidence, at: datetime | None = None) -> ValidationContext:
    """How certificates under these roots are judged: off line, by what is known, strictly if the roots publish.

    `at` is a past moment that is proved: what was said of a certificate later holds for that moment too.
    """
    return ValidationContext(
        trust_roots=[_certificate(root.file) for root in circle],
        other_certs=[*(_certificate(file) for root in circle for file in root.issuing), *known.certificates],
        crls=list(known.lists),
        ocsps=list(known.answers),
        moment=at,
        retroactive_revinfo=at is not None,
        allow_fetching=False,
        revocation_mode="require" if any(root.publishes or root.lists for root in circle) else "soft-fail",
    )


def _certificate(file: str) -> x509.Certificate:
    content = Path(file).read_bytes()
    return x509.Certificate.load(pem.unarmor(content)[2] if pem.detect(content) else content)
