"""A folder of software keys, for demonstrations and tests only: leaders' keys, the agency's key, pictures, trust."""

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from services.backends.keys import ring
from services.backends.pades.pens import KeyFile
from services.backends.typesetting.impressions import seal_image, signature_image
from services.kernel.errors import Conflict, NotFound
from services.kernel.people import Organisation, Person

_RING = "ring.toml"
_AGENCY = "agency"


class SoftKeys:
    """Finds keys and pictures in a folder, and gives new ones; hands out paths, opens no key itself."""

    def __init__(self, folder: Path, password: str) -> None:
        self._folder = folder
        self._password = password

    def leader(self, person_id: str) -> tuple[KeyFile, str]:
        """Key and path of the handwriting picture of a person; NotFound `key-missing`."""
        return self._pair(_named(person_id), "Người này chưa có khóa ký số.")

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
        return self._folder / ring.TRUST

    def holds(self, person_id: str) -> bool:
        """Whether this person has a key."""
        return (self._folder / f"{_named(person_id)}.p12").is_file()

    def give(self, person: Person, organisation: Organisation, now: datetime) -> None:
        """Make a key and a handwriting picture for a person, and the agency's if it has none; Conflict `key-there`.

        One hand at a time; what a hand that died left half-done is made whole first.
        """
        with ring.locked(self._folder):
            if self.holds(person.id):
                raise Conflict("key-there", f"{person.name} đã có khóa ký số.", "Không cần cấp lại.")
            self._make(organisation, (person,), now)

    def revoke(self, person_id: str, now: datetime) -> None:
        """From now on the person's certificate does not stand; NotFound `key-missing`."""
        key, _ = self.leader(person_id)
        with ring.locked(self._folder):
            ring.revoke(self._folder, self._password, ring.opened(Path(key.path), self._password), now)

    def _make(self, organisation: Organisation, people: Iterable[Person], now: datetime) -> None:
        authority = ring.authority(self._folder, self._password, now)
        for person in people:
            self._write(authority, person, organisation)
        if not (self._folder / f"{_AGENCY}.p12").is_file():
            self._write_agency(authority, organisation)
        ring.trust(self._folder, authority)

    def _write(self, authority: ring.Authority, person: Person, organisation: Organisation) -> None:
        # The picture first: the key says that both are there.
        (self._folder / f"{_named(person.id)}.png").write_bytes(signature_image(person.name))
        identity = authority.person(person.name, person.position, organisation.name)
        ring.enter(self._folder, self._password, identity)
        ring.keep(self._folder / f"{_named(person.id)}.p12", authority.bundle(identity, self._password))

    def _write_agency(self, authority: ring.Authority, organisation: Organisation) -> None:
        (self._folder / f"{_AGENCY}.png").write_bytes(seal_image(organisation.name, organisation.parent))
        (self._folder / _RING).write_text("seal_mm = 36\n", "utf-8")
        identity = authority.agency(organisation.name)
        ring.enter(self._folder, self._password, identity)
        ring.keep(self._folder / f"{_AGENCY}.p12", authority.bundle(identity, self._password))

    def _pair(self, name: str, missing: str) -> tuple[KeyFile, str]:
        key = self._folder / f"{name}.p12"
        if not key.is_file():
            raise NotFound("key-missing", missing, "Nhờ quản trị cấp khóa ở Quản trị → Khóa ký số, rồi ký lại.")
        return KeyFile(str(key), self._password), str(self._folder / f"{name}.png")


def make_soft_keys(
    folder: Path, password: str, organisation: Organisation, leaders: Iterable[Person], now: datetime | None = None
) -> SoftKeys:
    """Make a test authority, keys and pictures for the leaders and the agency; a folder already made is left alone.

    Certificates are valid from a day before `now`, which is the present moment unless given.
    """
    keys = SoftKeys(folder, password)
    with ring.locked(folder):
        if not keys.trust.exists():
            keys._make(organisation, leaders, now or datetime.now(UTC))
    return keys


def _named(person_id: str) -> str:
    return f"person-{person_id}"
