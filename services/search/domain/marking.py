"""Marks what was found in the original text: whole subjects, and the stretch of a body that shows most of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from services.kernel.text import bears_mark, flat, fold, tone_normal
from services.search.domain.pieces import Plain
from services.search.domain.reading import Reading
from services.search.domain.vocabulary import ABBREVIATED

SNIPPET = 220
SCANNED = 200_000
"""How many letters of a text are looked through for a snippet."""
_MOST_FINDS = 2_000
# Letters of alphabets that no word is made of count too: to name those that do makes a pattern cost a millisecond.
_LETTER = r"[^\W_]"
_BETWEEN = re.compile(r"[^0-9a-z\u00c0-\u1eff]+")


@dataclass(frozen=True)
class Segment:
    """A stretch of text, plain as it is stored; whether it was found."""

    text: str
    marked: bool = False


class _Find(NamedTuple):
    start: int
    end: int
    word: str
    as_typed: bool


class Marker:
    """Marks the words of one reading; words typed with marks are marked bare only where none stands as typed."""

    def __init__(self, reading: Reading) -> None:
        plain = [piece for piece in (*reading.words, *reading.exact) if isinstance(piece, Plain)]
        self._phrases = dict(_phrases(plain))
        joined = "|".join(_pattern(phrase) for phrase in self._ordered())
        self._pattern = re.compile(rf"(?:{joined})(?!{_LETTER})") if joined else None
        self._read: dict[str, tuple[str, bool]] = {}

    def _ordered(self) -> list[str]:
        return sorted(filter(None, self._phrases), key=len, reverse=True)

    def whole(self, text: str) -> tuple[Segment, ...]:
        """All of the text, its finds marked."""
        return _segments(text, 0, len(text), self._finds(text))

    def snippet(self, text: str) -> tuple[Segment, ...]:
        """About 220 letters around the densest finds; empty when nothing is found in the text."""
        finds = self._finds(text[:SCANNED])
        if not finds:
            return ()
        start, end = _stretch(text, finds)
        inside = [find for find in finds if start <= find.start and find.end <= end]
        cut = _segments(text, start, end, inside)
        head = (Segment("… "),) if start else ()
        return (*head, *cut, *((Segment(" …"),) if end < len(text) else ()))

    def _finds(self, text: str) -> list[_Find]:
        if self._pattern is None:
            return []
        finds: list[_Find] = []
        for found in self._pattern.finditer(flat(text)):
            start, end = found.span()
            finds.append(_Find(start, end, *self._as_said(text[start:end], found[0])))
            if len(finds) == _MOST_FINDS:
                break
        exact = {find.word for find in finds if find.as_typed}
        return _together(text, [find for find in finds if find.as_typed or find.word not in exact])

    def _as_said(self, seen: str, folded: str) -> tuple[str, bool]:
        """The phrase that a find stands for, and whether it is written as it was typed."""
        if seen not in self._read:  # of one word there are a few spellings and many finds
            word = " ".join(_BETWEEN.split(folded))
            typed = self._phrases.get(word, "")
            self._read[seen] = word, not bears_mark(typed) or tone_normal(seen).lower() == typed
        return self._read[seen]


def _pattern(phrase: str) -> str:
    """Of one phrase; it begins with a letter, so that the engine leaps from one such letter to the next."""
    first, rest = re.escape(phrase[0]), re.escape(phrase[1:]).replace(r"\ ", "[^0-9a-z]+")
    return f"{first}(?<!{_LETTER}{first}){rest}"


def _phrases(plain: Iterable[Plain]) -> Iterable[tuple[str, str]]:
    """Folded phrase to phrase as typed."""
    for piece in plain:
        for typed in [" ".join(piece.tokens)] if piece.quoted else piece.tokens:
            yield fold(typed), typed
            if spelled := ABBREVIATED.get(fold(typed)):
                yield " ".join(spelled), " ".join(spelled)


def _together(text: str, finds: list[_Find]) -> list[_Find]:
    """Where words stand side by side as in "kinh phí", the same word alone elsewhere ("kính gửi") says nothing."""
    joined = [a.word != b.word and text[a.end : b.start] == " " for a, b in pairwise(finds)]
    inside = [left or right for left, right in zip([False, *joined], [*joined, False], strict=True)]
    company = {find.word for find, kept in zip(finds, inside, strict=False) if kept}
    return [find for find, kept in zip(finds, inside, strict=False) if kept or find.word not in company]


def _stretch(text: str, finds: list[_Find]) -> tuple[int, int]:
    best, first = (-1, 0), 0
    for last, find in enumerate(finds):
        while first < last and find.end - finds[first].start > SNIPPET - 40:
            first += 1
        window = finds[first : last + 1]
        worth = len({one.word for one in window}) * 100 + sum(one.as_typed for one in window) * 10 + len(window)
        if worth > best[0]:
            best = worth, first
    start = _word_start(text, max(0, finds[best[1]].start - 40))
    return start, _word_end(text, min(len(text), max(start + SNIPPET, finds[best[1]].end)))


def _word_start(text: str, at: int) -> int:
    gap = text.find(" ", at) if at else -1
    return gap + 1 if 0 <= gap < at + 30 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return at
    gap = text.rfind(" ", max(0, at - 30), at)
    return gap if gap > 0 else at


def _segments(text: str, start: int, end: int, finds: list[_Find]) -> tuple[Segment, ...]:
    made: list[Segment] = []
    at = start
    for find in finds:
        if find.start > at:
            between = text[at : find.start]
            joins = bool(made) and made[-1].marked and between == " "
            made.append(Segment(between, joins))
        made.append(Segment(text[find.start : find.end], True))
        at = find.end
    if at < end:
        made.append(Segment(text[at:end]))
    return _merged(made)


def _merged(segments: list[Segment]) -> tuple[Segment, ...]:
    merged: list[Segment] = []
    for segment in segments:
        if merged and merged[-1].marked == segment.marked:
            merged[-1] = Segment(merged[-1].text + segment.text, segment.marked)
        else:
            merged.append(segment)
    return tuple(merged)
