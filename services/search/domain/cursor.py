"""The opaque mark a next page starts from; it fits one question only."""

import base64
import binascii
import hashlib

from services.kernel.errors import BadInput
from services.kernel.finding import Place


def written(place: Place, question: str) -> str:
    """The cursor that goes on after this place of this question."""
    plain = f"{place.rank}.{place.day}.{place.id}.{_seal(question)}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def place(cursor: str, question: str) -> Place:
    """The place a cursor stands for; BadInput `cursor-invalid` when it is none of this question."""
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        rank, day, rest = plain.split(".", 2)
        id_, seal = rest.rsplit(".", 1)
        found = Place(_small(rank), _small(day), id_)
    except (ValueError, binascii.Error):
        raise _unusable() from None
    if seal != _seal(question) or not id_:
        raise _unusable()
    return found


def _small(digits: str) -> int:
    if not digits.isdecimal() or len(digits) > 6 or not digits.isascii():
        raise ValueError(digits)
    return int(digits)


def _seal(question: str) -> str:
    return hashlib.sha256(question.encode("utf-8", "replace")).hexdigest()[:12]


def _unusable() -> BadInput:
    return BadInput("cursor-invalid", "Dấu trang kết quả không dùng được cho câu tìm này.", "Tìm lại từ trang đầu.")
