"""Type and subject of a document: a centred type name with its summary, or "V/v …" under the number of a letter."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from services.intake.domain.number_line import Anchor
from services.intake.domain.page_lines import Line
from services.kernel.doctypes import PARTY, DocumentType, document_types
from services.kernel.text import fold

_ABOUT = re.compile(r"^\W*(?:v\s?[/.]?\s?v|về việc)\b\s*:?\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"kinh (?:gui|trinh)")
_BODY = re.compile(
    r"(?:kinh gui|kinh trinh|can cu|thuc hien|theo |xet |ngay |trong |dieu \d|phan |[ivx]+\.|\d+[.)]|[a-z]\)|[-+*•] )"
)
_AUTHORITY = re.compile(
    r"(?:chu tich|bo truong|giam doc|uy ban|hoi dong|ban thuong|ban chap|chanh|truong|thu tuong|tong giam|vien|cuc)"
)
_A4_WIDTH = 595.0


@dataclass(frozen=True)
class Title:
    """The type's code and abbreviation and the subject, how sure of type and subject (0..1); empty when not found."""

    code: str = ""
    abbreviation: str = ""
    sure: float = 0.0
    subject: str = ""
    subject_sure: float = 0.0


def find_title(lines: Sequence[Line], anchor: Anchor, regime: str, width: float) -> Title:
    """Look under the number for a letter's subject, then for a type's name, then at the notation's abbreviation."""
    below = [line for line in lines if line.middle > anchor.top]
    types = _candidates(regime, anchor)
    if about := _about_lines(below, anchor, width):
        letter = next(one for one in types if one.is_letter)
        trust = _trust(about)
        return Title(letter.code, letter.abbreviation, 0.95 * trust, _ABOUT.sub("", _text(about)), 0.9 * trust)
    for at, line in enumerate(below):
        if line.middle > anchor.bottom and abs(line.centre - 0.53 * width) < 0.12 * width:
            kind, sure = _named(line, types)
            if kind:
                return _with_subject(kind, sure * line.confidence, line, below[at + 1 :], width / _A4_WIDTH)
    return _by_notation(below, anchor, types)


def _candidates(regime: str, anchor: Anchor) -> list[DocumentType]:
    """Types that may bear this number; one with a year is a legal normative document's."""
    kinds = ("normative", "administrative", "paper") if anchor.year else ("administrative", "paper", "normative")
    order = {kind: place for place, kind in enumerate(kinds)}
    found = [one for one in document_types(regime=regime) if one.kind in order]
    return sorted(found, key=lambda one: order[one.kind])


def _about_lines(lines: Sequence[Line], anchor: Anchor, width: float) -> list[Line]:
    column = [line for line in lines if line.centre < 0.45 * width and line.x1 < 0.66 * width]
    start = next((at for at, line in enumerate(column) if _ABOUT.match(line.text)), None)
    if start is None or column[start].middle > anchor.bottom + 0.15 * width:
        return []
    block = [column[start]]
    for line in column[start + 1 :]:
        apart = line.middle - block[-1].middle
        if apart > 1.9 * max(line.height, block[-1].height) or _ADDRESS.match(fold(line.text)):
            break
        block.append(line)
    return block


def _named(line: Line, types: Iterable[DocumentType]) -> tuple[DocumentType | None, float]:
    """The type whose name the line is, or in capitals begins with; a scan may have one letter in ten wrong."""
    folded = fold(line.text)
    tight = folded.replace(" ", "")
    best: tuple[DocumentType | None, float] = (None, 0.0)
    for kind in types:
        name = fold(re.sub(r"\s*\(.*\)", "", kind.name))
        if tight == name.replace(" ", ""):
            return kind, 0.97 if line.in_capitals else 0.8
        if line.in_capitals and folded.startswith(name + " ") and best[1] < 0.6:
            best = (kind, 0.6)
        elif line.confidence < 1 and SequenceMatcher(None, tight, name.replace(" ", "")).ratio() >= 0.9:
            best = (kind, 0.8)
    return best


def _with_subject(kind: DocumentType, sure: float, heading: Line, after: Iterable[Line], scale: float) -> Title:
    summary = list(_summary_lines(heading, after, scale))
    rest = heading.text[len(kind.name) :].strip() if fold(heading.text).startswith(fold(kind.name) + " ") else ""
    subject = " ".join(filter(None, (rest, _text(summary))))
    subject_sure = 0.9 * _trust(summary) if subject else 0.0
    return Title(kind.code, kind.abbreviation, sure, subject, subject_sure)


def _summary_lines(heading: Line, after: Iterable[Line], scale: float) -> Iterable[Line]:
    """Lines under the heading that share its middle axis and keep its spacing; the body does neither."""
    last, apart = heading, 42.0 * scale
    for line in after:
        folded = fold(line.text)
        step = line.middle - last.middle
        off_axis = abs(line.centre - heading.centre) > 9.0 * scale
        new_voice = line.in_capitals and (last is not heading or _AUTHORITY.match(folded))
        if off_axis or step > apart or _BODY.match(folded) or new_voice:
            return
        yield line
        apart = min(34.0 * scale, apart if last is heading else 1.5 * step)
        last = line


def _by_notation(lines: Sequence[Line], anchor: Anchor, types: Sequence[DocumentType]) -> Title:
    for kind in types:
        if kind.abbreviation and kind.abbreviation == anchor.abbreviation:
            return Title(kind.code, kind.abbreviation, 0.6 * (anchor.notation_sure > 0))
    addressed = any(_ADDRESS.match(fold(line.text)) for line in lines)
    letter = next((one for one in types if one.is_letter), None)
    if letter is None or not addressed or types[0].regime == PARTY:
        return Title()
    return Title(letter.code, letter.abbreviation, 0.7)


def _text(lines: Iterable[Line]) -> str:
    return " ".join(line.text for line in lines)


def _trust(lines: Sequence[Line]) -> float:
    return min((line.confidence for line in lines), default=1.0)
