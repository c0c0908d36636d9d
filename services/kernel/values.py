"""Small values every service uses: identifiers, urgency, secrecy, references to stored files."""

import os
import time
from dataclasses import dataclass
from enum import StrEnum


def new_id() -> str:
    """A new identifier: 32 hex digits that sort by the time they were made (UUID version 7 layout)."""
    stamp = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10))
    value = (stamp << 80) | (7 << 76) | ((noise >> 68 & 0xFFF) << 64) | (2 << 62) | (noise & (2**62 - 1))
    return f"{value:032x}"


class Urgency(StrEnum):
    """How soon a document wants handling (Decree 30/2020 Art. 4); the order is that of the exchange codes 0-4."""

    NORMAL = "normal"
    KHAN = "khan"
    THUONG_KHAN = "thuong_khan"
    HOA_TOC = "hoa_toc"
    HOA_TOC_HEN_GIO = "hoa_toc_hen_gio"

    @property
    def label(self) -> str:
        """Its name on screen and paper."""
        return _URGENCY[self]

    @property
    def rank(self) -> int:
        """0 for normal up to 4; the higher goes first in every queue."""
        return list(Urgency).index(self)


_URGENCY = {
    Urgency.NORMAL: "Thường",
    Urgency.KHAN: "Khẩn",
    Urgency.THUONG_KHAN: "Thượng khẩn",
    Urgency.HOA_TOC: "Hỏa tốc",
    Urgency.HOA_TOC_HEN_GIO: "Hỏa tốc hẹn giờ",
}


class Secrecy(StrEnum):
    """Degree of state secrecy; everything above `none` stays out of this system."""

    NONE = "none"
    MAT = "mat"
    TOI_MAT = "toi_mat"
    TUYET_MAT = "tuyet_mat"

    @property
    def label(self) -> str:
        """Its name on screen and paper."""
        return {"none": "Không mật", "mat": "Mật", "toi_mat": "Tối mật", "tuyet_mat": "Tuyệt mật"}[self.value]


class Part(StrEnum):
    """What a file is to its document."""

    MAIN = "main"
    ANNEX = "annex"
    ORIGINAL = "original"
    STAMPED = "stamped"
    DRAFT = "draft"
    SIGNED = "signed"
    SEALED = "sealed"
    TEXT = "text"

    @property
    def label(self) -> str:
        """Its name on screen."""
        return _PARTS[self]


_PARTS = {
    Part.MAIN: "Văn bản chính",
    Part.ANNEX: "Phụ lục",
    Part.ORIGINAL: "Ảnh gốc nhận được",
    Part.STAMPED: "Bản có dấu đến",
    Part.DRAFT: "Bản thảo",
    Part.SIGNED: "Bản có chữ ký lãnh đạo",
    Part.SEALED: "Bản phát hành",
    Part.TEXT: "Nội dung văn bản",
}


@dataclass(frozen=True)
class FileRef:
    """A stored file: bytes are found by digest (SHA-256, lower-case hex); `size` in bytes, `pages` 0 when not paged."""

    part: Part
    name: str
    media_type: str
    size: int
    digest: str
    pages: int = 0
