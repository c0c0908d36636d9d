"""What a desk gives an index and asks of it, in words every index engine understands.

Texts are analysed before they arrive here (kernel/text): each text field lives twice, as written (`subject`) and
folded (`subject_f`), so that all engines find the same documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FOLDED = "_f"
TEXTS = ("subject", "all", "issuer", "signer", "symbol")
KEYS = ("type", "flow", "fonds", "register", "year", "from", "state")
NUMBERS = ("number", "entry", "date", "month_day", "month", "years")


@dataclass(frozen=True)
class Entry:
    """One document as the index keeps it; the words themselves stay with the service.

    `day` counts days since 1970-01-01 and orders hits, newest first. `readers` are the access keys that may open it.
    A text may have several pieces, a phrase never reaches from one into the next. `date` is yyyymmdd, `month_day`
    mmdd, `month` yyyymm. `version` grows with every change of the document: of two entries the greater one stays,
    whichever is put last.
    """

    id: str
    day: int
    readers: frozenset[str]
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True)
class Rejected:
    """An entry that an index cannot hold, and why; the reason says nothing of its words."""

    id: str
    reason: str


@dataclass(frozen=True)
class Word:
    """Holds one analysed word in a text field."""

    field: str
    word: str


@dataclass(frozen=True)
class Phrase:
    """Holds the analysed words side by side, in this order."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """Carries exactly this key or number."""

    field: str
    value: str | int


@dataclass(frozen=True)
class AllOf:
    """Meets every part; without parts it is met by every document."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class AnyOf:
    """Meets at least one part; without parts nothing meets it."""

    parts: tuple["Query", ...]


Query = Word | Phrase | Key | AllOf | AnyOf
EVERYTHING = AllOf(())


@dataclass(frozen=True)
class Place:
    """Where a hit stands in the order rank, day, id, all falling: enough to go on after it whatever was added since."""

    rank: int
    day: int
    id: str


@dataclass(frozen=True)
class Ask:
    """One page of a search.

    `ranks` are conditions from best to least: a hit stands by the first it meets, equals by day, newest first; so the
    order never depends on documents the asker may not open. `facets` names the key fields to count.
    """

    must: Query
    ranks: tuple[Query, ...] = ()
    facets: tuple[str, ...] = ()
    size: int = 20
    after: Place | None = None


@dataclass(frozen=True)
class Hit:
    """One found document and its place in the order."""

    id: str
    place: Place


@dataclass(frozen=True)
class Count:
    """How many of all hits carry this key."""

    value: str
    count: int


@dataclass(frozen=True)
class Found:
    """One page of hits, with the total and the facet counts of all pages; `more` says whether a next page exists."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[Count, ...]]
    more: bool
