"""The file plan of a year (danh mục hồ sơ): what case files are opened from (Decree 30/2020 Art. 28, App. V)."""

from dataclasses import dataclass

from services.archive.domain.retention import Retention
from services.kernel.errors import BadInput


@dataclass(frozen=True)
class PlanLine:
    """One line: notation `01.TCCB`, title, period, who keeps the file."""

    id: str
    year: int
    heading: str
    notation: str
    title: str
    retention: Retention
    owner_id: str
    owner_name: str
    unit_id: str
    unit_name: str


def plan_notation(ordinal: int, abbreviation: str) -> str:
    """The notation of the n-th file under a heading: `01.TCCB`."""
    return f"{ordinal:02d}.{abbreviation}"


def check_notation(notation: str) -> None:
    """Refuse `file-notation-unreadable` unless it reads like `01.TCCB`: a number, a dot, an abbreviation."""
    number, dot, rest = notation.partition(".")
    if not (number.isascii() and number.isdigit() and dot and rest) or len(notation) > 40 or "/" in notation:
        raise BadInput(
            "file-notation-unreadable",
            f"Không đọc được ký hiệu hồ sơ “{notation[:40]}”.",
            "Ghi số thứ tự, dấu chấm và chữ viết tắt đề mục, ví dụ 01.TCCB.",
            fields={"notation": "Ghi như 01.TCCB."},
        )
