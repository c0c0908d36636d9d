"""All settings: `VANTHU_*` (secrets also `VANTHU_*_FILE`), read once, typed, checked before anything opens."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from services.kernel.errors import BadInput, Conflict

SERVICES = ("directory", "intake", "signing", "archive", "search")
_SCHEMES = {
    "DATABASE": ("sqlite:", "postgresql:"),
    "OBJECTS": ("folder:", "s3+http:", "s3+https:"),
    "INDEX": ("tantivy:", "elasticsearch+http:", "elasticsearch+https:"),
    "BUS": ("embedded:", "amqp:", "amqps:"),
}
DEMO_PASSPHRASE = "thanh-binh-demo"  # noqa: S105 - protects only the demo's throw-away keys, refused elsewhere
STREAM = "stream"
_PLAIN, _BEST, _DEGRADE = "B-B", "B-LT", "degrade"
_LOCKED = "VANTHU_KEY_PASSPHRASE: chưa đặt; cần để mở khóa ký của cơ quan (hoặc VANTHU_KEY_PASSPHRASE_FILE)"


@dataclass(frozen=True)
class Settings:
    """What a host needs to know.

    Backends are chosen by URL scheme: `database` is a template with `{service}` (`sqlite:///var/{service}.db` or
    `postgresql://…`), `objects` (`folder:PATH` or `s3+https://…`), `index` (`tantivy:PATH` or
    `elasticsearch+https://…`), `bus` (`embedded:` or `amqp://…`). `VANTHU_DATABASE_INTAKE`, `VANTHU_BUS_INTAKE` and the
    like give one service an address, and with it a user, of its own. `database_admin` and `bus_admin` are the addresses
    with which `migrate` and `topology` prepare the servers, `database_reader` the one at which other services read the
    directory; `only` names the services whose desks a front shows.
    `downloads` is `stream`, or the address at which browsers reach the store of bytes and fetch what they download.
    `tsa` is the address of a time-stamping authority (`soft:` the key folder's own, empty: none), `signature_level` the
    level signatures are to reach, `without_tsa` what happens where proof cannot be had: `degrade` or `refuse`.
    On `pulse_port` (0: none) workers and relays tell whether they are well; `json_log` makes every line a JSON object;
    `tracing` sends spans to the collector that the standard `OTEL_*` variables name.
    """

    home: Path
    database_template: str
    objects: str
    index: str
    bus: str
    host: str
    port: int
    demo: bool
    secure_cookies: bool
    key_passphrase: str
    workers: int
    databases: Mapping[str, str] = field(default_factory=dict)
    buses: Mapping[str, str] = field(default_factory=dict)
    database_admin: str = ""
    database_reader: str = ""
    bus_admin: str = ""
    downloads: str = STREAM
    only: frozenset[str] = frozenset()
    pulse_port: int = 0
    json_log: bool = False
    tracing: bool = False
    tsa: str = ""
    signature_level: str = _PLAIN
    without_tsa: str = _DEGRADE

    def database(self, service: str) -> str:
        """The database URL of one service; BadInput `settings-wrong` when this process was given none."""
        url = self.databases.get(service) or self.database_template.replace("{service}", service)
        if not url:
            _refuse([f"VANTHU_DATABASE_{service.upper()}: chưa đặt"])
        return url

    @property
    def directory_read(self) -> str:
        """The database URL at which other services' processes read the directory."""
        return self.database_reader or self.database("directory")

    def bus_of(self, service: str) -> str:
        """The address at which one service reaches the bus."""
        return self.buses.get(service) or self.bus.replace("{service}", service)

    @property
    def public_objects(self) -> str:
        """Where browsers fetch downloads from the store itself; empty when the desks hand them over."""
        return "" if self.downloads == STREAM else self.downloads.removesuffix("/")

    @property
    def deployed(self) -> bool:
        """Whether facts travel between processes, over a broker."""
        return not self.bus.startswith("embedded:")

    @property
    def keys(self) -> Path:
        """The folder of soft keys, certificates, roots and signature images."""
        return self.home / "keys"

    def at(self, home: Path) -> "Settings":
        """The same settings with everything that lies under the home moved to another one."""
        old, new = str(self.home), str(home.absolute())
        return replace(
            self,
            home=home.absolute(),
            database_template=self.database_template.replace(old, new),
            objects=self.objects.replace(old, new),
            index=self.index.replace(old, new),
        )

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read and check; BadInput `settings-wrong` lists everything that must be mended."""
        env = _Environment(os.environ if environment is None else environment)
        home = Path(env.get("HOME", "var")).absolute()
        demo, bus = env.flag("DEMO"), env.get("BUS", "embedded:")
        settings = cls(
            home=home,
            database_template=env.get("DATABASE", f"sqlite:///{home}/{{service}}.db" if bus == "embedded:" else ""),
            objects=env.get("OBJECTS", f"folder:{home}/objects"),
            index=env.get("INDEX", f"tantivy:{home}/index"),
            bus=bus,
            host=env.get("HOST", "127.0.0.1"),
            port=env.number("PORT", 8080),
            demo=demo,
            secure_cookies=env.flag("SECURE_COOKIES"),
            key_passphrase=env.get("KEY_PASSPHRASE", DEMO_PASSPHRASE if demo else ""),
            workers=env.number("WORKERS", os.cpu_count() or 2),
            databases=env.each("DATABASE"),
            buses=env.each("BUS"),
            database_reader=env.get("DATABASE_READER", ""),
            database_admin=env.get("DATABASE_ADMIN", ""),
            bus_admin=env.get("BUS_ADMIN", ""),
            downloads=env.get("DOWNLOADS", STREAM),
            pulse_port=env.number("PULSE_PORT", 0),
            json_log=env.flag("JSON_LOG"),
            tracing=env.flag("TRACING"),
            tsa=(tsa := env.get("TSA", "soft:" if demo else "")),
            signature_level=env.get("SIGNATURE_LEVEL", _BEST if tsa else _PLAIN),
            without_tsa=env.get("WITHOUT_TSA", _DEGRADE),
            only=frozenset(env.get("ONLY", "").split(",")) - {""},
        )
        _refuse(env.faults + _faults(settings))
        return settings


def deployed(settings: Settings) -> Settings:
    """The settings, if they name a broker; Conflict `not-deployed` when everything runs in one process."""
    if settings.deployed:
        return settings
    raise Conflict(
        "not-deployed",
        "Lệnh này dành cho bản chạy thành nhiều tiến trình.",
        "Đặt VANTHU_BUS là amqp://…, hoặc dùng vanthu serve cho bản một tiến trình.",
    )


def embedded(settings: Settings) -> Settings:
    """The settings, if everything runs in one process; Conflict `not-embedded` when they name a broker."""
    if settings.deployed:
        raise Conflict(
            "not-embedded",
            "Lệnh này chạy mọi việc trong một tiến trình, không dùng máy chủ tin.",
            "Dùng vanthu up (hoặc vanthu api, work, relay), hay bỏ VANTHU_BUS.",
        )
    return settings


def keyed(settings: Settings) -> Settings:
    """The settings, if they open the signing keys; BadInput `settings-wrong`. Workers and relays are not told how."""
    _refuse([] if settings.key_passphrase else [_LOCKED])
    return settings


def shown(url: str) -> str:
    """An address as people and logs may see it: without its password."""
    return re.sub(r"://([^:@/]*):.*@", r"://\1@", url)


class _Environment:
    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.faults: list[str] = []

    def get(self, name: str, default: str) -> str:
        if path := self.values.get(f"VANTHU_{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as trouble:
                self.faults.append(f"VANTHU_{name}_FILE: không đọc được tệp ({trouble.strerror})")
        return self.values.get(f"VANTHU_{name}", default)

    def each(self, name: str) -> dict[str, str]:
        """What single services are given under a name of their own."""
        return {service: own for service in SERVICES if (own := self.get(f"{name}_{service.upper()}", ""))}

    def number(self, name: str, default: int) -> int:
        written = self.get(name, str(default))
        if written == str(default) or (written.isdecimal() and 0 < int(written) < 65536):
            return int(written)
        self.faults.append(f"VANTHU_{name}: “{written}” không phải số từ 1 đến 65535")
        return default

    def flag(self, name: str) -> bool:
        written = self.get(name, "0").lower()
        if written not in {"0", "1", "true", "false", "yes", "no"}:
            self.faults.append(f"VANTHU_{name}: ghi 1 hoặc 0")
        return written in {"1", "true", "yes"}


def _faults(settings: Settings) -> list[str]:
    faults = _backend_faults(settings)
    if not settings.key_passphrase and not settings.deployed:
        faults.append(_LOCKED)
    if settings.key_passphrase == DEMO_PASSPHRASE and not settings.demo:
        faults.append("VANTHU_KEY_PASSPHRASE: đang là mật khẩu của bản trình diễn; đặt mật khẩu riêng")
    return faults


def _backend_faults(settings: Settings) -> list[str]:
    databases = {"DATABASE": settings.database_template} if settings.database_template else {}
    databases |= {f"DATABASE_{name.upper()}": url for name, url in settings.databases.items()}
    others = {"OBJECTS": settings.objects, "INDEX": settings.index, "BUS": settings.bus}
    faults = [fault for name, url in (databases | others).items() for fault in _scheme_faults(name, url)]
    if settings.database_template and "{service}" not in settings.database_template:
        faults.append("VANTHU_DATABASE: thiếu {service}; mỗi dịch vụ có cơ sở dữ liệu riêng")
    faults += [f"VANTHU_ONLY: không có dịch vụ “{name}”" for name in sorted(settings.only - {*SERVICES})]
    faults += _download_faults(settings) + _proof_faults(settings)
    for name, url in databases.items():
        if settings.deployed and url.startswith("sqlite:"):
            faults.append(f"VANTHU_{name}: khi các dịch vụ chạy thành nhiều tiến trình thì cần “postgresql:…”")
    return faults


def _download_faults(settings: Settings) -> list[str]:
    public = settings.public_objects
    if public and not re.fullmatch(r"https?://[^/@?#\s]+", public):
        return ["VANTHU_DOWNLOADS: ghi stream, hoặc địa chỉ https://MÁY_CHỦ:CỔNG của kho tệp mà trình duyệt tới được"]
    if public and not settings.objects.startswith("s3+"):
        return ["VANTHU_DOWNLOADS: trình duyệt chỉ tự lấy được tệp khi VANTHU_OBJECTS là máy chủ S3"]
    return []


def _proof_faults(settings: Settings) -> list[str]:
    faults = []
    if settings.tsa != "soft:" and settings.tsa and not re.fullmatch(r"https?://[^@\s]+", settings.tsa):
        faults.append("VANTHU_TSA: ghi địa chỉ https://… của nơi cấp dấu thời gian, soft: (bản thử), hoặc để trống")
    if settings.signature_level not in (_PLAIN, "B-T", _BEST):
        faults.append("VANTHU_SIGNATURE_LEVEL: ghi B-B, B-T hoặc B-LT")
    if settings.without_tsa not in (_DEGRADE, "refuse"):
        faults.append("VANTHU_WITHOUT_TSA: ghi degrade (ký ở mức thấp hơn) hoặc refuse (không ký)")
    if settings.signature_level != _PLAIN and not settings.tsa and settings.without_tsa == "refuse":
        faults.append("VANTHU_TSA: chưa đặt; mức ký này cần dấu thời gian, không có thì không ký được văn bản nào")
    return faults


def _scheme_faults(name: str, url: str) -> list[str]:
    schemes = _SCHEMES[name.partition("_")[0]]
    if url.startswith(schemes):
        return []
    known = ", ".join(f"“{scheme}…”" for scheme in schemes)
    return [f"VANTHU_{name}: chưa có bộ nối cho “{url.split(':')[0]}”, dùng {known}"]


def _refuse(faults: list[str]) -> None:
    if faults:
        raise BadInput(
            "settings-wrong",
            "Cấu hình chưa dùng được: " + "; ".join(faults) + ".",
            "Sửa các biến VANTHU_* rồi chạy vanthu check-config.",
        )
