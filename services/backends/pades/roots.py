"""The profile that names whom the office trusts; reading it loads no tools, so the serving process can."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.kernel.errors import Unavailable


@dataclass(frozen=True)
class Root:
    """A trusted root: PEM file, its issuing certificates, its revocation lists (DER files).

    `publishes`: whoever stands behind the root publishes what it revokes, so that a check without it stays undecided.
    """

    name: str
    file: str
    publishes: bool = True
    issuing: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def read_trust(profile: Path) -> tuple[Root, ...]:
    """The roots a TOML profile names (paths relative to it); Unavailable `trust-unreadable` if it cannot be read."""
    try:
        entries = tomllib.loads(profile.read_text("utf-8"))["root"]
        return tuple(_root(profile.parent, entry) for entry in entries)
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise unreadable(profile) from broken


def unreadable(profile: Path) -> Unavailable:
    """The refusal of a profile that cannot be read, or names a file that cannot (`trust-unreadable`)."""
    return Unavailable(
        "trust-unreadable",
        "Không đọc được danh sách chứng thư gốc tin cậy.",
        f"Báo quản trị kiểm tra tệp {profile.name}.",
    )


def _root(folder: Path, entry: dict[str, Any]) -> Root:
    return Root(
        str(entry["name"]),
        str(folder / entry["file"]),
        bool(entry.get("publishes", True)),
        tuple(str(folder / file) for file in entry.get("issuing", ())),
        tuple(str(folder / file) for file in entry.get("lists", ())),
    )
