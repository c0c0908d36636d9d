"""Says back what was understood, each part removable."""

from dataclasses import dataclass

from services.search.domain.pieces import Day, Flow, Kind, Letters, Month, Named, Number, Piece, Plain, Symbol, Year
from services.search.domain.reading import Reading


@dataclass(frozen=True)
class Chip:
    """One understood part in words; `rest` is the line without it."""

    words: str
    rest: str


def chips(reading: Reading) -> tuple[Chip, ...]:
    """What was understood beyond plain words: "số 45", "công văn", "ngày 05/3"."""
    understood = reading.exact or tuple(piece for piece in reading.words if _is_more_than_words(piece))
    return tuple(Chip(_words(piece, reading.line), _without(reading.line, piece)) for piece in understood)


def _is_more_than_words(piece: Piece) -> bool:
    return not isinstance(piece, Plain) or (piece.quoted and piece.end - piece.start > 2)


def _without(line: str, piece: Piece) -> str:
    return " ".join((line[: piece.start] + " " + line[piece.end :]).split())


def _words(piece: Piece, line: str) -> str:
    typed = line[piece.start : piece.end]
    match piece:
        case Number(value=value):
            return f"số {value}"
        case Flow(flow=flow):
            return "văn bản đến" if flow == "incoming" else "văn bản đi"
        case Symbol():
            return f"số, ký hiệu {typed[_digits(typed) :]}"
        case Kind(label=label):
            return label
        case Day(day=day, month=month, year=year):
            return f"ngày {day:02d}/{month}" + (f"/{year}" if year else "")
        case Month(month=month, year=year):
            return f"tháng {month}" + (f"/{year}" if year else "")
        case Year(year=year):
            return f"năm {year}"
        case Letters():
            return f"ký hiệu {typed}"
        case Named(place=place):
            name = typed.split(":", 1)[1].strip(' "“”')
            return f"người ký {name}" if place == "signer" else f"cơ quan {name}"
    return f"cụm “{typed.strip(chr(34) + '“”')}”"


def _digits(typed: str) -> int:
    return next((at for at, letter in enumerate(typed) if letter.isdigit()), 0)
