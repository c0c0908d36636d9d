"""`vanthu init`, `check-config` and `doctor`: a new office, and whether all it needs is there."""

import shutil
import sqlite3
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from services.backends.settings import SERVICES, Settings, shown
from services.cli.output import Output
from services.cli.words import word
from services.directory.domain.accounts import NewPerson
from services.directory.domain.office import NewUnit
from services.embedded import Host, opened
from services.intake.domain.registers import Direction
from services.intake.handlers.registers import OpenRegister
from services.kernel.errors import Unavailable
from services.kernel.people import Organisation, Role

TOOL = "vanthu init"
_LEAST_FREE_GB = 2
_REGISTERS = (("Sổ đăng ký văn bản đến", Direction.INCOMING), ("Sổ đăng ký văn bản đi", Direction.OUTGOING))


def add(words: Any, shared: ArgumentParser) -> None:
    """Add the three words."""
    new = word(words, shared, "init", "lập cơ quan mới với một người quản trị và hai sổ", init)
    for name, text in (("name", "tên cơ quan"), ("abbreviation", "chữ viết tắt"), ("place", "địa danh")):
        new.add_argument(f"--{name}", required=True, help=text)
    new.add_argument("--code", default="", help="mã định danh điện tử")
    new.add_argument("--parent", default="", help="cơ quan chủ quản")
    new.add_argument("--regime", choices=["state", "party"], default="state", help="cơ quan nhà nước hay của Đảng")
    new.add_argument("--admin", default="quantri", help="tên đăng nhập của người quản trị")
    word(words, shared, "check-config", "thử từng phần cấu hình và nói đó là gì", check_config)
    word(words, shared, "doctor", "khám máy và những gì đang chờ trong dữ liệu", doctor)


def init(asked: Namespace, settings: Settings, out: Output) -> int:
    """Describe the office, open its two registers, enter the administrator; the second time nothing is changed."""
    with opened(settings) as host:
        if host.directory.directory.founded():
            out.result("Cơ quan đã được lập; không thay đổi gì.", created=False)
            return 0
        first = _found(host, asked)
    out.result(
        f"Đã lập {asked.name}. Đăng nhập {asked.admin}, mật khẩu đầu tiên {first}; chạy vanthu serve rồi đổi mật khẩu.",
        created=True,
        account=asked.admin,
        password=first,
    )
    return 0


def _found(host: Host, asked: Namespace) -> str:
    office = Organisation(asked.name, asked.abbreviation, asked.parent, asked.place, asked.code, asked.regime)
    host.directory.offices.describe(TOOL, office)
    unit = host.directory.offices.add_unit(TOOL, NewUnit("Văn phòng", "VP"))
    new = NewPerson(asked.admin, "Quản trị hệ thống", "Quản trị", unit.id, frozenset({Role.ADMIN}))
    person, first = host.directory.people.add(TOOL, new)
    for name, direction in _REGISTERS:
        host.intake.incoming.desk.registers.open(person, OpenRegister(name, direction))
    return first


def check_config(_asked: Namespace, settings: Settings, out: Output) -> int:
    """Open everything the settings name and say what they are; a part that cannot be opened refuses with its reason."""
    with opened(settings) as host:
        count = sum(1 for _ in host.shared.objects.digests())
        databases = [settings.database_template] if settings.database_template else map(settings.database, SERVICES)
        parts = {"database": ", ".join(map(shown, databases)), "objects": f"{shown(settings.objects)} ({count} tệp)"}
        parts |= {"index": _index(host), "bus": _bus(settings)}
        parts["address"] = f"{settings.host}:{settings.port}"
    parts["keys"] = "có" if (settings.keys / "trust.toml").exists() else "chưa có khóa ký và hồ sơ tin cậy"
    for name, value in parts.items():
        out.result(f"{name:<9} {value}", part=name, value=value)
    return 0


def _index(host: Host) -> str:
    if trouble := host.search.ready():
        raise Unavailable(
            "index-not-ready", f"Chỉ mục tìm kiếm: {trouble}", "Kiểm tra VANTHU_INDEX và máy chủ tìm kiếm."
        )
    return shown(host.settings.index)


def _bus(settings: Settings) -> str:
    place = shown(settings.bus)
    if not settings.deployed:
        return place
    from services.backends.bus.rabbit.address import Address  # the embedded office has none of its libraries
    from services.backends.bus.rabbit.linking import linked

    tried = [name for name in SERVICES if urlsplit(settings.bus_of(name)).password]
    for name in tried:
        with linked(Address.parse(settings.bus_of(name))):
            pass
    return f"{place} ({'đăng nhập được: ' + ', '.join(tried) if tried else 'không thử: không được giao mật khẩu'})"


def doctor(_asked: Namespace, settings: Settings, out: Output) -> int:
    """What the machine has and what waits in the data; 1 when something should be seen to."""
    with opened(settings) as host:
        questions: dict[str, Callable[[], tuple[bool, str]]] = {
            "Python": lambda: (True, sys.version.split()[0]),
            "SQLite": lambda: (True, sqlite3.sqlite_version),
            "Dung lượng trống": lambda: _space(settings),
            "Nhận dạng chữ": _tesseract,
            "Tin tồn đọng": lambda: _none(host.dead_letters.count()),
            "Chờ lập chỉ mục": lambda: _none(host.search.views.waiting()),
            "Tệp lỗi để riêng": lambda: _none(host.intake.views.quarantined_count()),
        }
        answers = {name: question() for name, question in questions.items()}
    for name, (well, said) in answers.items():
        out.result(f"{'✔' if well else '✖'} {name}: {said}", question=name, well=well, answer=said)
    return 0 if all(well for well, _ in answers.values()) else 1


def _none(count: int) -> tuple[bool, str]:
    return count == 0, str(count)


def _space(settings: Settings) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.home).free / 2**30
    return free >= _LEAST_FREE_GB, f"{free:.0f} GB"


def _tesseract() -> tuple[bool, str]:
    # Scans are read if it is there; without it the desk says how to install it, so it is no fault.
    program = shutil.which("tesseract")
    if program is None:
        return True, "chưa cài (apt install tesseract-ocr tesseract-ocr-vie để đọc bản quét)"
    languages = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - found on the path, no shell
    return True, "có tiếng Việt" if "vie" in languages.stdout.split() else "thiếu tiếng Việt (tesseract-ocr-vie)"
