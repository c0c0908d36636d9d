"""Decides what a line in the box means: a document named by its number, words to find, or both."""

from dataclasses import dataclass

from services.kernel.text import tokens
from services.search.domain.box import clean, pieces
from services.search.domain.pieces import Day, Flow, Kind, Letters, Month, Named, Number, Piece, Plain, Symbol, Year

_MOST_WORDS = 24
_NUMBER_WORDS = ("số", "so")


@dataclass(frozen=True)
class Reading:
    """The line and its meaning: `exact` pieces name documents, `words` are looked for; with both, either is enough."""

    line: str
    exact: tuple[Piece, ...] = ()
    words: tuple[Piece, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was asked, so that everything is shown."""
        return not self.exact and not self.words


def read(typed: str, *, plainly: bool = False) -> Reading:
    """What the typed line means; `plainly` takes all of it as words."""
    line = clean(typed)
    found = [piece for piece in pieces(line) if not (isinstance(piece, Plain) and not piece.tokens)]
    if not plainly and _names_a_document(found):
        return Reading(line, tuple(found), _worded(line, found, plainly) if _is_also_said(found) else ())
    return Reading(line, (), _worded(line, found, plainly))


def _names_a_document(found: list[Piece]) -> bool:
    kinds = [type(piece) for piece in found]
    if Plain in kinds or max((kinds.count(kind) for kind in (Number, Symbol, Kind, Flow, Day, Year)), default=0) > 1:
        return False
    if kinds == [Year]:
        return True
    if Letters in kinds and Number not in kinds:
        return False
    anchored = any(kind in kinds for kind in (Number, Symbol, Day, Month)) or _is_short_type_of_a_year(found)
    return anchored and not (Number in kinds and Symbol in kinds) and not _named_type_follows(found)


def _is_short_type_of_a_year(found: list[Piece]) -> bool:
    return any(isinstance(one, Year) for one in found) and any(
        isinstance(one, Kind) and one.abbreviation for one in found
    )


def _named_type_follows(found: list[Piece]) -> bool:
    """A full type name behind a number is ordinary speech: `3 báo cáo`."""
    numbers = [one.start for one in found if isinstance(one, Number)]
    return any(isinstance(one, Kind) and not one.abbreviation and numbers and one.start > numbers[0] for one in found)


def _is_also_said(found: list[Piece]) -> bool:
    """Other documents speak of `15/QĐ-UBND` and of `nghị quyết 18`: those are worth finding too."""
    named = any(isinstance(one, Kind) and not one.abbreviation for one in found)
    counted = any(isinstance(one, Number) for one in found)
    return any(isinstance(one, Symbol) for one in found) or (named and counted)


def _worded(line: str, found: list[Piece], plainly: bool) -> tuple[Piece, ...]:
    keep: tuple[type[Piece], ...] = () if plainly else (Named, Day, Year)
    words: list[Piece] = []
    for piece in found[:_MOST_WORDS]:
        words += [piece] if isinstance(piece, keep) else _as_words(line, piece, plainly)
    return tuple(words)


def _as_words(line: str, piece: Piece, plainly: bool) -> list[Piece]:
    if isinstance(piece, Plain):
        return [piece]
    words = tuple(tokens(line[piece.start : piece.end]))
    if isinstance(piece, Symbol):
        return [Plain(piece.start, piece.end, words[words[0] in _NUMBER_WORDS :], quoted=True)]
    if isinstance(piece, Number) and len(words) > 1 and 1900 <= piece.value < 2100 and not plainly:
        # "chuyển đổi số 2025" speaks of a year, though "số 2025" could have been a number.
        return [Plain(piece.start, piece.end, words[:-1]), Year(piece.start, piece.end, piece.value)]
    return [Plain(piece.start, piece.end, words)]
