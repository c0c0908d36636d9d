"""Fonds and the series inside it (ISAD(G), Circular 05/2025/TT-BNV)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.archive.domain.access import AccessLevel
from services.kernel.errors import BadInput
from services.kernel.facts import DocumentCard


class FondsStatus(StrEnum):
    """A closed fonds belongs to a creator that no longer exists; an open one still grows."""

    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The status on screen."""
        return {"open": "Phông mở", "closed": "Phông đóng"}[self.value]


class SeriesKind(StrEnum):
    """A series holds either documents as they were registered or case files."""

    DEPOSIT = "deposit"
    FILES = "files"


@dataclass(frozen=True)
class Fonds:
    """All records of one creator. `start_year`, `end_year` span the records; None: not known or still growing."""

    id: str
    code: str
    title: str
    status: FondsStatus
    creator: str
    creator_history: str = ""
    start_year: int | None = None
    end_year: int | None = None
    language: str = "Tiếng Việt"
    classification_plan: str = "Cơ cấu tổ chức - thời gian"
    access_level: AccessLevel = AccessLevel.OPEN
    notes: str = ""
    is_default: bool = False

    def check(self) -> None:
        """Refuse `fonds-incomplete` unless code, title and creator are there and the years run forward."""
        wanted = {"code": self.code, "title": self.title, "creator": self.creator}
        faults = {name: "Chưa nhập mục này." for name, value in wanted.items() if not value}
        if self.start_year and self.end_year and self.end_year < self.start_year:
            faults["end_year"] = "Năm cuối phải từ năm đầu trở đi."
        if "/" in self.code:
            faults["code"] = "Mã phông không có dấu gạch chéo."
        if faults:
            raise BadInput(
                "fonds-incomplete", "Mô tả phông còn thiếu hoặc sai.", "Sửa các mục được nêu.", fields=faults
            )


@dataclass(frozen=True)
class SeriesPlan:
    """A series that must be there: made when the first thing goes into it."""

    code: str
    title: str
    kind: SeriesKind
    year: int


def series_for_document(card: DocumentCard) -> SeriesPlan:
    """The series a registered document is deposited in: one per direction and calendar year.

    The card's own `year` is the volume, which in a register by terms is the year the term began in.
    """
    year = card.registered_on.year
    if card.direction == "incoming":
        return SeriesPlan(f"{year}.DEN", f"Tập lưu văn bản đến năm {year}", SeriesKind.DEPOSIT, year)
    return SeriesPlan(f"{year}.DI", f"Tập lưu văn bản đi năm {year}", SeriesKind.DEPOSIT, year)


def series_for_case_files(year: int) -> SeriesPlan:
    """The inventory (mục lục hồ sơ) of a year's case files."""
    return SeriesPlan(f"{year}.HS", f"Mục lục hồ sơ năm {year}", SeriesKind.FILES, year)


def item_code(fonds_code: str, year: int, ordinal: int) -> str:
    """The reference code of an item: `H99.01.2026.000123`."""
    return f"{fonds_code}.{year}.{ordinal:06d}"


def case_file_code(fonds_code: str, year: int, notation: str) -> str:
    """The reference code of a case file: `H99.01.2026.01.TCCB`."""
    return f"{fonds_code}.{year}.{notation}"


@dataclass(frozen=True)
class Placement:
    """Which fonds documents go to; an empty `direction` or `register_id` means any."""

    direction: str
    register_id: str
    fonds_id: str

    def suits(self, card: DocumentCard) -> bool:
        """Whether the rule speaks of this document."""
        return self.direction in ("", card.direction) and self.register_id in ("", card.register_id)

    @property
    def precision(self) -> tuple[bool, bool]:
        """The larger goes first: a register before a direction before everything."""
        return (bool(self.register_id), bool(self.direction))


def fonds_for(card: DocumentCard, rules: list[Placement], default: str) -> str:
    """The fonds of a document by the most precise rule, else the office's own open fonds."""
    suiting = sorted((rule for rule in rules if rule.suits(card)), key=lambda rule: rule.precision)
    return suiting[-1].fonds_id if suiting else default


def year_span(days: list[date]) -> tuple[date | None, date | None]:
    """The first and the last of some days."""
    return (min(days), max(days)) if days else (None, None)
