"""The pieces the box is read into; each knows which part of the typed line it came from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A part of the typed line, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Number(Piece):
    """A number a document may carry: its own or that of its register."""

    value: int


@dataclass(frozen=True)
class Flow(Piece):
    """`incoming` or `outgoing`, said with a register number."""

    flow: str


@dataclass(frozen=True)
class Symbol(Piece):
    """A number with notation as printed, in tokens: `15/QĐ-UBND` is 15, qđ, ubnd."""

    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Kind(Piece):
    """A type of document, by its name or its abbreviation (`abbreviation` is empty for a name)."""

    codes: tuple[str, ...]
    label: str
    abbreviation: str = ""


@dataclass(frozen=True)
class Day(Piece):
    """A day, of one year or of any (year 0)."""

    day: int
    month: int
    year: int = 0


@dataclass(frozen=True)
class Month(Piece):
    """A month, of one year or of any (year 0)."""

    month: int
    year: int = 0


@dataclass(frozen=True)
class Year(Piece):
    """A year."""

    year: int


@dataclass(frozen=True)
class Letters(Piece):
    """Letters that are no Vietnamese syllable: the abbreviation of an office."""

    token: str


@dataclass(frozen=True)
class Plain(Piece):
    """Words to find; quoted ones stand side by side."""

    tokens: tuple[str, ...]
    quoted: bool = False


@dataclass(frozen=True)
class Named(Piece):
    """Words to find in one place only: `signer` or `issuer`."""

    place: str
    tokens: tuple[str, ...]
