"""The embedded index: tantivy in a folder, one writer, any number of readers in this process."""

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tantivy

from services.backends.index import folder
from services.backends.index.order import FACET_VALUES
from services.backends.index.queries import Compiler
from services.kernel.finding import Ask, Count, Entry, Found, Hit, Place, Query, Rejected


class TantivyIndex:
    """An index whose every answer is limited to what the given access keys open."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._turn = threading.Lock()
        # The same segments, but while an index is made again beside the one that is asked.
        self._asked = self._written = folder.asked(home)

    def identity(self) -> str:
        """A name that changes whenever the index started from nothing: its keeper then gives it everything again."""
        return self._written.identity

    def claim(self) -> None:
        """Be the one process that writes this index, until closed; Unavailable `index-busy` when another is."""
        with self._turn:
            self._asked.writer()

    def put(self, entries: Iterable[Entry]) -> tuple[Rejected, ...]:
        """Add the entries, or replace older ones of the same id, durably; those that cannot be held come back."""
        with self._turn:
            return self._written.put(tuple(entries))

    def find(self, access: frozenset[str], ask: Ask) -> Found:
        """One page of what these keys open; hits, total and facets all come from the same filtered set."""
        asked = self._asked
        searcher, compiler = asked.index.searcher(), asked.compiler
        total, facets = _counts(searcher, compiler.matching(access, ask.must), ask.facets)
        hits = _hits(searcher, compiler, access, ask) if total else []
        return Found(tuple(hits[: ask.size]), total, facets, more=len(hits) > ask.size)

    def count(self, access: frozenset[str], must: Query) -> int:
        """How many of what these keys open meet a condition."""
        asked = self._asked
        return _counts(asked.index.searcher(), asked.compiler.matching(access, must), ())[0]

    def renew(self) -> None:
        """Write empty segments from now on; those that are asked stay, and stay locked, until `publish`."""
        with self._turn:
            self._asked.writer()
            if self._written is not self._asked:
                self._written.close()
            self._written = folder.empty(self._home)

    def publish(self, identity: str) -> None:
        """Ask the segments of this identity from now on, and drop the others."""
        with self._turn:
            old, new = self._asked, self._written
            if new is old or new.identity != identity:
                return
            new.writer()
            self._asked = new
            old.close()
            folder.name(self._home, new)

    def ready(self) -> str | None:
        """What stands in the way of searching: nothing, once it is opened."""
        return None

    def close(self) -> None:
        """Let another process write."""
        with self._turn:
            self._written.close()
            self._asked.close()


def _counts(
    searcher: tantivy.Searcher, matching: tantivy.Query, facets: Iterable[str]
) -> tuple[int, Mapping[str, tuple[Count, ...]]]:
    asked: dict[str, Any] = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in facets}
    asked[""] = {"value_count": {"field": "day"}}
    told = searcher.aggregate(matching, asked)
    return int(told.pop("")["value"]), {name: _column(column["buckets"]) for name, column in told.items()}


def _column(buckets: list[dict[str, Any]]) -> tuple[Count, ...]:
    """The engine leaves equal counts in any order."""
    counts = (Count(bucket["key"], bucket["doc_count"]) for bucket in buckets)
    return tuple(sorted(counts, key=lambda one: (-one.count, one.value)))


def _hits(searcher: tantivy.Searcher, compiler: Compiler, access: frozenset[str], ask: Ask) -> list[Hit]:
    """Up to size + 1 hits, rank by rank: the best are few and found quickly, the rest is seldom needed."""
    hits: list[Hit] = []
    first = len(ask.ranks) if ask.after is None else min(ask.after.rank, len(ask.ranks))
    for rank in range(first, -1, -1):
        hits += _newest(searcher, compiler.at_rank(access, ask, rank), rank, ask)
        if len(hits) > ask.size:
            break
    return hits[: ask.size + 1]


def _newest(searcher: tantivy.Searcher, query: tantivy.Query, rank: int, ask: Ask) -> list[Hit]:
    """The first size + 1 hits of one rank; the engine leaves days tied in any order, so whole days are read."""
    limit = ask.size + 12
    while True:
        scored = searcher.search(query, limit, count=False, weight_by_field="recency").hits
        hits = _in_order(searcher, [address for _, address in scored], rank, ask.after)
        if len(scored) < limit or (len(hits) > ask.size and hits[ask.size].place.day > hits[-1].place.day):
            return hits
        limit *= 4


def _in_order(searcher: tantivy.Searcher, found: list[Any], rank: int, after: Place | None) -> list[Hit]:
    days = searcher.fast_field_values("day", found)
    ids = [str(searcher.doc(address).get_first("id")) for address in found]
    places = [Place(rank, int(day or 0), id_) for day, id_ in zip(days, ids, strict=True)]
    places.sort(key=_key, reverse=True)
    return [Hit(place.id, place) for place in places if after is None or _key(place) < _key(after)]


def _key(place: Place) -> tuple[int, int, str]:
    return place.rank, place.day, place.id
