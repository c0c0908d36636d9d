"""The line "Số: 15/QĐ-BNV" (Party "Số 08-CTr/TU"): the anchor from which the rest of a head is found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from services.intake.domain.page_lines import Line
from services.kernel.doctypes import PARTY, STATE
from services.kernel.text import fold

_WORD_NUMBER = re.compile(r"\W*[s5$][o06]\s*[:.;,]*\s*(?=[\d/\-–—.…_]|$)")
_STATE = re.compile(
    r"(?P<num>\d{1,6}[A-Za-z]?|)[\s.…_]*/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?"
    r"(?P<notation>[\w&.,]+(?:\s*[-–—]+\s*[\w&.,]+)*)"
)
_PARTY = re.compile(
    r"(?P<num>\d{1,6}|)[\s.…_]*[-–—]+\s*(?P<type>[A-ZĐ]\w{0,5})\s*/\s*(?P<issuer>[\w.,]+(?:\s*[-–—]+\s*[\w.,]+)*)"
)
_NO_SLASH = re.compile(r"(?P<num>\d{1,6})(?:[\s-]+(?P<notation>[A-ZĐ][\w&-]*))?")
_DASHES = ("-", "–", "—")
_GROUPS = re.compile(r"[-–—]?\s*[A-ZĐ][\wĐđ&.]*(?:\s*[-–—]\s*[A-ZĐ][\w&.]*)*")
_ALIKE = str.maketrans("jlrt10", "iiiiio")


@dataclass(frozen=True)
class Anchor:
    """Number and notation as read, how sure of each (0..1), and the band of the page the line takes (points)."""

    number: str = ""
    notation: str = ""
    regime: str = ""
    year: str = ""
    number_sure: float = 0.0
    notation_sure: float = 0.0
    top: float = 0.0
    bottom: float = 0.0

    @property
    def abbreviation(self) -> str:
        """The first group of the notation: a type's abbreviation unless the document is a letter."""
        return re.split(r"[-/]", self.notation, maxsplit=1)[0]


def find_anchor(lines: Sequence[Line], width: float) -> Anchor:
    """The topmost number line of the left half; without one an empty anchor where such a line would stand."""
    left = [line for line in lines if line.x0 < 0.5 * width and line.middle < 0.6 * width]
    for line in left:
        if word := _WORD_NUMBER.match(_same_length_fold(line.text)):
            text = _rest(line, word.end(), lines, width)
            more = _continuation(text, line, left)
            return _read(text + more.text if more else text, (line, more) if more else (line,), 1.0)
    for line in left:
        if any(form.fullmatch(line.text) for form in (_STATE, _PARTY)) and line.text[0].isdigit():
            return _read(line.text, (line,), 0.7)
    return Anchor(top=0.22 * width, bottom=0.24 * width)


def settled_notation(anchor: Anchor, type_abbreviation: str, known: Sequence[str]) -> tuple[str, float]:
    """A scanned notation, set right where letters look alike: by the type's abbreviation, then notations met before."""
    notation = anchor.notation
    if notation in known:
        return notation, 0.98 if anchor.notation_sure else 0.0
    if type_abbreviation and _skeleton(anchor.abbreviation) == _skeleton(type_abbreviation):
        notation = type_abbreviation + notation[len(anchor.abbreviation) :]
    close = {one for one in known if _skeleton(one) == _skeleton(notation)}
    if len(close) == 1:
        return close.pop(), min(anchor.notation_sure, 0.85)
    return notation, anchor.notation_sure


def _same_length_fold(text: str) -> str:
    return "".join(fold(letter) or " " for letter in text)


def _rest(line: Line, start: int, lines: Sequence[Line], width: float) -> str:
    """What follows "Số:", also past the gap left for a number written by hand."""
    after = [one for one in lines if one is not line and _beside(line, one) and line.x1 <= one.x0 < 0.5 * width]
    return " ".join([line.text[start:], *(one.text for one in sorted(after, key=lambda one: one.x0))]).strip()


def _beside(line: Line, other: Line) -> bool:
    return abs(line.middle - other.middle) < 0.7 * max(line.height, other.height)


def _continuation(text: str, line: Line, left: Sequence[Line]) -> Line | None:
    """The rest of a notation that broke at a hyphen (`45/SNV-` over `TCCB`), if the next line down is one."""
    below = [one for one in left if line.middle < one.middle < line.middle + 2.5 * line.height]
    if not below:
        return None
    ends = text.rstrip().endswith(_DASHES)
    begins = below[0].text.startswith(_DASHES) and "/" in text
    return below[0] if (ends or begins) and _GROUPS.fullmatch(below[0].text) else None


def _read(text: str, lines: Sequence[Line], sure: float) -> Anchor:
    found = _read_text(text, sure * min(line.confidence for line in lines))
    words = [word for line in lines for word in line.words]
    return replace(found, top=min(word.top for word in words), bottom=max(word.bottom for word in words))


def _read_text(text: str, sure: float) -> Anchor:
    if party := _PARTY.match(text):
        number, notation = party["num"].lstrip("0"), f"{party['type']}/{_tight(party['issuer'])}"
        return Anchor(number, notation, PARTY, "", 0.95 * sure * bool(number), 0.9 * sure)
    if state := _STATE.match(text):
        number, year = state["num"].lstrip("0"), state["year"] or ""
        return Anchor(number, _tight(state["notation"]), STATE, year, 0.95 * sure * bool(number), 0.9 * sure)
    if bare := _NO_SLASH.match(text):
        number, notation = bare["num"].lstrip("0"), bare["notation"] or ""
        return Anchor(number, notation, "", "", 0.5 * sure * bool(number), 0.3 * sure * bool(notation))
    return Anchor()


def _tight(notation: str) -> str:
    return re.sub(r"\s*[-–—]+\s*", "-", notation).strip(".,-")


def _skeleton(notation: str) -> str:
    """What is left of a notation when look-alike letters are one and repeated letters single."""
    alike = fold(notation).translate(_ALIKE)
    return "".join(letter for letter, _ in groupby(alike))
