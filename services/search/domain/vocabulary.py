"""The words the box knows: types of documents, abbreviations of offices, and abbreviations everybody writes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from services.kernel.doctypes import DocumentType, document_types
from services.kernel.text import bears_mark, fold

_SYLLABLE = re.compile(r"(?:ngh|ng|gh|gi|kh|nh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|nh|ng|[cmnpt])?")
# Suffixes of Party committees that look like syllables: provincial, district, committee, cell, congress.
_SUFFIXES = frozenset({"tu", "hu", "du", "cb", "dh", "tw", "to"})
_ALIASES = {"cv": "cong van"}

ABBREVIATED: dict[str, tuple[str, ...]] = {
    short: tuple(long.split())
    for short, long in {
        "ubnd": "uy ban nhan dan",
        "hdnd": "hoi dong nhan dan",
        "mttq": "mat tran to quoc",
        "cchc": "cai cach hanh chinh",
        "tthc": "thu tuc hanh chinh",
        "cntt": "cong nghe thong tin",
        "khcn": "khoa hoc va cong nghe",
        "gddt": "giao duc va dao tao",
        "bhxh": "bao hiem xa hoi",
        "pctt": "phong chong thien tai",
        "qppl": "quy pham phap luat",
        "ktxh": "kinh te xa hoi",
        "gpmb": "giai phong mat bang",
        "atgt": "an toan giao thong",
        "pccc": "phong chay chua chay",
    }.items()
}
"""Abbreviations found also by their words, and the words by them; folded."""


@dataclass(frozen=True)
class KnownType:
    """A type name or abbreviation with every code it may stand for, and how it is shown."""

    codes: tuple[str, ...]
    label: str


@cache
def types_by_name() -> dict[str, KnownType]:
    """Folded full names to types, longest first."""
    named = [(fold(_bare_name(one)), one) for one in document_types()]
    found = {name: _known([one for other, one in named if other == name]) for name, _ in named}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def type_abbreviated(token: str) -> KnownType | None:
    """The types an abbreviation may stand for; marks, where typed, must be right (HĐ is no HD)."""
    folded = fold(token)
    if folded in _ALIASES:
        return types_by_name().get(_ALIASES[folded])
    kinds = _abbreviated().get(folded, ())
    exact = [one for one in kinds if one.abbreviation.lower() == token]
    return _known(exact if exact and bears_mark(token) else kinds) if kinds else None


@cache
def _abbreviated() -> dict[str, list[DocumentType]]:
    found: dict[str, list[DocumentType]] = {}
    for one in document_types():
        if one.abbreviation:
            found.setdefault(fold(one.abbreviation), []).append(one)
    return found


def _known(kinds: Iterable[DocumentType]) -> KnownType:
    kinds = list(kinds)
    names = dict.fromkeys(_bare_name(one).lower() for one in kinds)
    return KnownType(tuple(one.code for one in kinds), " hoặc ".join(names))


def _bare_name(one: DocumentType) -> str:
    return re.sub(r"\s*\(.*\)", "", one.name)


def is_letters(folded: str, after_abbreviation: bool) -> bool:
    """Whether a folded word can only be the abbreviation of an office, given what stands before it."""
    if len(folded) > 12 or not folded.isalpha():
        return False
    return _SYLLABLE.fullmatch(folded) is None or (after_abbreviation and folded in _SUFFIXES)
