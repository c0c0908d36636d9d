"""The first page as an eye takes it in: words in lines, two columns on top (Decree 30/2020 App. I §IV)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from services.kernel.papers import Inspection, WordBox

_SAME_LINE = 4.0
_SAME_EDGE = 1.5
_JUSTIFIED_LINES = 4
_LONGEST_LINE = 400
_MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class Edges:
    """How far the words stay from the edges of the first page, millimetres; `justified` if lines end on one edge."""

    left: float
    right: float
    top: float
    bottom: float
    justified: bool = False


@dataclass(frozen=True)
class FirstPage:
    """What is read on the first page; `head_*` are lines of the upper two fifths, left and right of the middle.

    A line is cut after 400 signs: no printed line is longer, and patterns are sought in it.
    """

    head: tuple[str, ...]
    head_left: tuple[str, ...]
    head_right: tuple[str, ...]
    edges: Edges


def first_page(paper: Inspection) -> FirstPage:
    """Read a page that has words."""
    size = paper.sizes[0]
    width, height = size.width * _MILLIMETRE, size.height * _MILLIMETRE
    head = [word for word in paper.words if word.bottom < height * 0.4]
    return FirstPage(
        head=_lines(head),
        head_left=_lines(word for word in head if (word.x0 + word.x1) / 2 < width * 0.46),
        head_right=_lines(word for word in head if (word.x0 + word.x1) / 2 >= width * 0.46),
        edges=_edges(paper.words, width, height),
    )


def _edges(words: tuple[WordBox, ...], width: float, height: float) -> Edges:
    outermost = max(word.x1 for word in words)
    return Edges(
        justified=sum(outermost - word.x1 < _SAME_EDGE for word in words) >= _JUSTIFIED_LINES,
        left=min(word.x0 for word in words) / _MILLIMETRE,
        right=(width - outermost) / _MILLIMETRE,
        top=min(word.top for word in words) / _MILLIMETRE,
        bottom=(height - max(word.bottom for word in words)) / _MILLIMETRE,
    )


def _lines(words: Iterable[WordBox]) -> tuple[str, ...]:
    numbered: list[tuple[int, WordBox]] = []
    line, last = 0, None
    for word in sorted(words, key=lambda one: one.middle):
        if last is not None and word.middle - last > _SAME_LINE:
            line += 1
        last = word.middle
        numbered.append((line, word))
    return tuple(
        " ".join(word.text for _, word in sorted(group, key=lambda one: one[1].x0))[:_LONGEST_LINE]
        for _, group in groupby(numbered, key=lambda one: one[0])
    )
