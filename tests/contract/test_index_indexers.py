"""Several processes keep one index: each document is indexed once, and nothing waits for one that has died."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from services.kernel.errors import Unavailable
from services.kernel.facts import DocumentChanged, DocumentRegistered
from services.search.handlers.indexing import BEATS
from tests import postgres
from tests.contract.index_engines import addressed
from tests.servers import need
from tests.unit.search_office import SearchOffice, close, search_office

_KEEPER = """
import sys, time
from services.backends.database import open_database
from services.search.views import SearchViews
with SearchViews(open_database(sys.argv[1], "search")).alone(wait=True) as mine:
    print(mine, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The addresses of services' databases on a server."""
    yield postgres.role_address("{service}", postgres.database_of(tmp_path))
    postgres.give_back(tmp_path)


@pytest.fixture
def two(tmp_path: Path, database: str) -> Iterator[list[SearchOffice]]:
    """Two processes' worth of one service."""
    with addressed("elasticsearch", tmp_path) as address:
        offices = [search_office(tmp_path, address, VANTHU_DATABASE=database) for _ in range(2)]
        yield offices
        for office in offices:
            close(office)


def written(office: SearchOffice) -> int:
    """How many documents the server was given, the same one twice counted twice."""
    with Elasticsearch(need("elasticsearch").url) as server:
        name = office.parts.index._aliases.asked  # type: ignore[union-attr]  # the index of this test is on the server
        return int(server.indices.stats(index=name, metric="indexing")["_all"]["primaries"]["indexing"]["index_total"])


def caught_up(office: SearchOffice, within: float = 20) -> bool:
    """Whether nothing waits any more, in time."""
    deadline = time.monotonic() + within
    while office.parts.views.waiting() and time.monotonic() < deadline:
        time.sleep(0.02)
    return office.parts.views.waiting() == 0


def test_two_indexers_share_the_work_and_do_none_of_it_twice(two: list[SearchOffice]) -> None:
    first, _ = two
    first.parts.indexing.catch_up_wholly()
    with first.parts.endpoint.stores() as store:
        for at in range(700):
            store.learn_card(first.card(f"d{at}", number=at + 1))
    work = [threading.Thread(target=office.parts.indexing.catch_up_wholly) for office in two]
    for each in work:
        each.start()
    for each in work:
        each.join()
    assert caught_up(first)
    assert first.search("").total == 700
    assert written(first) == 700


def test_running_side_by_side_they_index_what_comes_in_once(two: list[SearchOffice]) -> None:
    first, second = two
    for office in two:
        office.parts.start()
    assert caught_up(first)
    for at in range(40):
        for office in two:  # as workers ring both
            office.tell(DocumentRegistered(office.card(f"d{at}-{id(office)}", number=at + 1), "lan"), wait=False)
        first.parts.indexer.ring()
        second.parts.indexer.ring()
    assert caught_up(first)
    assert first.search("").total == 80
    assert written(first) == 80


def test_what_one_had_in_hand_when_it_died_is_indexed_by_the_other(two: list[SearchOffice], database: str) -> None:
    first, _ = two
    first.parts.indexing.catch_up_wholly()
    keeper = subprocess.Popen(
        [sys.executable, "-c", _KEEPER, database.format(service="search")], stdout=subprocess.PIPE, text=True
    )
    assert keeper.stdout is not None
    assert keeper.stdout.readline() == "True\n"
    first.tell(DocumentRegistered(first.card("d1"), "lan"), wait=False)
    assert not first.parts.indexing.beat()
    assert first.parts.views.waiting() == 1
    keeper.kill()
    keeper.wait()
    keeper.stdout.close()
    first.parts.start()
    assert caught_up(first)
    assert first.ids("kien toan") == ["d1"]


def test_one_who_loses_its_turn_in_mid_work_ends_it_all_the_same(two: list[SearchOffice]) -> None:
    first, second = two
    first.parts.indexing.catch_up_wholly()
    first.tell(DocumentRegistered(first.card("d1"), "lan"), wait=False)
    with first.parts.views.alone(wait=True) as mine:
        assert mine
        assert not second.parts.indexing.beat()
        _end_the_turn(first)
        second.parts.indexing.beat()
    assert second.ids("kien toan") == ["d1"]


def test_an_index_that_is_lost_while_nothing_comes_in_is_made_again(two: list[SearchOffice]) -> None:
    first, _ = two
    first.register("d1")
    first.parts.indexing.beat()
    with Elasticsearch(need("elasticsearch").url) as server:
        name = first.parts.index._aliases.asked  # type: ignore[union-attr]  # as above
        server.indices.delete(index=f"{name}-v1")
    for _ in range(BEATS + 1):
        first.parts.indexing.beat()
    assert first.ids("kien toan") == ["d1"]


def test_a_quiet_indexer_asks_the_server_nothing(two: list[SearchOffice]) -> None:
    """The server is away and a quiet beat does not notice; a change does."""
    first, _ = two
    first.register("d1")
    first.parts.indexing.beat()
    first.parts.index.close()
    assert not any(first.parts.indexing.beat() for _ in range(BEATS))
    first.tell(DocumentChanged(first.card("d1", version=2), "lan"), wait=False)
    with pytest.raises(Unavailable):
        first.parts.indexing.beat()


def _end_the_turn(office: SearchOffice) -> None:
    url = office.parts.endpoint.database.url
    with postgres.told(url.rsplit("/", 1)[1]) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
