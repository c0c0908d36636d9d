"""What the registering form is filled with: fields read off the first page, each with how sure it is."""

from typing import Any

from services.intake.domain.papers import Guess
from services.intake.domain.reading import Field, Known, Prefill, read_head
from services.kernel.papers import Inspection, TextSource

_SOURCES = {TextSource.LAYER: "chữ trong tệp, trang 1", TextSource.OCR: "nhận dạng chữ trang 1", TextSource.NONE: ""}


def guesses(seen: Inspection, issuers: tuple[str, ...] = ()) -> tuple[Guess, ...]:
    """The fields found on the first page; days are ISO text, the notation is the whole printed number."""
    if not seen.words:
        return ()
    head = read_head(seen.words, seen.first_width, seen.source, Known(issuers=issuers))
    found = (
        _number(head),
        _guess(
            "document_date",
            head.document_date.value.isoformat() if head.document_date.value else "",
            head.document_date,
        ),
        _guess("issuer", head.issuer.value, head.issuer),
        _guess("type_code", head.document_type.value, head.document_type),
        _guess("subject", _sentence(head.subject.value), head.subject),
    )
    return tuple(one for one in found if one.value)


def _number(head: Prefill) -> Guess:
    both = Field("", min(head.number.confidence, head.notation.confidence), head.number.source)
    return _guess("notation", head.whole_number, both)


def _guess(name: str, value: str, field: Field[Any]) -> Guess:
    return Guess(name, value, float(field.confidence), _SOURCES[field.source])


def _sentence(subject: str) -> str:
    return (subject[:1].upper() + subject[1:])[:1000]
