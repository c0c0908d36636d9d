"""Printed lines of a page, put together from word boxes; tolerant of slightly turned scans and two-column heads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.kernel.papers import WordBox
from services.kernel.text import fold

_WIDE_GAP = 1.7
_MOST_WORDS = 800
_JOINTS = frozenset("-–—/&:")
# Where the right column of a head begins; it may stand too close to the left one for the gap to tell.
_RIGHT_HEADS = (("cong", "hoa", "xa"), ("dang", "cong", "san"), ("doc", "lap"))


@dataclass(frozen=True)
class Line:
    """Words that stand in one row without a wide gap, from left to right; points from the top left corner."""

    words: tuple[WordBox, ...]

    @property
    def text(self) -> str:
        """The words, one space apart."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.words[-1].x1

    @property
    def centre(self) -> float:
        """Half way between the edges."""
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        """Mean height of the words' middle lines."""
        return sum(word.middle for word in self.words) / len(self.words)

    @property
    def height(self) -> float:
        """Height of the tallest word."""
        return max(word.bottom - word.top for word in self.words)

    @property
    def confidence(self) -> float:
        """Mean confidence of the words, 0..1."""
        return sum(word.confidence for word in self.words) / len(self.words)

    @property
    def in_capitals(self) -> bool:
        """Whether every letter is a capital."""
        return self.text.isupper()


def page_lines(words: Iterable[WordBox], width: float) -> list[Line]:
    """The lines of the head of a page (its upper three quarters on A4), from top to bottom; `width` in points."""
    head = [word for word in words if word.top < width and (_says(word) or word.text in _JOINTS)]
    runs: list[list[WordBox]] = []
    for word in sorted(head[:_MOST_WORDS], key=lambda word: word.x0):
        run = _run_before(runs, word)
        if run is None:
            runs.append([word])
        else:
            run.append(word)
    parts = (_trimmed(part) for run in runs for part in _columns(run, width))
    return sorted((Line(tuple(part)) for part in parts if part), key=lambda line: line.middle)


def _says(word: WordBox) -> bool:
    return any(map(str.isalnum, word.text))


def _trimmed(run: list[WordBox]) -> list[WordBox]:
    """The run without lone dashes at its ends, rules and bullets; one after a notation says that it goes on."""
    saying = [at for at, word in enumerate(run) if _says(word)]
    if not saying:
        return []
    goes_on = "/" in run[saying[-1]].text
    return run[saying[0] : saying[-1] + (2 if goes_on else 1)]


def _run_before(runs: Sequence[list[WordBox]], word: WordBox) -> list[WordBox] | None:
    nearest: list[WordBox] | None = None
    middle, least = word.middle, float("inf")
    for run in runs:
        off = abs(run[-1].middle - middle)
        if off < least and _continues(run[-1], word, off):
            nearest, least = run, off
    return nearest


def _continues(last: WordBox, word: WordBox, off: float) -> bool:
    height = max(last.bottom - last.top, word.bottom - word.top)
    return off < 0.5 * height and -0.5 * height < word.x0 - last.x1 < _WIDE_GAP * height


def _columns(run: list[WordBox], width: float) -> list[list[WordBox]]:
    if run[0].x0 > 0.4 * width or run[-1].x1 < 0.6 * width:
        return [run]
    folded = [fold(word.text) for word in run]
    for head in _RIGHT_HEADS:
        for at in range(1, len(run)):
            if tuple(folded[at : at + len(head)]) == head:
                return [run[:at], run[at:]]
    return [run]


def rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that stand beside one another, each row from left to right, rows from top to bottom."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if found and line.middle - found[-1][0].middle < 0.6 * max(line.height, found[-1][0].height):
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in found]
