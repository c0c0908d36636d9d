"""Reads the one box: numbers, notations, dates, types and quoted words, each from the place where it was typed.

Patterns run over the folded line, whose places are those of the typed one, so `đến` and `den` read alike while the
marks stay known.
"""

import re
from collections.abc import Callable, Iterator

from services.kernel.text import flat, normalise, tokens
from services.search.domain.pieces import Day, Flow, Kind, Letters, Month, Named, Number, Piece, Plain, Symbol, Year
from services.search.domain.vocabulary import is_letters, type_abbreviated, types_by_name

LONGEST = 300
_ENDS = r"(?![0-9a-z])"
_NAMED_HEAD = r"(?:nguoi ky|co quan|noi gui|ky):"
_PLACES = {"nguoi ky": "signer", "ky": "signer", "co quan": "issuer", "noi gui": "issuer"}
_WORD = re.compile(r"[0-9a-z\u00c0-\u024f\u1e00-\u1eff]+")
_DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Found = re.Match[str]


def clean(typed: str) -> str:
    """The typed line as it is read and shown again: normal form, at most 300 letters."""
    return normalise(typed[: LONGEST * 4])[:LONGEST]


def pieces(line: str) -> list[Piece]:
    """Everything a cleaned line holds, in order; nothing is left out but punctuation."""
    return list(_scan(line, flat(line)))


def _scan(line: str, folded: str) -> Iterator[Piece]:
    at, last = 0, None
    while word := _next(folded, at):
        piece = _read(line, folded, word.start(), last)
        yield piece
        at, last = piece.end, piece


def _next(folded: str, at: int) -> Found | None:
    return re.compile(r"[\"“”0-9a-z\u00c0-\u024f\u1e00-\u1eff]").search(folded, at)


def _read(line: str, folded: str, at: int, last: Piece | None) -> Piece:
    for pattern, make in _GRAMMAR:
        found = pattern.match(folded, at)
        piece = make(found, line) if found else None
        if piece is not None:
            return piece
    return _word(line, folded, at, last)


def _word(line: str, folded: str, at: int, last: Piece | None) -> Piece:
    found = _WORD.match(folded, at)
    if found is None:  # a lone quotation mark
        return Plain(at, at + 1, ())
    token = _tokens(found, line)
    kind = type_abbreviated(token[0]) if len(found[0]) > 1 else None
    if kind is not None:
        return Kind(found.start(), found.end(), kind.codes, kind.label, token[0])
    if is_letters(found[0], isinstance(last, Letters) or (isinstance(last, Kind) and bool(last.abbreviation))):
        return Letters(found.start(), found.end(), token[0])
    return Plain(found.start(), found.end(), token)


def _tokens(found: Found, line: str, group: int = 0) -> tuple[str, ...]:
    return tuple(tokens(line[found.start(group) : found.end(group)]))


def _quoted(found: Found, line: str) -> Piece | None:
    words = _tokens(found, line, 1)
    return Plain(found.start(), found.end(), words, quoted=True) if words else None


def _named(found: Found, line: str) -> Piece | None:
    words = _tokens(found, line, 2)
    return Named(found.start(), found.end(), _PLACES[found[1]], words) if words else None


def _day(found: Found, _line: str) -> Piece | None:
    day, month, year = int(found["day"]), int(found["month"]), int(found["year"] or 0)
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS_IN[month - 1]:
        return None
    return Day(found.start(), found.end(), day, month, year)


def _month(found: Found, _line: str) -> Piece | None:
    month = int(found[1])
    return Month(found.start(), found.end(), month, int(found[2] or 0)) if 1 <= month <= 12 else None


def _symbol(found: Found, line: str) -> Piece | None:
    written = _tokens(found, line, 1)
    return Symbol(found.start(), found.end(), (written[0].lstrip("0") or "0", *written[1:]))


def _flow(found: Found, _line: str) -> Piece | None:
    # Only the words are taken, the number behind them is read next.
    return Flow(found.start(), found.end(1), "incoming" if found[1] == "den" else "outgoing")


def _type(found: Found, _line: str) -> Piece | None:
    known = types_by_name()[found[0]]
    return Kind(found.start(), found.end(), known.codes, known.label)


def _number(found: Found, _line: str) -> Piece | None:
    return Number(found.start(), found.end(), int(found[1]))


def _year(found: Found, _line: str) -> Piece | None:
    return Year(found.start(), found.end(), int(found[1]))


_YEAR = r"(?:19|20)\d\d"
_LETTER = r"[a-z\u00c0-\u024f\u1e00-\u1eff]"
_GRAMMAR: list[tuple[re.Pattern[str], Callable[[Found, str], Piece | None]]] = [
    (re.compile(pattern.replace(" ", r"\s+") + _ENDS), make)
    for pattern, make in (
        (r"[\"“”]([^\"“”]+)[\"“”]", _quoted),
        (rf"({_NAMED_HEAD[3:-2]}):\s*((?:(?!{_NAMED_HEAD}).)+)", _named),
        (rf"ngay (?P<day>\d{{1,2}}) thang (?P<month>\d{{1,2}})(?: nam (?P<year>{_YEAR}))?", _day),
        (rf"(?:ngay )?(?P<day>\d{{1,2}})(?P<by>[/.-])(?P<month>\d{{1,2}})(?P=by)(?P<year>{_YEAR})(?![/-]\w)", _day),
        (r"(?:ngay )?(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?P<year>)(?![/.-]?\w)", _day),
        (
            rf"(?:so\s*:?\s*)?(\d{{1,7}}[a-z]?\s*/\s*(?:{_YEAR}\s*/\s*)?{_LETTER}[\w&]*(?:\s*[-/.,&]\s*{_LETTER}\w*)*)",
            _symbol,
        ),
        (rf"(?:so\s*:?\s*)?(\d{{1,7}}[a-z]?-{_LETTER}+(?:\s*[-/.]\s*{_LETTER}\w*)*)", _symbol),
        (rf"thang (\d{{1,2}})(?:(?:\s*/\s*| nam )({_YEAR}))?", _month),
        (rf"nam ({_YEAR})", _year),
        (r"(?:(?:van ban|vb|cong van|cv) )?(?:so )?(den|di)(?= (?:so )?\d{1,7}(?![\w/.-]))", _flow),
        ("(?:" + "|".join(types_by_name()) + ")", _type),
        (rf"({_YEAR})", _year),
        (r"(?:so\s*:?\s*)?(\d{1,7})", _number),
    )
]
