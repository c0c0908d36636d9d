"""The certificates an authority issued and which of them it revoked, as a file beside its keys."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.kernel.errors import Unavailable

REGISTER = "register.toml"


@dataclass(frozen=True)
class Standing:
    """Whether a certificate stands; `revoked` is since when it does not (aware)."""

    revoked: datetime | None = None


Register = Mapping[int, Standing]
"""What is known of each serial number; one that is missing was never issued."""


def read_register(folder: Path) -> Register:
    """The register of a folder of keys, empty where none was kept; Unavailable `register-unreadable`."""
    try:
        entries = tomllib.loads((folder / REGISTER).read_text("utf-8"))["certificates"]
        return {int(serial, 16): Standing(_moment(since)) for serial, since in entries.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as broken:
        raise Unavailable(
            "register-unreadable",
            "Không đọc được sổ chứng thư của nơi cấp thử nghiệm.",
            f"Báo quản trị kiểm tra tệp {REGISTER} trong thư mục khóa.",
        ) from broken


def as_text(register: Register) -> str:
    """The register as it is kept: serial number in hexadecimal, and since when it is revoked."""
    lines = (f'{serial:x} = "{one.revoked.isoformat() if one.revoked else ""}"' for serial, one in register.items())
    return "\n".join(
        ("# Certificates issued; the moment says since when one is revoked.", "[certificates]", *lines, "")
    )


def _moment(since: str) -> datetime | None:
    return datetime.fromisoformat(since) if since else None
