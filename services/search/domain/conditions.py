"""Turns a reading of the box into what is asked of the index: the condition, and the ranks that order the finds."""

from dataclasses import dataclass

from services.kernel.finding import EVERYTHING, FOLDED, AllOf, AnyOf, Key, Phrase, Query, Word
from services.kernel.text import bears_mark, fold
from services.search.domain.pieces import Day, Flow, Kind, Letters, Month, Named, Number, Piece, Plain, Symbol, Year
from services.search.domain.reading import Reading
from services.search.domain.vocabulary import ABBREVIATED


@dataclass(frozen=True)
class Condition:
    """What every find meets, and the ranks of `kernel.finding.Ask`."""

    must: Query
    ranks: tuple[Query, ...] = ()


def condition(reading: Reading) -> Condition:
    """The condition of a reading: named documents first, then those that say the words, marks as typed first."""
    if reading.empty:
        return Condition(EVERYTHING)
    named = _named_documents(reading.exact)
    if not reading.words:
        return Condition(named, _exact_ranks(reading.exact))
    said, ranks = _said(reading.words)
    if not reading.exact:
        return Condition(said, ranks)
    return Condition(AnyOf((named, said)), (*_exact_ranks(reading.exact), named, *ranks))


def _named_documents(exact: tuple[Piece, ...]) -> Query:
    if len(exact) == 1 and isinstance(exact[0], Year):
        return AnyOf((Key("years", exact[0].year), *_numbered(exact[0].year, by_register_only=False)))
    in_register = any(isinstance(piece, Flow) for piece in exact)
    return AllOf(tuple(_meets(piece, in_register) for piece in exact))


def _meets(piece: Piece, in_register: bool = False) -> Query:
    match piece:
        case Number(value=value):
            return AnyOf(_numbered(value, in_register))
        case Flow(flow=flow):
            return Key("flow", flow)
        case Symbol(tokens=written):
            return Phrase("symbol" + FOLDED, _folded(written))
        case Kind(codes=codes, abbreviation=short):
            of_type: tuple[Query, ...] = tuple(Key("type", code) for code in codes)
            return AnyOf((*of_type, Word("symbol" + FOLDED, fold(short))) if short else of_type)
        case Letters(token=token):
            return Word("symbol" + FOLDED, fold(token))
        case Day(day=day, month=month, year=year):
            return Key("date", (year * 100 + month) * 100 + day) if year else Key("month_day", month * 100 + day)
        case Month(month=month, year=year):
            return Key("month", year * 100 + month)
        case Year(year=year):
            return Key("years", year)
        case Named(place=place, tokens=words):
            return AllOf(tuple(Word(place + FOLDED, word) for word in _folded(words)))
    return EVERYTHING


def _numbered(value: int, by_register_only: bool) -> tuple[Query, ...]:
    by_register = Key("entry", value)
    return (by_register,) if by_register_only else (Key("number", value), by_register)


def _exact_ranks(exact: tuple[Piece, ...]) -> tuple[Query, ...]:
    """The notation letter for letter before the one that only folds to it; a bare year may be a number after all."""
    ranks: list[Query] = []
    for piece in exact:
        if isinstance(piece, Symbol):
            ranks.append(Phrase("symbol", piece.tokens))
        if isinstance(piece, Year) and len(exact) == 1:
            ranks.append(AnyOf(_numbered(piece.year, by_register_only=False)))
    letters = [letters for piece in exact if (letters := _letters(piece))]
    if any(bears_mark(token) for token in letters):
        ranks.append(AllOf(tuple(Word("symbol", token) for token in letters)))
    return tuple(ranks)


def _letters(piece: Piece) -> str:
    match piece:
        case Letters(token=token):
            return token
        case Kind(abbreviation=short):
            return short
    return ""


def _said(pieces: tuple[Piece, ...]) -> tuple[Query, tuple[Query, ...]]:
    must = AllOf(tuple(_says(piece) for piece in pieces))
    plain = [piece for piece in pieces if isinstance(piece, Plain)]
    words = tuple(word for piece in plain for word in piece.tokens)
    return must, _ranks(words, bool(words) and len(words) <= 12)


def _says(piece: Piece) -> Query:
    match piece:
        case Plain(tokens=words, quoted=True):
            return _side_by_side(words)
        case Plain(tokens=words):
            return AllOf(tuple(_anywhere(word) for word in words))
        case Day(day=day, month=month, year=year):
            spoken = (str(day), str(month), str(year)) if year else (str(day), str(month))
            return AnyOf((_meets(piece), Phrase("all" + FOLDED, spoken)))
        case Year(year=year):
            return AnyOf((_meets(piece), Word("all" + FOLDED, str(year))))
    return _meets(piece)


def _side_by_side(words: tuple[str, ...]) -> Query:
    """Quoted words are taken as typed when every one bears a mark, else by their bare letters."""
    if all(bears_mark(word) for word in words):
        return Phrase("all", words)
    return Phrase("all" + FOLDED, _folded(words))


def _anywhere(word: str) -> Query:
    bare = fold(word)
    spelled = ABBREVIATED.get(bare)
    single = Word("all" + FOLDED, bare)
    return AnyOf((single, Phrase("all" + FOLDED, spelled))) if spelled else single


def _ranks(words: tuple[str, ...], worth_it: bool) -> tuple[Query, ...]:
    """Marks as typed before bare letters, subject before text, side by side before scattered."""
    if not worth_it:
        return ()
    steps: list[Query] = []
    if any(bears_mark(word) for word in words):
        steps += [_in_order("subject", words), _as_typed("subject", words)]
        steps += [_in_order("all", words), _as_typed("all", words)]
    bare = _folded(words)
    steps += [_in_order("subject" + FOLDED, bare), _as_typed("subject", bare), _in_order("all" + FOLDED, bare)]
    if len(words) == 1:
        return tuple(dict.fromkeys(steps))[:-1]
    return tuple(steps)


def _in_order(field: str, words: tuple[str, ...]) -> Query:
    return Phrase(field, words) if len(words) > 1 else Word(field, words[0])


def _as_typed(field: str, words: tuple[str, ...]) -> Query:
    each = tuple(Word(field, word) if bears_mark(word) else Word(field + FOLDED, fold(word)) for word in words)
    return AllOf(each) if len(each) > 1 else each[0]


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(word) for word in words)
