"""The engines an index may lie on, each index of a test under a name of its own and gone with the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4

from services.backends.index.opening import OpenedIndex, open_index
from services.kernel.finding import Ask, Found
from services.search.domain.conditions import condition
from services.search.domain.reading import read
from tests.servers import need

ENGINES = ("elasticsearch", "tantivy")
CLERK = frozenset({"role:clerk"})


@contextmanager
def addressed(engine: str, home: Path) -> Iterator[str]:
    """The address of an index nobody else has, as the settings name it."""
    if engine == "tantivy":
        yield f"tantivy:{home / 'index'}"
        return
    url, name = need("elasticsearch").url, f"test-{uuid4().hex}"
    try:
        yield f"elasticsearch+{url}/{name}"
    finally:
        asked = urlopen(f"{url}/_cat/indices/{name}-v*?h=index").read().decode().split()
        for index in asked:
            urlopen(Request(f"{url}/{index}", method="DELETE")).close()


@contextmanager
def opened(engine: str, home: Path) -> Iterator[OpenedIndex]:
    """An empty index."""
    with addressed(engine, home) as address:
        index = open_index(address)
        index.claim()
        index.publish(index.identity())
        yield index
        index.close()


def ask(index: OpenedIndex, line: str, access: frozenset[str] = CLERK, **more: object) -> Found:
    """What a line in the box finds."""
    meant = condition(read(line))
    return index.find(access, Ask(meant.must, meant.ranks, **more))  # type: ignore[arg-type]


def ids(index: OpenedIndex, line: str, access: frozenset[str] = CLERK) -> list[str]:
    """The ids found, in order."""
    return [hit.id for hit in ask(index, line, access).hits]
