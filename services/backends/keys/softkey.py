"""A folder of software keys, for demonstrations and tests only: leaders' keys, the agency's key, pictures, trust."""

import tomllib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from services.backends.keys.authority import Authority, Identity
from services.backends.pades.pens import KeyFile
from services.backends.typesetting.impressions import seal_image, signature_image
from services.kernel.errors import NotFound
from services.kernel.people import Organisation, Person

TRUST = "trust.toml"
_RING = "ring.toml"
_AGENCY = "agency"


class SoftKeys:
    """Finds keys and pictures in a folder made by `make_soft_keys`; hands out paths, opens nothing itself."""

    def __init__(self, folder: Path, password: str) -> None:
        self._folder = folder
        self._password = password

    def leader(self, person_id: str) -> tuple[KeyFile, str]:
        """Key and path of the handwriting picture of a person; NotFound `key-missing`."""
        return self._pair(f"person-{person_id}", "Người này chưa có khóa ký số.")

    def agency(self) -> tuple[KeyFile, str]:
        """Key and path of the seal picture of the agency; NotFound `key-missing`."""
        return self._pair(_AGENCY, "Cơ quan chưa có khóa ký số.")

    def seal_mm(self) -> float:
        """True diameter of the agency's seal in millimetres."""
        try:
            return float(tomllib.loads((self._folder / _RING).read_text("utf-8"))["seal_mm"])
        except (OSError, ValueError, KeyError):
            return 36.0

    @property
    def trust(self) -> Path:
        """The trust profile of the folder."""
        return self._folder / TRUST

    def _pair(self, name: str, missing: str) -> tuple[KeyFile, str]:
        key = self._folder / f"{name}.p12"
        if not key.is_file():
            raise NotFound("key-missing", missing, "Báo quản trị cấp khóa ký số trước khi ký.")
        return KeyFile(str(key), self._password), str(self._folder / f"{name}.png")


def make_soft_keys(
    folder: Path, password: str, organisation: Organisation, leaders: Iterable[Person], now: datetime | None = None
) -> SoftKeys:
    """Make a test authority, keys and pictures for the leaders and the agency; a folder already made is left alone.

    Certificates are valid from a day before `now`, which is the present moment unless given.
    """
    keys = SoftKeys(folder, password)
    if keys.trust.exists():
        return keys
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = Authority("Chứng thực số thử nghiệm vanthu", now=now)
    for person in leaders:
        identity = authority.person(person.name, person.position, organisation.name)
        _keep(folder, f"person-{person.id}", authority, identity, password)
        (folder / f"person-{person.id}.png").write_bytes(signature_image(person.name))
    _keep(folder, _AGENCY, authority, authority.agency(organisation.name), password)
    (folder / f"{_AGENCY}.png").write_bytes(seal_image(organisation.name, organisation.parent))
    (folder / _RING).write_text("seal_mm = 36\n", "utf-8")
    write_trust(folder, authority)
    return keys


def write_trust(folder: Path, authority: Authority) -> None:
    """Write the authority's certificates and a profile that trusts it; last, for it says that the folder is whole."""
    (folder / "root.pem").write_bytes(authority.root.pem())
    (folder / "issuing.pem").write_bytes(authority.issuing.pem())
    (folder / TRUST).write_text(
        "# Software keys for demonstration: their authority publishes no revocation.\n"
        '[[root]]\nname = "Chứng thực số thử nghiệm vanthu"\nfile = "root.pem"\nissuing = ["issuing.pem"]\n'
        "publishes = false\n",
        "utf-8",
    )


def _keep(folder: Path, name: str, authority: Authority, identity: Identity, password: str) -> None:
    target = folder / f"{name}.p12"
    target.write_bytes(authority.bundle(identity, password))
    target.chmod(0o600)
