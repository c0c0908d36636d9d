"""Makes a backup: databases at one instant, then every object, then the manifest."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import text

from services.backends.audit import GENESIS
from services.backends.backup import trouble
from services.backends.backup.carrying import Carried, carry
from services.backends.backup.engines import ROOMS, Engine, cut, engines
from services.backends.backup.folder import BackupFolder, claimed, digest_of
from services.backends.backup.manifest import KeyNote, Manifest, ServiceNote, VolumeEnd
from services.backends.database import Database
from services.backends.migration import newest_revision, revision
from services.backends.objects.opening import open_store
from services.backends.settings import Settings

_HEAD = text("SELECT links, hash FROM audit_head")
_FIRST = text("SELECT hash FROM audit WHERE seq = 1")


@dataclass(frozen=True)
class Told:
    """What the records say at the cut: every digest they name, and the ends of the registers."""

    digests: Iterable[str]
    volumes: Sequence[VolumeEnd]


Asking = Callable[[Mapping[str, Database]], Told]
"""Asks the services' records, given their databases as they were at the cut."""


@dataclass(frozen=True)
class Made:
    """A finished backup: its manifest, how many objects had to be copied and how many were let go."""

    manifest: Manifest
    sha256: str
    copied: int
    dropped: int


@dataclass
class _Cut:
    """What is known once the databases are written."""

    at: float
    office: str = ""
    services: dict[str, ServiceNote] = field(default_factory=dict)
    volumes: tuple[VolumeEnd, ...] = ()
    named: set[bytes] = field(default_factory=set)


def make(settings: Settings, root: Path, ask: Asking) -> Made:
    """Back the office up into a folder while it works; what an earlier backup put there is not copied again.

    The earlier backup stays good until this one is complete. Refusals are those of `trouble`.
    """
    root = root.absolute()
    if root.resolve().is_relative_to(settings.home.resolve()):
        raise trouble.foreign(root, settings.home.name)
    found = engines(settings)
    with trouble.writing(root), claimed(root) as folder:
        at = time.time()
        place = folder.new_cut(datetime.fromtimestamp(at, UTC).strftime("%Y%m%dT%H%M%S.%fZ"))
        known = _cut(found, folder, place, ask, at)
        listing = _Listing(folder, place / "objects.txt")
        listing.write(settings, known.named)
        files = [folder.note(path) for path in sorted(place.iterdir())]
        manifest = Manifest(
            cut=at,
            program=version("vanthu"),
            office=known.office,
            services=known.services,
            volumes=known.volumes,
            files=tuple(files),
            objects=(place / "objects.txt").relative_to(root).as_posix(),
            object_count=len(listing.kept),
            object_bytes=listing.bytes,
            keys=tuple(key_notes(settings.keys)),
        )
        folder.finish(manifest)
        dropped = listing.drop_others()
        return Made(manifest, digest_of(root / "manifest.json")[0], listing.copied, dropped)


def key_notes(keys: Path) -> Iterator[KeyNote]:
    """The files of keys, trust and signature images, by reference."""
    for path in sorted(keys.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield KeyNote(path.relative_to(keys).as_posix(), digest_of(path)[0])


def _cut(found: list[Engine], folder: BackupFolder, place: Path, ask: Asking, at: float) -> _Cut:
    known, kinds = _Cut(at), {name: each.kind for each in found for name in each.services}
    with cut(found, place) as databases:
        for name, database in databases.items():
            known.services[name] = _service_note(name, kinds[name], database)
        with databases["directory"].read() as connection:
            known.office = connection.execute(_FIRST).scalar() or ""
        _check_office(folder, known.office)
        told = ask(databases)
        known.volumes = tuple(told.volumes)
        known.named = {bytes.fromhex(digest) for digest in told.digests}
    return known


def _service_note(name: str, kind: str, database: Database) -> ServiceNote:
    newest = newest_revision(ROOMS / name / "migrations")
    with database.read() as connection:
        found = revision(connection)
        if found != newest:
            raise trouble.other_schema(name, found, newest)
        head = connection.execute(_HEAD).first()
    return ServiceNote(kind, found, head.links if head else 0, head.hash if head else GENESIS)


def _check_office(folder: BackupFolder, office: str) -> None:
    if not office:
        raise trouble.no_office()
    if (folder.root / "manifest.json").exists() and folder.manifest().office != office:
        raise trouble.of_another_office(folder.root)


class _Listing:
    """The objects of this backup: carried into its folder and written down one by one."""

    def __init__(self, folder: BackupFolder, path: Path) -> None:
        self.kept: set[bytes] = set()
        self.bytes = self.copied = 0
        self._store = folder.store()
        self._path = path

    def write(self, settings: Settings, named: set[bytes]) -> None:
        """Carry all that the store holds; Conflict `backup-objects-lacking` with what is named and not there whole."""
        self._store.sweep()
        source, faults = open_store(settings.objects), list[str]()
        with self._path.open("x", encoding="ascii") as listed:
            for digests in (source.digests(), (each.hex() for each in named)):
                new = (digest for digest in digests if bytes.fromhex(digest) not in self.kept)
                for each in carry(new, source, self._store):
                    if not each.fault:
                        self._keep(each)
                        listed.write(f"{each.digest} {each.size}\n")
                    elif bytes.fromhex(each.digest) in named and each.fault not in faults:
                        faults.append(each.fault)
        if faults:
            raise trouble.objects_lacking(faults)

    def drop_others(self) -> int:
        """Let go of what the office has erased since an earlier backup, how many."""
        others = [digest for digest in self._store.digests() if bytes.fromhex(digest) not in self.kept]
        for digest in others:
            self._store.remove(digest)
        return len(others)

    def _keep(self, each: Carried) -> None:
        self.kept.add(bytes.fromhex(each.digest))
        self.bytes += each.size
        self.copied += each.copied
