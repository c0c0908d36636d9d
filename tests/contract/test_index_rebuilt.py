"""An index is made again while people search and clerks write: nobody notices, and nothing is lost."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from services.backends.demo.texts import INCOMING, Plan, dispatches
from services.backends.settings import Settings
from services.cli.demo.office import found
from services.cli.demo.people import OFFICE
from services.cli.demo.work import Work, printed
from services.embedded import opened
from services.kernel.facts import DocumentChanged, DocumentRegistered
from services.search.handlers.searching import Search
from tests.contract.index_engines import ENGINES, addressed
from tests.fault.small_office import small_office
from tests.unit.search_office import SearchOffice, close, search_office

OLD = 120


@pytest.fixture(params=ENGINES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchOffice]:
    """A service whose index holds some documents."""
    with addressed(request.param, tmp_path) as address:
        made = search_office(tmp_path, address)
        made.tell(*(DocumentRegistered(made.card(f"old{at:04d}", number=at + 1), "lan") for at in range(OLD)))
        yield made
        close(made)


@contextmanager
def meanwhile(*works: Callable[[], object]) -> Iterator[list[str]]:
    """Each work over and over in a thread of its own; what went wrong is told."""
    stop, wrong = threading.Event(), list[str]()

    def repeat(work: Callable[[], object]) -> None:
        while not stop.is_set():
            try:
                work()
            except Exception as trouble:
                wrong.append(repr(trouble))

    threads = [threading.Thread(target=repeat, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        for thread in threads:
            thread.join()


class Writer:
    """Registers documents one after the other and changes old ones."""

    def __init__(self, office: SearchOffice) -> None:
        self.office = office
        self.told = 0

    def __call__(self) -> None:
        """One of each."""
        at, office = self.told, self.office
        old = office.card(f"old{at % OLD:04d}", version=at + 2, number=at % OLD + 1, subject=f"Kiện toàn lần {at + 2}")
        new = office.card(f"new{at:05d}", number=5000 + at)
        office.tell(DocumentRegistered(new, "lan"), DocumentChanged(old, "lan"), wait=False)
        self.told += 1


def test_searchers_and_writers_do_not_notice(office: SearchOffice) -> None:
    writer, seen = Writer(office), list[int]()
    office.parts.start()

    def search() -> None:
        found = office.search("kien toan")
        seen.append(found.total)
        assert found.total >= OLD
        assert len(found.hits) == 20

    with meanwhile(search, search, search, search, writer) as wrong:
        for _ in range(3):
            office.parts.reindex()
    assert wrong == []
    assert len(seen) > 20
    office.parts.indexer.stop()
    office.parts.indexing.catch_up_wholly()
    assert office.search("").total == OLD + writer.told
    assert office.search("").total == office.parts.views.known()
    last = writer.told - 1
    assert office.ids(f'"lần {last + 2}"') == [f"old{last % OLD:04d}"]
    assert office.ids(f"{5000 + last}") == [f"new{last:05d}"]


def test_a_rebuilding_that_was_broken_off_is_finished_by_the_indexer(office: SearchOffice) -> None:
    office.parts.index.renew()
    office.parts.indexing.catch_up(50)
    assert office.search("kien toan").total == OLD
    office.register("after")
    assert office.search("kien toan").total == OLD + 1


def test_two_indexers_at_once_leave_the_newest(tmp_path: Path) -> None:
    with addressed("elasticsearch", tmp_path) as address:
        offices = [search_office(tmp_path, address) for _ in range(2)]
        for office in offices:
            office.parts.start()
        writer = Writer(offices[0])
        for _ in range(150):
            writer()
        for office in offices:
            office.parts.indexer.stop()
            office.parts.indexing.catch_up_wholly()
        assert offices[0].search("").total == 150 + min(OLD, 150)
        for at in range(30, 150):
            assert offices[0].ids(f'"lần {at + 2}"') == [f"old{at % OLD:04d}"]
        for office in offices:
            close(office)


def test_changes_committed_out_of_turn_are_not_forgotten(office: SearchOffice) -> None:
    """A change with a lower number may be committed after one with a higher: only what was indexed is done."""
    with office.parts.endpoint.stores() as store:
        store.learn_card(office.card("first", number=4001))
        store.learn_card(office.card("second", number=4002))
    early = office.parts.views.pending(1)
    late = office.parts.views.pending(2)
    only_second = type(late)(late.changes[1:], {"second": late.changes[1]})
    with office.parts.endpoint.stores() as store:
        store.done(only_second)
    assert office.parts.views.pending(10) == early
    office.parts.indexing.catch_up_wholly()
    assert office.ids("4001") == ["first"]


def test_a_lost_index_comes_back_by_the_command_that_the_documentation_names(tmp_path: Path) -> None:
    assert "`vanthu reindex`" in Path("docs/operating.md").read_text("utf-8")
    with addressed("elasticsearch", tmp_path) as address:
        environment = small_office(tmp_path).environment() | {"VANTHU_INDEX": address}
        with opened(Settings.read(environment)) as host:
            office = found(host)
            work = Work(host, office, lambda _question: host.bus.settle())
            every = dispatches(Plan(OFFICE, [("Nguyễn Văn An", "Chủ tịch")], ("VX",), date(2026, 11, 20), 9))
            for arrived in [one for one in every if one.direction == INCOMING][:2]:
                work.register(arrived, printed(arrived))
            host.bus.settle()
        server, name = address.removeprefix("elasticsearch+").rsplit("/", 1)

        def reindex() -> int:
            command = [sys.executable, "-m", "services", "reindex", "--json"]
            told = subprocess.run(command, env=os.environ | environment, capture_output=True, check=True)
            return int(json.loads(told.stdout)["documents"])

        assert reindex() == 2
        for index in urlopen(f"{server}/_cat/indices/{name}-v*?h=index").read().decode().split():
            urlopen(Request(f"{server}/{index}", method="DELETE")).close()
        assert reindex() == 2
        with opened(Settings.read(environment)) as host:
            assert host.search.searching.search(office["lan"], Search("")).total == 2
