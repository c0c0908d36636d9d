"""The date of a document: "Hà Nội, ngày 05 tháng 01 năm 2020" in the right half of its head."""

import re
from collections.abc import Sequence
from datetime import date

from services.intake.domain.page_lines import Line, rows
from services.kernel.text import fold

_IN_WORDS = re.compile(r"ng[aà]?y\W*(\d{1,2})\W*thang\W*(\d{1,2})\W*nam\W*(\d+)")
_IN_FIGURES = re.compile(r"\b(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4,})\b")
_FIRST_YEAR, _LAST_YEAR = 1945, 2100


def read_date(lines: Sequence[Line], number_bottom: float, width: float) -> tuple[date | None, float]:
    """The date and how sure (0..1); None and next to nothing for a date that cannot be, like 17/4/20201."""
    below = number_bottom + 0.12 * width
    right = [line for line in lines if line.middle < below and (line.centre > 0.5 * width or line.x1 > 0.7 * width)]
    ordered = [line for row in rows(right) for line in row]
    text = fold(" ".join(line.text for line in ordered))
    for form, sure in ((_IN_WORDS, 0.95), (_IN_FIGURES, 0.6)):
        if found := form.search(text):
            day = _day(*found.groups())
            return (day, sure * _trust(ordered)) if day else (None, 0.1)
    return None, 0.0


def _day(day: str, month: str, year: str) -> date | None:
    if len(year) != 4 or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _trust(lines: Sequence[Line]) -> float:
    with_figures = [line.confidence for line in lines if any(map(str.isdigit, line.text))]
    return min(with_figures, default=1.0)
