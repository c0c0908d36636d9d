"""Whom the office trusts: root certificates, and whether those behind them publish what they revoke."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem, x509
from pyhanko_certvalidator import ValidationContext

from services.kernel.errors import Unavailable


@dataclass(frozen=True)
class Root:
    """A trusted root: PEM file, its issuing certificates, its revocation lists (DER files).

    `publishes`: whoever stands behind the root publishes what it revokes, so that a check without it stays undecided.
    """

    name: str
    file: str
    publishes: bool = True
    issuing: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def read_trust(profile: Path) -> tuple[Root, ...]:
    """The roots a TOML profile names (paths relative to it); Unavailable `trust-unreadable` if it cannot be read."""
    try:
        entries = tomllib.loads(profile.read_text("utf-8"))["root"]
        return tuple(_root(profile.parent, entry) for entry in entries)
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise Unavailable(
            "trust-unreadable",
            "Không đọc được danh sách chứng thư gốc tin cậy.",
            f"Báo quản trị kiểm tra tệp {profile.name}.",
        ) from broken


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


def _root(folder: Path, entry: dict[str, Any]) -> Root:
    return Root(
        str(entry["name"]),
        str(folder / entry["file"]),
        bool(entry.get("publishes", True)),
        tuple(str(folder / file) for file in entry.get("issuing", ())),
        tuple(str(folder / file) for file in entry.get("lists", ())),
    )


def _certificate(file: str) -> x509.Certificate:
    content = Path(file).read_bytes()
    return x509.Certificate.load(pem.unarmor(content)[2] if pem.detect(content) else content)
