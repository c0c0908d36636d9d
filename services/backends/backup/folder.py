"""The folder of a backup: who may write to it, what is in it, and whether that is what the manifest says."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.backends.backup import trouble
from services.backends.backup.manifest import FORMAT, FileNote, Manifest, format_of
from services.backends.objects.folder import FolderStore, sync
from services.kernel import digests

_MANIFEST, _LOCK, _CUTS, _OBJECTS = "manifest.json", ".lock", "databases", "objects"
_OURS = {_MANIFEST, f"{_MANIFEST}.new", _LOCK, _CUTS, _OBJECTS}


class BackupFolder:
    """A finished backup, or one being made."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def manifest(self) -> Manifest:
        """What the backup says of itself; refusals `backup-missing`, `backup-unreadable`, `backup-newer`."""
        try:
            text = (self.root / _MANIFEST).read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            raise trouble.no_backup(self.root) from None
        except UnicodeDecodeError:
            raise trouble.unreadable(self.root) from None
        try:
            if (number := format_of(text)) > FORMAT:
                raise trouble.newer(f"dạng {number}")
            return Manifest.from_json(text)
        except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
            raise trouble.unreadable(self.root) from None

    def store(self) -> FolderStore:
        """The objects of the backup, to be added to."""
        return FolderStore(self.root / _OBJECTS)

    def new_cut(self, stamp: str) -> Path:
        """An empty folder for databases; those of the finished backup stay until the next manifest."""
        place = self.root / _CUTS / stamp
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True, mode=0o700)
        return place

    def cut_of(self, manifest: Manifest) -> Path:
        """Where the databases of a manifest lie."""
        return (self.root / manifest.objects).parent

    def note(self, path: Path) -> FileNote:
        """The note of a file just written, once the disk has it."""
        sync(path)
        digest, size = digest_of(path)
        return FileNote(path.relative_to(self.root).as_posix(), digest, size)

    def finish(self, manifest: Manifest) -> None:
        """Make this the backup, in one step, and let go of the databases of the one before."""
        written = self.root / f"{_MANIFEST}.new"
        written.write_text(manifest.to_json(), "utf-8")
        sync(written)
        sync(self.cut_of(manifest))
        written.replace(self.root / _MANIFEST)
        sync(self.root)
        for other in (self.root / _CUTS).iterdir():
            if other != self.cut_of(manifest):
                shutil.rmtree(other)

    def objects(self, manifest: Manifest) -> Iterator[tuple[str, int]]:
        """Digest and size of every object the backup lists."""
        with (self.root / manifest.objects).open(encoding="ascii") as listed:
            for line in listed:
                digest, _, size = line.partition(" ")
                yield digest, int(size)


@contextmanager
def claimed(root: Path) -> Iterator[BackupFolder]:
    """The folder for one writer; made if missing. Conflict `backup-folder-foreign` or `backup-under-way`."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    if strange := sorted(each.name for each in root.iterdir() if each.name not in _OURS):
        raise trouble.foreign(root, strange[0])
    with (root / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise trouble.under_way(root) from None
        yield BackupFolder(root)


def digest_of(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file."""
    with path.open("rb") as file:
        return digests.digest_of(file)
