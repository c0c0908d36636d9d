"""Fixity: what a check of kept bytes can find (PREMIS fixity check)."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """How kept bytes differ from what was deposited."""

    MISSING = "missing"
    ALTERED = "altered"
    SIZE = "size"

    @property
    def label(self) -> str:
        """The fault on screen."""
        return {
            "missing": "Mất tệp trong kho",
            "altered": "Nội dung tệp đã bị thay đổi",
            "size": "Kích thước tệp khác với lúc nộp lưu",
        }[self.value]


@dataclass(frozen=True)
class KeptFile:
    """A file of an item as it was deposited."""

    item_id: str
    reference_code: str
    name: str
    digest: str
    size: int


@dataclass(frozen=True)
class Finding:
    """One kept file that differs."""

    file: KeptFile
    fault: Fault

    def __str__(self) -> str:
        return f"{self.file.reference_code} · {self.file.name} · {self.file.digest[:12]}…: {self.fault.label}"


@dataclass(frozen=True)
class FixityReport:
    """What a check read: files, distinct objects, bytes, and everything that differs."""

    files: int
    objects: int
    bytes: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing differs."""
        return not self.findings


def fault_of(found: tuple[str, int] | None, digest: str, size: int) -> Fault | None:
    """Compare what was read (digest, size; None: nothing there) with what was deposited."""
    if found is None:
        return Fault.MISSING
    if found[1] != size:
        return Fault.SIZE
    return None if found[0] == digest else Fault.ALTERED
