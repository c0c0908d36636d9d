"""A token made of software (SoftHSM), with keys and certificates on it, for tests of what signs with tokens."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.backends.keys.authority import Identity
from services.backends.keys.token_words import Slot

LIBRARY = "/usr/lib/softhsm/libsofthsm2.so"
PIN, SUPERVISOR = "24681357", "97531864"


@dataclass(frozen=True)
class SoftToken:
    """Where it is kept, and how programs find it."""

    folder: Path
    slot: Slot

    def remove(self) -> None:
        """As if somebody took it out."""
        shutil.move(self.folder / "tokens", self.folder / "away")
        (self.folder / "tokens").mkdir()


def soft_token(folder: Path, monkeypatch: pytest.MonkeyPatch, identities: Mapping[str, Identity]) -> SoftToken:
    """A token with these keys by id (hex); every process started from here on finds it. Skips where SoftHSM is not."""
    if not Path(LIBRARY).exists():
        pytest.skip("softhsm2 is not installed: no token to sign with")
    (folder / "tokens").mkdir(parents=True)
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    slot = Slot(LIBRARY, "khoa-lanh-dao")
    _tool("--init-token", "--free", "--label", slot.label, "--so-pin", SUPERVISOR, "--pin", PIN)
    for key_id, identity in identities.items():
        _bring(folder, slot, key_id, identity)
    return SoftToken(folder, slot)


def _bring(folder: Path, slot: Slot, key_id: str, identity: Identity) -> None:
    key, certificate = folder / f"{key_id}.pem", folder / f"{key_id}.der"
    key.write_bytes(identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate.write_bytes(identity.certificate.public_bytes(Encoding.DER))
    kind = ["--force"] if isinstance(identity.key, EllipticCurvePrivateKey) else []
    _tool("--import", str(key), "--token", slot.label, "--label", key_id, "--id", key_id, "--pin", PIN, *kind)
    key.unlink()
    subprocess.run([sys.executable, "-m", "tests.softhsm", slot.label, key_id, str(certificate)], check=True)


def _tool(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True, env=os.environ)


def _keep_certificate(label: str, key_id: str, file: str) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    with pkcs11.lib(LIBRARY).get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
        about = decode_x509_certificate(Path(file).read_bytes())
        named = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: bytes.fromhex(key_id)}
        session.create_object(about | named | {pkcs11.Attribute.LABEL: key_id})


if __name__ == "__main__":
    _keep_certificate(*sys.argv[1:])
