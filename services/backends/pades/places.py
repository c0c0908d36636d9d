"""Where number, date and signature stand on a page (Decree 30/2020 App. I §II.3, 4, 7, 8)."""

import re
from collections.abc import Iterator
from typing import Any

import pypdfium2

from services.kernel.anchors import Anchors, Box

MM = 72 / 25.4
_BLANK = r"[\s.…_]*"
_NUMBER = re.compile(rf"S(?:ố|ố)\s*(?P<from>:?){_BLANK}(?P<to>[/\-–])")
_DATE = re.compile(rf"[Nn]gày(?P<day>{_BLANK})tháng(?P<month>{_BLANK})năm")
_LINE_HEIGHT = 14.0


DEFAULT_PLACES = Anchors(
    number=Box(1, 118, 741, 152, 755),
    day=Box(1, 398, 741, 420, 755),
    month=Box(1, 452, 741, 472, 755),
    signature=Box(1, 360, 150, 500, 210),
)
"""Where the Decree's model page has them; the signature stands on the last page."""


def find_places(pdf: bytes, signer: str) -> Anchors:
    """Read the places off the printed page; whatever is not found stands where the Decree's page has it."""
    with pypdfium2.PdfDocument(pdf) as paper:
        first = _Page(paper, 0)
        day, month = _find_date(first)
        number = _find_number(first) or DEFAULT_PLACES.number
        signature = _find_signature(paper, signer) or _on_last_page(paper)
    return Anchors(number, day or DEFAULT_PLACES.day, month or DEFAULT_PLACES.month, signature)


class _Page:
    def __init__(self, paper: Any, index: int) -> None:
        self.index = index
        self.page = paper[index]
        self.width = float(self.page.get_width())
        self.letters = self.page.get_textpage()
        self.text = str(self.letters.get_text_range())

    def box(self, at: int) -> tuple[float, float, float, float]:
        left, bottom, right, top = self.letters.get_charbox(at)
        return left, bottom, right, top

    def lines(self) -> Iterator[tuple[float, float, float, float]]:
        for at in range(self.letters.count_rects()):
            yield self.letters.get_rect(at)


def _find_number(page: _Page) -> Box | None:
    found = _NUMBER.search(page.text)
    if found is None:
        return None
    start = page.box(found.end("from") - 1)[2]
    return _gap(page, start, page.box(found.start("to"))[0], page.box(found.start())[1], 30)


def _find_date(page: _Page) -> tuple[Box | None, Box | None]:
    found = _DATE.search(page.text)
    if found is None:
        return None, None
    base = page.box(found.start())[1]
    start, middle = page.box(found.start("day") - 1)[2], page.box(found.end("day"))[0]
    after, end = page.box(found.start("month") - 1)[2], page.box(found.end("month"))[0]
    return _gap(page, start, middle, base, 20), _gap(page, after, end, base, 20)


def _gap(page: _Page, start: float, end: float, base: float, width: float) -> Box:
    if end - start < width / 2:
        end = start + width
    return Box(page.index + 1, start + 1, base, end - 1, base + _LINE_HEIGHT)


def _find_signature(paper: Any, signer: str) -> Box | None:
    for index in reversed(range(max(0, len(paper) - 10), len(paper))):
        page = _Page(paper, index)
        for name in reversed([found.start() for found in re.finditer(re.escape(signer), page.text)] if signer else []):
            first, last = page.box(name), page.box(name + len(signer) - 1)
            middle = (first[0] + last[2]) / 2
            if middle > page.width / 2:
                return _above(page, middle, max(first[3], last[3]))
    return None


def _above(page: _Page, middle: float, top: float) -> Box:
    floors = [low for left, low, right, _ in page.lines() if low > top + 2 and left < middle < right]
    ceiling = min(floors, default=top + 80) - 2
    height = min(ceiling - top - 4, 28 * MM)
    base = top + 2
    if height < 24:
        height = 48.0
    return Box(page.index + 1, middle - 25 * MM, base, middle + 25 * MM, base + height)


def _on_last_page(paper: Any) -> Box:
    given = DEFAULT_PLACES.signature
    return Box(len(paper), given.x0, given.y0, given.x1, given.y1)
