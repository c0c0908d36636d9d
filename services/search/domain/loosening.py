"""When nothing was found: which gentler questions are worth offering."""

from dataclasses import dataclass

from services.search.domain.chips import chips
from services.search.domain.pieces import Plain
from services.search.domain.reading import Reading

_MOST = 8


@dataclass(frozen=True)
class Looser:
    """A gentler question: another line, whether all of it is taken as words, whether filters are dropped, and why."""

    line: str
    plainly: bool
    unfiltered: bool
    because: str


def looser(reading: Reading, filtered: bool) -> tuple[Looser, ...]:
    """Gentler questions, the nearest first."""
    found: list[Looser] = []
    if filtered:
        found.append(Looser(reading.line, False, True, "bỏ các điều kiện lọc"))
    if reading.exact and not reading.words:
        found.append(Looser(reading.line, True, True, "tìm như chữ thường trong trích yếu và nội dung"))
    if any(isinstance(piece, Plain) and piece.quoted for piece in reading.words):
        plain = " ".join(reading.line.replace('"', " ").replace("“", " ").replace("”", " ").split())
        found.append(Looser(plain, True, True, "bỏ ngoặc kép"))
    return (*found, *(Looser(line, False, True, "bớt một phần câu tìm") for line in _fewer(reading)))


def _fewer(reading: Reading) -> list[str]:
    """The line with one understood part, or one word, left out; the last first."""
    if reading.exact:
        return [chip.rest for chip in reversed(chips(reading)) if chip.rest]
    words = reading.line.split()
    left_out = reversed(range(len(words))) if 2 <= len(words) <= _MOST else ()
    return [" ".join(words[:at] + words[at + 1 :]) for at in left_out]
