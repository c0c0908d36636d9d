"""Reading the head of a document: number, notation, date, issuer, type and subject, each with its confidence.

Rules over word boxes in the layouts of Decree 30/2020 (App. I) and of Party documents; what they find is offered to the
clerk, never kept unconfirmed. Whatever stands on the page, an answer comes back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from services.intake.domain.agency_names import bodies, calm, whole_name
from services.intake.domain.date_line import read_date
from services.intake.domain.number_line import Anchor, find_anchor, settled_notation
from services.intake.domain.page_lines import Line, page_lines
from services.intake.domain.title_block import find_title
from services.kernel.doctypes import PARTY, STATE
from services.kernel.notation import DocumentNumber
from services.kernel.papers import TextSource, WordBox
from services.kernel.text import fold

V = TypeVar("V")


@dataclass(frozen=True)
class Field(Generic[V]):
    """A value read from the page, how sure the rules are (0..1; 0: nothing found), and where the words came from."""

    value: V
    confidence: float
    source: TextSource


@dataclass(frozen=True)
class Prefill:
    """What a form may be filled with; empty strings and None where nothing was found.

    `number` has no leading zeros; `notation` is what follows it (`BNV-VP`, Party `CTr/TU`); `document_type` is a type's
    code; `subject` comes without "V/v"; `parent` is the agency above the issuer; `regime` is `state` or `party`;
    `year` stands in the number of legal normative documents only.
    """

    number: Field[str]
    notation: Field[str]
    document_date: Field[date | None]
    issuer: Field[str]
    document_type: Field[str]
    subject: Field[str]
    parent: str = ""
    regime: str = STATE
    year: str = ""

    @property
    def whole_number(self) -> str:
        """Number and notation as they are printed: `05/BNV-VP`, `30/2020/NĐ-CP`, `08-CTr/TU`; empty without both."""
        if not (self.number.value and self.notation.value):
            return ""
        return str(DocumentNumber(self.number.value, self.notation.value, self.regime, self.year))


@dataclass(frozen=True)
class Known:
    """What the office has met before: issuers' names and notations; a close reading is set right by them."""

    issuers: tuple[str, ...] = ()
    notations: tuple[str, ...] = ()


NOTHING_KNOWN = Known()


def read_head(
    words: Iterable[WordBox], width: float, source: TextSource = TextSource.LAYER, known: Known = NOTHING_KNOWN
) -> Prefill:
    """Read the head of a first page `width` points wide."""
    lines = page_lines(words, width)
    anchor = find_anchor(lines, width)
    regime = anchor.regime or _regime(lines)
    title = find_title(lines, anchor, regime, width)
    notation, sure = anchor.notation, anchor.notation_sure
    if source is TextSource.OCR:
        notation, sure = settled_notation(anchor, title.abbreviation, known.notations)
    day, day_sure = read_date(lines, anchor.bottom, width)
    parent, issuer, issuer_sure = _agencies(_above(lines, anchor, width), known)
    return Prefill(
        number=Field(anchor.number, round(anchor.number_sure, 2), source),
        notation=Field(notation, round(sure, 2), source),
        document_date=Field(day, round(day_sure, 2), source),
        issuer=Field(issuer, round(issuer_sure, 2), source),
        document_type=Field(title.code, round(title.sure, 2), source),
        subject=Field(title.subject, round(title.subject_sure, 2), source),
        parent=parent,
        regime=regime,
        year=anchor.year,
    )


def _regime(lines: Sequence[Line]) -> str:
    return PARTY if any("dang cong san viet nam" in fold(line.text) for line in lines[:6]) else STATE


def _above(lines: Sequence[Line], anchor: Anchor, width: float) -> list[Line]:
    """The issuer's lines: in the left column over the number."""
    return [
        line
        for line in lines
        if line.middle < anchor.top and line.centre < 0.45 * width and any(map(str.isalpha, line.text))
    ]


def _agencies(lines: Sequence[Line], known: Known) -> tuple[str, str, float]:
    """Parent, issuer, and how sure of the issuer; a name met before is written as it was then."""
    names = bodies([line.text.strip(" .:;_'") for line in lines])
    if not names:
        return "", "", 0.0
    parent = calm(names[-2]) if len(names) > 1 else ""
    trust = min(line.confidence for line in lines)
    met = next((one for one in known.issuers if fold(one) == fold(names[-1])), "")
    return parent, met or whole_name(parent, calm(names[-1])), (0.95 if met else 0.8) * trust
