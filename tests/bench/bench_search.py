"""How fast searching is over 200,000 records, as ratios to the bare engine.

Raw: tantivy asked directly for the same words (AND, BM25, top 20, count, 3 facets) over the same index, no access
rule. Service: the whole use case, from the typed line to marked subjects and snippets out of the database.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import tantivy
from sqlalchemy import insert

from services.kernel.finding import Ask
from services.kernel.people import Person, Role
from services.kernel.text import fold
from services.search.domain.conditions import condition
from services.search.domain.reading import read
from services.search.handlers.searching import Search
from services.search.tables import BODIES, RECORDS
from tests.bench.figures import Figure, p95, timed
from tests.bench.search_corpus import queries, records
from tests.unit.search_office import SearchOffice, close, search_office

FACETS = ("type", "fonds", "year")
ALL_ACCESS = Person("lan", "Lan", "", "hclt", "", frozenset({Role.CLERK, Role.LEADER, Role.AUDITOR}))
RESTRICTED = Person("7", "Bình", "", "tccb", "", frozenset({Role.DRAFTER}))


def fill(office: SearchOffice, count: int, start: int = 0) -> float:
    """Put the records from `start` on into the service's database and index them; seconds of indexing."""
    rows: list[dict[str, Any]] = []
    with office.parts.endpoint.database.write() as connection:
        for record, body in islice(records(count), start, None):
            kept = {name: getattr(record, name) for name in record.__dataclass_fields__ if name in RECORDS.c}
            lists = {"readers": json.dumps(sorted(record.readers)), "case_files": "[]", "text_digest": record.id * 2}
            rows.append({"body": body, **kept, **lists, "version": 1})
            if len(rows) == 5000 or record.id == f"{count - 1:032x}":
                connection.execute(
                    insert(BODIES), [{"digest": row["text_digest"], "text": row.pop("body")} for row in rows]
                )
                connection.execute(insert(RECORDS), rows)
                rows.clear()
    return timed(office.parts.indexing.catch_up_wholly)


def spent(ways: list[Callable[[str], object]], lines: list[str]) -> list[float]:
    """p95 in milliseconds of each way to ask; a line is asked in all ways before the next, so that load is shared."""
    for line in lines[:20]:
        for way in ways:
            way(line)
    rounds = [[timed(lambda way=way, line=line: way(line)) for way in ways] for line in lines]  # type: ignore[misc]
    return [p95(seconds) for seconds in zip(*rounds, strict=True)]


def raw(office: SearchOffice) -> Callable[[str], object]:
    """The engine asked directly."""
    index = office.parts.index._index
    schema, must = index.schema, tantivy.Occur.Must
    asked = {name: {"terms": {"field": name, "size": 50}} for name in FACETS}

    def ask(line: str) -> object:
        searcher = index.searcher()
        words = [(must, tantivy.Query.term_query(schema, "all_f", word)) for word in fold(line).split()]
        query = tantivy.Query.boolean_query(words)
        found = searcher.search(query, 20)
        return [searcher.doc(address) for _, address in found.hits], found.count, searcher.aggregate(query, asked)

    return ask


def index_only(office: SearchOffice, who: Person) -> Callable[[str], object]:
    """Line, access rule, ranks, hits, total and facets, without marking what was found."""

    def ask(line: str) -> object:
        meant = condition(read(line))
        return office.parts.index.find(who.keys(), Ask(meant.must, meant.ranks, FACETS))

    return ask


def as_person(office: SearchOffice, who: Person) -> Callable[[str], object]:
    """The whole use case as somebody."""
    return lambda line: office.parts.searching.search(who, Search(line, counted=FACETS))


def run() -> Iterable[Figure]:
    """Build, ask, compare; `SEARCH_RECORDS` makes it smaller for a quick look."""
    count = int(os.environ.get("SEARCH_RECORDS", "200000"))
    with tempfile.TemporaryDirectory(prefix="vanthu-search-") as folder:
        office = search_office(Path(folder))
        yield Figure("records indexed from the database", count / fill(office, count), "a second")
        office.parts.index.close()  # merging ends before anything is measured
        size = sum(file.stat().st_size for file in (Path(folder) / "index").rglob("*") if file.is_file())
        yield Figure("index on disk", size / 1e6, "MB")
        for words in (1, 2, 3):
            yield from _asked(office, words)
        close(office)


def _asked(office: SearchOffice, words: int) -> Iterable[Figure]:
    lines = queries(300, words)
    people = (ALL_ACCESS, RESTRICTED)
    ways = [raw(office), *(index_only(office, who) for who in people), *(as_person(office, who) for who in people)]
    bare, engine, limited, service, restricted = spent(ways, lines)
    yield Figure(f"{words} word(s), our query, p95", engine, "ms", "raw tantivy", bare, "≤ 3 ×")
    yield Figure(f"{words} word(s), our query, restricted, p95", limited, "ms", "all access", engine, "≤ 1.3 ×")
    yield Figure(f"{words} word(s), whole service, p95", service, "ms", "raw tantivy", bare)
    yield Figure(f"{words} word(s), whole service, restricted, p95", restricted, "ms", "all access", service, "≤ 1.3 ×")
