"""What a backup says of itself: written last, so that a folder without it is no backup."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

FORMAT = 1


@dataclass(frozen=True)
class FileNote:
    """A file of the backup: its place below the folder, SHA-256 in lower-case hex, bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class ServiceNote:
    """A service's database at the cut: its kind, its revision, and the count and last hash of its audit chain."""

    engine: str
    revision: str
    links: int
    last: str


@dataclass(frozen=True)
class VolumeEnd:
    """The last number given in one volume of a register."""

    register: str
    year: int
    last: int


@dataclass(frozen=True)
class KeyNote:
    """A file under the folder of keys, which is kept elsewhere: where it was and the SHA-256 it had."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """One backup. `cut` is seconds since the epoch, not later than the instant the databases are from.

    `office` is the first hash of the directory's audit chain: no two offices have the same. `objects` names the file
    that lists every object with its size.
    """

    cut: float
    program: str
    office: str
    services: Mapping[str, ServiceNote]
    volumes: tuple[VolumeEnd, ...]
    files: tuple[FileNote, ...]
    objects: str
    object_count: int
    object_bytes: int
    keys: tuple[KeyNote, ...]

    def to_json(self) -> str:
        """The manifest as it is written."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read it; ValueError, KeyError or TypeError when it is none, or none of this format (see `format_of`)."""
        told = json.loads(text)
        files = tuple(FileNote(**each) for each in told["files"])
        if any(not _within(each.path) for each in files):
            raise ValueError("a path leads out of the folder")
        return cls(
            cut=float(told["cut"]),
            program=told["program"],
            office=told["office"],
            services={name: ServiceNote(**each) for name, each in told["services"].items()},
            volumes=tuple(VolumeEnd(**each) for each in told["volumes"]),
            files=files,
            objects=next(each.path for each in files if each.path == told["objects"]),
            object_count=told["object_count"],
            object_bytes=told["object_bytes"],
            keys=tuple(KeyNote(**each) for each in told["keys"]),
        )


def format_of(text: str) -> int:
    """The number of the format; as `from_json` when there is none."""
    told: Any = json.loads(text)
    return int(told["format"])


def _within(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts
