"""What is judged: a file, what its office expects of it, and what our verdict must be."""

from dataclasses import dataclass
from io import BytesIO

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from services.kernel.signatures import ExpectedSignature, Outcome

GOOD, BAD, NEVER_GOOD = Outcome.VALID, Outcome.INVALID, Outcome.INDETERMINATE
"""What a verdict must be: valid; invalid; anything but valid."""


@dataclass(frozen=True)
class Variant:
    """A file to be judged; `recorded` is the digest that the office kept of the document, if it knows it."""

    name: str
    pdf: bytes
    must: Outcome
    expected: tuple[ExpectedSignature, ...] = ()
    recorded: str = ""


@dataclass(frozen=True)
class Gap:
    """Where a signature's value stands in the file: the hex digits between the angle brackets."""

    start: int
    end: int


def embedded(pdf: bytes) -> list[EmbeddedPdfSignature]:
    """Every signature and document time stamp of a file."""
    return list(PdfFileReader(BytesIO(pdf)).embedded_signatures)


def gap(pdf: bytes, index: int) -> Gap:
    """The gap of the signature with this index."""
    first, length, second, _ = embedded(pdf)[index].byte_range
    return Gap(first + length + 1, second - 1)


def envelope(pdf: bytes, index: int) -> cms.ContentInfo:
    """The signature's value, to be edited."""
    return cms.ContentInfo.load(embedded(pdf)[index].pkcs7_content)


def with_envelope(pdf: bytes, index: int, value: cms.ContentInfo | bytes) -> bytes:
    """The file with another value in the place of a signature's."""
    place = gap(pdf, index)
    digits = (value if isinstance(value, bytes) else value.dump(force=True)).hex().encode()
    assert len(digits) <= place.end - place.start
    return pdf[: place.start] + digits.ljust(place.end - place.start, b"0") + pdf[place.end :]


def flipped(pdf: bytes, at: int) -> bytes:
    """The file with one byte changed: another hex digit for a hex digit, so that only its meaning changes."""
    byte = pdf[at]
    other = b"0123456789abcdef"[(int(chr(byte), 16) ^ 1)] if chr(byte) in "0123456789abcdef" else byte ^ 1
    return pdf[:at] + bytes([other]) + pdf[at + 1 :]


def replaced(pdf: bytes, old: bytes, new: bytes, *, last: bool = False) -> bytes:
    """The file with one occurrence changed, of equal length so that everything else stays where it was."""
    assert old in pdf, old
    assert len(old) == len(new)
    at = pdf.rindex(old) if last else pdf.index(old)
    return pdf[:at] + new + pdf[at + len(old) :]
