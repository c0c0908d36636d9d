"""How fast searching is with the index on a server, as ratios to the bare server.

Raw: the server asked directly for the same words (AND, BM25, top 20, count,
3 facets) in the same index, no access rule. Query: line, access, ranks, hits, total and facets. Service: also names,
marks and snippets out of the database, which is on a server too. The index keeps no answers, so that a question asked
in several ways is work each time.
"""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from elasticsearch import Elasticsearch

from services.kernel.facts import DocumentRegistered
from services.kernel.finding import Ask, Entry
from services.kernel.text import fold
from services.search.domain.conditions import condition
from services.search.domain.facets import facets
from services.search.domain.reading import read
from services.search.domain.record import entry
from services.search.handlers.searching import shown
from tests import postgres
from tests.bench.bench_search import ALL_ACCESS, FACETS, RESTRICTED, as_person, fill, index_only, spent
from tests.bench.figures import Figure, p95, timed
from tests.bench.search_corpus import queries, records
from tests.contract.index_engines import addressed
from tests.servers import need
from tests.unit.search_office import SearchOffice, close, search_office

T = TypeVar("T")


def run() -> Iterable[Figure]:
    """Fill, ask, compare; `SEARCH_RECORDS` makes it smaller for a quick look."""
    count = int(os.environ.get("SEARCH_RECORDS", "200000"))
    with (
        tempfile.TemporaryDirectory(prefix="vanthu-search-") as folder,
        addressed("elasticsearch", Path(folder)) as address,
        Elasticsearch(need("elasticsearch").url, request_timeout=300) as server,
    ):
        name = address.rsplit("/", 1)[1]
        yield from refreshing(server, name)
        database = postgres.role_address("{service}", postgres.database_of(Path(folder)))
        office = search_office(Path(folder), address, VANTHU_DATABASE=database)
        yield Figure("records indexed from the database", count / fill(office, count), "a second")
        server.indices.forcemerge(index=name, max_num_segments=5)  # as after a quiet night
        server.indices.put_settings(index=name, settings={"requests.cache.enable": False})
        size = server.indices.stats(index=name)["_all"]["primaries"]["store"]["size_in_bytes"]
        yield Figure("index on disk", size / 1e6, "MB")
        for words in (1, 2, 3):
            yield from asked(office, raw(server, name), words)
        yield from where_it_goes(office, raw(server, name))
        yield from found_after(office)
        close(office)


def asked(office: SearchOffice, bare: Callable[[str], object], words: int) -> Iterable[Figure]:
    """Lines of so many words, raw and as people of much and of little access."""
    people = (ALL_ACCESS, RESTRICTED)
    ways = [bare, *(index_only(office, who) for who in people), *(as_person(office, who) for who in people)]
    plain, engine, limited, service, restricted = spent(ways, queries(200, words))
    yield Figure(f"{words} word(s), our query, p95", engine, "ms", "raw Elasticsearch", plain, "≤ 2 ×")
    yield Figure(f"{words} word(s), our query, restricted, p95", limited, "ms", "raw Elasticsearch", plain)
    yield Figure(f"{words} word(s), whole service, p95", service, "ms", "raw Elasticsearch", plain, "≤ 2 ×")
    yield Figure(f"{words} word(s), whole service, restricted, p95", restricted, "ms", "raw Elasticsearch", plain)


def where_it_goes(office: SearchOffice, bare: Callable[[str], object]) -> Iterable[Figure]:
    """Processor time of our own process for one search of two words; what servers spend meanwhile is not in it."""
    taken = Counter[str]()

    def part(name: str, work: Callable[[], T]) -> T:
        begun = time.process_time()
        done = work()
        taken[name] += time.process_time() - begun  # type: ignore[assignment]  # a counter of seconds
        return done

    lines = queries(100, 2)
    for line in lines:
        part("raw", lambda line=line: bare(line))  # type: ignore[misc]
        _by_part(office, line, part)
    for name, seconds in taken.items():
        yield Figure(f"processor time: {name}", seconds * 1000 / len(lines), "ms")


def _by_part(office: SearchOffice, line: str, part: Callable[[str, Callable[[], Any]], Any]) -> None:
    reading, keys = read(line), ALL_ACCESS.keys()
    meant = part("reading the line", lambda: condition(read(line)))
    found = part("asking the index", lambda: office.parts.index.find(keys, Ask(meant.must, meant.ranks, FACETS)))
    ids, named = [hit.id for hit in found.hits], [one.value for one in found.facets["fonds"]]
    gathered = part("records, texts and names", lambda: office.parts.views.gather(ids, named))
    part("marks and snippets", lambda: shown(ALL_ACCESS, reading, found, gathered))
    part("columns of counts", lambda: facets(found.facets, {}, gathered.names))


def raw(server: Elasticsearch, name: str) -> Callable[[str], object]:
    """The server asked directly."""
    counted = {facet: {"terms": {"field": facet, "size": 50}} for facet in FACETS}

    def ask(line: str) -> object:
        words = [{"term": {"all_f": word}} for word in fold(line).split()]
        query = {"bool": {"must": words}}
        return server.search(index=name, query=query, size=20, track_total_hits=True, aggs=counted)

    return ask


def found_after(office: SearchOffice) -> Iterable[Figure]:
    """How long after its registration a document is found, while the index follows by itself."""
    office.parts.start()
    waits = []
    for at in range(40):
        begun = time.perf_counter()
        card = office.card(f"late{at}", number=9_000_000 + at)
        office.tell(DocumentRegistered(card, "lan"), wait=False)
        while not office.ids(str(9_000_000 + at)):
            time.sleep(0.005)
        waits.append(time.perf_counter() - begun)
    yield Figure("registered → found, p95", p95(waits), "ms", aim="≤ 2,000")


def refreshing(server: Elasticsearch, name: str) -> Iterable[Figure]:
    """Ways to make a write seen, for batches of 1, 50 and 500: told after each, or waited for each second."""
    entries = [entry(record, body) for record, body in records(3_000)]
    for size in (1, 50, 500):
        for way in ("true", "wait_for", "false"):
            yield Figure(f"batch of {size}, refresh={way}", median(_batches(server, name, entries, (size, way))), "ms")


def _batches(server: Elasticsearch, name: str, entries: list[Entry], plan: tuple[int, str]) -> list[float]:
    from services.backends.index.elastic import mapping

    size, way = plan
    index = f"{name}-v0"
    server.indices.create(
        index=index, mappings=mapping.mappings(), settings=mapping.settings() | {"refresh_interval": "1s"}
    )
    spent_ms = []
    for at in range(6):
        batch = entries[at * size : (at + 1) * size]
        operations = [line for one in batch for line in ({"index": {"_id": one.id}}, mapping.source(one))]
        send = lambda sent=operations: server.bulk(index=index, operations=sent, refresh=way)  # noqa: E731
        spent_ms.append(timed(send) * 1000)  # type: ignore[arg-type]
    server.indices.delete(index=index)
    return spent_ms
