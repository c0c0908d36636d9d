"""Text and word boxes of a PDF's text layer."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from services.backends.pdf.opening import drawing
from services.kernel.papers import WordBox
from services.kernel.text import normalise, normalise_lines

PAGE_LIMIT = 200
CHARACTER_LIMIT = 400_000
_CHARACTERS_BOXED = 20_000
_HYPHEN_MARKS = frozenset((0x02, 0xFFFE, 0xFFFF))
# A hyphen at the end of a line comes as a mark: of a notation (`45/SNV-TCCB`) it is part, of a divided word it is not.
_IN_NOTATION = re.compile(r"(?<=[A-ZĐ0-9])\ufffe(?=[A-ZĐ])")


def page_words(path: Path, page: int = 0) -> tuple[WordBox, ...]:
    """The words of one page (0 is the first), stamps and filled form fields included."""
    with drawing(path) as document:
        return words_of(document, page)


def words_of(document: pdfium.PdfDocument, number: int) -> tuple[WordBox, ...]:
    """As `page_words`, on an open document whose page is flattened in memory on the way."""
    page = document[number]
    if raw.FPDFPage_GetAnnotCount(page) > 0:
        # Number and date are often stamped as annotations, which the text layer leaves out.
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page = document[number]
    turn = _Turn(page.get_rotation(), page.get_bbox())
    words = (_word(group, turn) for group in _groups(page.get_textpage()))
    return tuple(word for word in words if word is not None)


def text_of(document: pdfium.PdfDocument) -> tuple[str, int, bool]:
    """Text of the first pages parted by form feeds, how many pages that is, and whether something was left out."""
    parts: list[str] = []
    left = CHARACTER_LIMIT
    count = min(len(document), PAGE_LIMIT)
    for number in range(count):
        textpage = document[number].get_textpage()
        wanted = textpage.count_chars()
        parts.append(normalise_lines(_joined(textpage.get_text_range(0, min(wanted, left)))))
        left -= wanted
        textpage.close()
        if left <= 0:
            return "\f".join(parts), number + 1, True
    return "\f".join(parts), count, count < len(document)


@dataclass(frozen=True)
class _Turn:
    """From PDF coordinates to points from the top left corner of the page as it is read."""

    degrees: int
    box: tuple[float, float, float, float]

    def place(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = self.box
        if self.degrees == 90:
            return bottom - y0, left - x0, top - y0, right - x0
        if self.degrees == 180:
            return x1 - right, bottom - y0, x1 - left, top - y0
        if self.degrees == 270:
            return y1 - top, x1 - right, y1 - bottom, x1 - left
        return left - x0, y1 - top, right - x0, y1 - bottom


@dataclass(frozen=True)
class _Letter:
    text: str
    left: float
    bottom: float
    right: float
    top: float

    def parted_from(self, before: "_Letter") -> bool:
        height = max(before.top - before.bottom, 1.0)
        off_line = abs((self.top + self.bottom) - (before.top + before.bottom)) > height
        return off_line or self.left - before.right > 0.6 * height or before.left - self.right > height


def _joined(text: str) -> str:
    return _IN_NOTATION.sub("-", text).replace("\ufffe", "")


def _letters(textpage: pdfium.PdfTextPage) -> Iterator[_Letter | None]:
    box = raw.FS_RECTF()
    pointer = ctypes.byref(box)
    before = 0
    for index in range(min(textpage.count_chars(), _CHARACTERS_BOXED)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in _HYPHEN_MARKS and (chr(before).isupper() or chr(before).isdigit()):
            code = ord("-")
        before = code
        if code <= 0x20 or code in _HYPHEN_MARKS or chr(code).isspace():
            yield None
        elif raw.FPDFText_GetLooseCharBox(textpage, index, pointer):
            yield _Letter(chr(code), box.left, box.bottom, box.right, box.top)


def _groups(textpage: pdfium.PdfTextPage) -> Iterator[list[_Letter]]:
    group: list[_Letter] = []
    for letter in _letters(textpage):
        if group and (letter is None or letter.parted_from(group[-1])):
            yield group
            group = []
        if letter is not None:
            group.append(letter)
    if group:
        yield group


def _word(group: list[_Letter], turn: _Turn) -> WordBox | None:
    text = normalise("".join(letter.text for letter in group))
    if not text:
        return None
    edges = turn.place(
        min(g.left for g in group), min(g.bottom for g in group), max(g.right for g in group), max(g.top for g in group)
    )
    return WordBox(text, *(round(edge, 2) for edge in edges))
