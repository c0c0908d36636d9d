"""Brings an office back from a backup, into an empty place: proved before anything is touched, and again after."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from services.backends.backup import trouble
from services.backends.backup.carrying import carry
from services.backends.backup.engines import ROOMS, Engine, engines
from services.backends.backup.folder import BackupFolder, digest_of
from services.backends.backup.manifest import FileNote, Manifest
from services.backends.bus.forgetting import DAY
from services.backends.index.opening import open_index
from services.backends.migration import newest_revision
from services.backends.objects.opening import open_store
from services.backends.settings import Settings
from services.kernel.errors import Unavailable

Note = Callable[[str], None]


@contextmanager
def restored(settings: Settings, root: Path, note: Note) -> Iterator[Manifest]:
    """Databases and objects brought back, the databases at their newest revision; what was done is noted.

    Inside the `with` the caller makes of them what is not in the backup. Until it is left without an error the place
    counts as half restored: nobody opens it, and the next restore begins again.
    Facts told in the last day before the cut are told again: a broker that is not in the backup may have had them.
    Refusals are those of `trouble`, all before anything is touched.
    """
    folder = BackupFolder(root.absolute())
    _check_told(settings)
    with trouble.writing(root):
        manifest, found = folder.manifest(), engines(settings)
        _check_fit(manifest, found)
        interrupted = [each.interrupted() for each in found]
        _check_index(settings)
        if any(interrupted):
            note("Lần khôi phục trước vào đây bị ngắt giữa chừng; làm lại từ đầu.")
        note(f"Đọc lại {manifest.object_count} tệp và các cơ sở dữ liệu của bản sao lưu…")
        if faults := list(_faults(folder, manifest)):
            raise trouble.damaged(root, faults)
    with trouble.writing(settings.home):
        note("Bản sao lưu nguyên vẹn; ghi vào nơi mới…")
        for each in found:
            each.begin()
        _bring_objects(folder, manifest, settings)
        for each in found:
            each.fill(folder.cut_of(manifest), manifest.cut - DAY)
        yield manifest
        for each in found:
            each.end()


def _check_told(settings: Settings) -> None:
    lacking = []
    if settings.deployed and not settings.database_reader:
        lacking.append("VANTHU_DATABASE_READER: chưa đặt; không có nó thì các dịch vụ không đọc được danh bạ")
    if settings.deployed and settings.index.startswith("tantivy:"):
        lacking.append("VANTHU_INDEX: cần địa chỉ elasticsearch+… mà các dịch vụ dùng")
    if lacking:
        raise trouble.told_too_little(lacking)


def _check_index(settings: Settings) -> None:
    # A folder is made where it is missing, and nothing may be touched yet.
    if not settings.index.startswith("tantivy:"):
        with closing(open_index(settings.index)) as index:
            try:
                index.identity()
            except Unavailable as away:
                raise trouble.index_away(away.detail) from away


def _check_fit(manifest: Manifest, found: list[Engine]) -> None:
    for each in found:
        for name in each.services:
            kept = manifest.services[name]
            if kept.engine != each.kind:
                raise trouble.other_engine(name, kept.engine, each.kind)
            if kept.revision > newest_revision(ROOMS / name / "migrations"):
                raise trouble.newer(f"{name} ở phiên bản {kept.revision}")


def _faults(folder: BackupFolder, manifest: Manifest) -> Iterator[str]:
    """What differs from the manifest, or from the list of objects that it vouches for."""
    wrong = [fault for each in manifest.files if (fault := _fault(folder, each))]
    yield from wrong
    if wrong:
        return
    objects = (FileNote(f"objects/{digest[:2]}/{digest}", digest, size) for digest, size in folder.objects(manifest))
    with ThreadPoolExecutor(4) as hands:
        while batch := list(islice(objects, 64)):
            yield from filter(None, hands.map(lambda each: _fault(folder, each), batch))


def _fault(folder: BackupFolder, noted: FileNote) -> str:
    try:
        found = digest_of(folder.root / noted.path)
    except (FileNotFoundError, NotADirectoryError):
        return f"{noted.path}: không có"
    return "" if found == (noted.sha256, noted.size) else f"{noted.path}: nội dung đã khác"


def _bring_objects(folder: BackupFolder, manifest: Manifest, settings: Settings) -> None:
    digests = (digest for digest, _ in folder.objects(manifest))
    carried = carry(digests, folder.store(), open_store(settings.objects))
    if faults := [each.fault for each in carried if each.fault]:
        raise trouble.damaged(folder.root, faults)
