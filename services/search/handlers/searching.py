"""Answers what is typed in the box only with what the asker may open: hits, counts, names and marks alike."""

from dataclasses import dataclass, replace

from services.kernel.deeds import Deed
from services.kernel.finding import AllOf, Ask, Found, Key, Query
from services.kernel.people import Person
from services.search.domain import cursor
from services.search.domain.chips import Chip, chips
from services.search.domain.conditions import Condition, condition
from services.search.domain.facets import FACETS, Facet, facets
from services.search.domain.loosening import Looser, looser
from services.search.domain.marking import Marker, Segment
from services.search.domain.reading import Reading, read
from services.search.domain.record import Record
from services.search.ports import Gathered, Index, Noting, Records, Stores

LARGEST_PAGE = 100


@dataclass(frozen=True)
class Search:
    """A question: the typed line, one chosen value per facet, the order, where to go on, and which facets to count."""

    line: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    newest_first: bool = False
    plainly: bool = False
    cursor: str = ""
    size: int = 20
    counted: tuple[str, ...] = FACETS

    @property
    def mark(self) -> str:
        """All that a cursor must fit."""
        return repr((self.line, self.chosen, self.newest_first, self.plainly))


@dataclass(frozen=True)
class Shown:
    """One found document with its subject marked and the stretch of its text that shows why."""

    record: Record
    subject: tuple[Segment, ...]
    snippet: tuple[Segment, ...]


@dataclass(frozen=True)
class Offer:
    """A gentler question and how many documents it would find."""

    question: Looser
    total: int


@dataclass(frozen=True)
class Results:
    """The answer to a question; `next_cursor` is empty on the last page, `offer` only given when nothing was found."""

    search: Search
    reading: Reading
    chips: tuple[Chip, ...]
    hits: tuple[Shown, ...]
    total: int
    facets: tuple[Facet, ...]
    next_cursor: str = ""
    offer: Offer | None = None


class Searching:
    """Questions to the index, and looking at one find, which the audit remembers."""

    def __init__(self, stores: Stores[Noting], index: Index, records: Records) -> None:
        self.stores = stores
        self.index = index
        self.records = records

    def search(self, person: Person, asked: Search) -> Results:
        """One page of what this person may open; BadInput `cursor-invalid` for a cursor of another question."""
        reading = read(asked.line, plainly=asked.plainly)
        wanted = condition(reading)
        after = cursor.place(asked.cursor, asked.mark) if asked.cursor else None
        ask = Ask(
            must=_filtered(wanted, asked),
            ranks=() if asked.newest_first else wanted.ranks,
            facets=asked.counted,
            size=min(max(asked.size, 1), LARGEST_PAGE),
            after=after,
        )
        found = self.index.find(person.keys(), ask)
        gathered = self.records.gather([hit.id for hit in found.hits], _named(found))
        return Results(
            search=asked,
            reading=reading,
            chips=chips(reading),
            hits=shown(person, reading, found, gathered),
            total=found.total,
            facets=facets(found.facets, dict(asked.chosen), gathered.names),
            next_cursor=cursor.written(found.hits[-1].place, asked.mark) if found.more else "",
            offer=None if found.total else self._offer(person, reading, asked),
        )

    def look(self, person: Person, document_id: str, asked: Search) -> tuple[Record, Marker, str] | None:
        """One document with its text and the marker of the question; None unless this person may open it."""
        record = self.records.records([document_id]).get(document_id)
        if record is None or not person.may_open(record.readers):
            return None
        with self.stores() as store:
            store.audit(person, Deed.VIEW, document_id)
        body = self.records.bodies([record.text_digest]).get(record.text_digest, "")
        return record, Marker(read(asked.line, plainly=asked.plainly)), body

    def _offer(self, person: Person, reading: Reading, asked: Search) -> Offer | None:
        best: Offer | None = None
        for question in looser(reading, bool(asked.chosen)):
            gentler = replace(asked, line=question.line, plainly=question.plainly, chosen=())
            wanted = condition(read(gentler.line, plainly=gentler.plainly))
            total = self.index.count(person.keys(), wanted.must)
            if total and (best is None or total < best.total):
                best = Offer(question, total)
        return best


def shown(person: Person, reading: Reading, found: Found, gathered: Gathered) -> tuple[Shown, ...]:
    """What was found as this person may see it, marked."""
    known = [gathered.records[hit.id] for hit in found.hits if hit.id in gathered.records]
    marker = Marker(reading)
    return tuple(
        Shown(record, marker.whole(record.subject), marker.snippet(gathered.bodies.get(record.text_digest, "")))
        for record in known
        # The records are newer than the index: who lost access a moment ago sees nothing any more.
        if person.may_open(record.readers)
    )


def _named(found: Found) -> list[str]:
    return [count.value for name in ("fonds", "register") for count in found.facets.get(name, ())]


def _filtered(wanted: Condition, asked: Search) -> Query:
    return AllOf((wanted.must, *(Key(name, value) for name, value in asked.chosen if name in FACETS)))
