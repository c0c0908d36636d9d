"""`vanthu backup` and `vanthu restore`: the whole office into a folder while it works, and back into an empty place."""

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

from services.archive.views import ArchiveViews
from services.backends.backup.making import Told, key_notes, make
from services.backends.backup.manifest import Manifest, VolumeEnd
from services.backends.backup.restoring import restored
from services.backends.database import Database
from services.backends.settings import Settings
from services.cli import archives, audits, registers
from services.cli.output import Output
from services.cli.words import word
from services.embedded import Host
from services.intake.views import IntakeViews
from services.kernel.clock import SystemClock
from services.signing.views import SigningViews


def add(words: Any, shared: ArgumentParser) -> None:
    """Add both words."""
    for name, says, run in (
        ("backup", "sao lưu cả cơ quan vào một thư mục trong khi mọi người vẫn làm việc", backup),
        ("restore", "khôi phục cơ quan từ thư mục sao lưu vào nơi trống, rồi kiểm tra", restore),
    ):
        word(words, shared, name, says, run).add_argument("folder", type=Path, help="thư mục của bản sao lưu")


def backup(asked: Namespace, settings: Settings, out: Output) -> int:
    """Copy what is new since the last backup there, prove all of it, and say what the manifest's own hash is."""
    began = time.monotonic()
    made = make(settings, asked.folder, _told)
    manifest, seconds = made.manifest, time.monotonic() - began
    size = manifest.object_bytes + sum(file.size for file in manifest.files)
    out.result(
        f"Đã sao lưu vào {asked.folder}: {manifest.object_count} tệp ({made.copied} mới, {made.dropped} đã xóa), "
        f"{size / 1e6:.0f} MB, {seconds:.1f} giây; khóa ký không nằm trong đó. manifest.json có mã {made.sha256}",
        folder=asked.folder,
        cut=manifest.cut,
        objects=manifest.object_count,
        copied=made.copied,
        dropped=made.dropped,
        bytes=size,
        seconds=round(seconds, 1),
        manifest=made.sha256,
    )
    return 0


def restore(asked: Namespace, settings: Settings, out: Output) -> int:
    """Bring all back, make the index again, and check what came; 1 when a check finds something wrong."""
    began = time.monotonic()
    with restored(settings, asked.folder, out.note) as manifest:
        out.result(
            f"Đã khôi phục {manifest.object_count} tệp và {len(manifest.services)} cơ sở dữ liệu "
            f"trong {time.monotonic() - began:.1f} giây",
            cut=manifest.cut,
            objects=manifest.object_count,
            seconds=round(time.monotonic() - began, 1),
        )
        with closing(Host.wired(settings)) as host:
            archives.make_again(host, out)
            found = [
                registers.check(host, out),
                _volumes(manifest, host, out),
                audits.check(host, _heads(manifest), out),
                archives.check(host, out),
            ]
    _keys(manifest, settings, out)
    if settings.deployed:
        out.note("Trước khi mở lại: máy chủ tin phải trống (virtual host mới), rồi vanthu topology.")
    return 1 if any(found) else 0


def _told(databases: Mapping[str, Database]) -> Told:
    intake = IntakeViews(databases["intake"])
    others = (SigningViews(databases["signing"], SystemClock()), ArchiveViews(databases["archive"]))
    digests = chain(intake.digests(), *(each.digests() for each in others))
    return Told(digests, [VolumeEnd(each.register.id, each.year, each.last) for each in intake.volumes()])


def _heads(manifest: Manifest) -> list[audits.Noted]:
    return [audits.Noted(name, each.links, each.last) for name, each in manifest.services.items() if each.links]


def _volumes(manifest: Manifest, host: Host, out: Output) -> int:
    ends = {(each.register.id, each.year): each.last for each in host.intake.views.volumes()}
    wrong = [each for each in manifest.volumes if ends.get((each.register, each.year)) != each.last]
    for each in wrong:
        here = ends.get((each.register, each.year), 0)
        out.result(
            f"SAI KHÁC: quyển {each.year} của sổ {each.register} có số cuối {here}, bản sao lưu ghi {each.last}",
            register=each.register,
            year=each.year,
            last=here,
            noted=each.last,
        )
    return len(wrong)


def _keys(manifest: Manifest, settings: Settings, out: Output) -> None:
    here = {each.path: each.sha256 for each in key_notes(settings.keys)}
    lacking = [each for each in manifest.keys if here.get(each.path) != each.sha256]
    for each in lacking:
        what = "khác với lúc sao lưu" if each.path in here else "chưa có ở đây"
        out.result(f"Khóa ký {each.path}: {what}", key=each.path, sha256=each.sha256, there=each.path in here)
    if lacking:
        out.note(f"Chép các tệp này từ nơi giữ riêng vào {settings.keys} trước khi ký.")
