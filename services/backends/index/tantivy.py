"""The embedded index: tantivy in a folder, one writer, any number of readers in this process."""

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tantivy

from services.backends.index.folder import forget, open_folder
from services.backends.index.queries import Compiler
from services.backends.index.shape import document
from services.kernel.errors import Unavailable
from services.kernel.finding import Ask, Count, Entry, Found, Hit, Place, Query

_HEAP = 32_000_000
_FACET_VALUES = 50


class TantivyIndex:
    """An index whose every answer is limited to what the given access keys open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._open()

    def _open(self) -> None:
        self._index, self._identity = open_folder(self._folder)
        self._index.config_reader("manual")
        self._writer: tantivy.IndexWriter | None = None
        self._compiler = Compiler(self._index.schema)

    def identity(self) -> str:
        """A name that changes whenever the index started from nothing: its keeper then gives it everything again."""
        return self._identity

    def claim(self) -> None:
        """Be the one process that writes this index, until closed; Unavailable `index-busy` when another is."""
        with self._turn:
            self._claimed()

    def _claimed(self) -> tantivy.IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(_HEAP, 1)
            except ValueError as busy:
                raise Unavailable(
                    "index-busy",
                    "Chỉ mục tìm kiếm đang được một tiến trình khác ghi.",
                    "Dừng dịch vụ đang chạy rồi làm lại.",
                ) from busy
        return self._writer

    def put(self, entries: Iterable[Entry]) -> None:
        """Add the entries, or replace those of the same id, durably; they are found from now on."""
        with self._turn:
            writer = self._claimed()
            try:
                for entry in entries:
                    writer.delete_documents_by_term("id", entry.id)
                    writer.add_document(document(entry))
                writer.commit()
            except (OSError, ValueError):
                self._writer = None  # a writer that failed once, on a full disk, say, is dead for good
                raise
            self._index.reload()

    def find(self, access: frozenset[str], ask: Ask) -> Found:
        """One page of what these keys open; hits, total and facets all come from the same filtered set."""
        searcher = self._index.searcher()
        total, facets = self._counts(searcher, access, ask)
        hits = self._hits(searcher, access, ask) if total else []
        return Found(tuple(hits[: ask.size]), total, facets, more=len(hits) > ask.size)

    def count(self, access: frozenset[str], must: Query) -> int:
        """How many of what these keys open meet a condition."""
        return self._counts(self._index.searcher(), access, Ask(must))[0]

    def _hits(self, searcher: tantivy.Searcher, access: frozenset[str], ask: Ask) -> list[Hit]:
        """Up to size + 1 hits, rank by rank: the best are few and found quickly, the rest is seldom needed."""
        hits: list[Hit] = []
        first = len(ask.ranks) if ask.after is None else min(ask.after.rank, len(ask.ranks))
        for rank in range(first, -1, -1):
            hits += _newest(searcher, self._compiler.at_rank(access, ask, rank), rank, ask)
            if len(hits) > ask.size:
                break
        return hits[: ask.size + 1]

    def clear(self) -> None:
        """Drop everything and start from nothing under a new identity."""
        with self._turn:
            self._claimed()  # never pull the folder away from under another process
            self._close()
            forget(self._folder)
            self._open()

    def close(self) -> None:
        """Let another process write."""
        with self._turn:
            self._close()

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None
            self._index.reload()

    def _counts(
        self, searcher: tantivy.Searcher, access: frozenset[str], ask: Ask
    ) -> tuple[int, Mapping[str, tuple[Count, ...]]]:
        asked: dict[str, Any] = {name: {"terms": {"field": name, "size": _FACET_VALUES}} for name in ask.facets}
        asked[""] = {"value_count": {"field": "day"}}
        told = searcher.aggregate(self._compiler.matching(access, ask.must), asked)
        return int(told[""]["value"]), {
            name: tuple(Count(bucket["key"], bucket["doc_count"]) for bucket in told[name]["buckets"])
            for name in ask.facets
        }


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
