"""Every fact of a real run, five times each and in any order: the end is that of hearing each once and in turn.

Each copy bears an id of its own, so that the inbox does not help: the reactions themselves must bear it.
"""

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import MetaData, Table, func, insert, select

from services.archive.wiring import wire as wire_archive
from services.backends.bus.courier import Courier
from services.backends.bus.endpoint import Endpoint
from services.backends.settings import Settings
from services.backends.shared import Shared
from services.embedded import Host, wire
from services.intake.wiring import wire as wire_intake
from services.kernel import facts
from services.kernel.values import new_id
from services.search.handlers.searching import Search
from services.search.wiring import wire as wire_search
from services.signing.wiring import wire as wire_signing
from tests.fault.small_office import small_office
from tests.fault.story import Story, Told
from tests.unit.bus_desks import open_desk

TIMES, SEEDS = 5, (1, 2, 3)
_OWN_WORDS = {"id", "item_id", "fonds_id", "series_id", "reference_code"}
_MOMENTS = {"at", "requested_at", "decided_at", "deposited_at", "verified_at", "checked_at"}
_BUS = {"inbox", "outbox", "delivery", "audit", "audit_head", "answers", "alembic_version", "changes", "indexes"}
State = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Run:
    """What happened once: the host it happened in, and every fact told."""

    host: Host
    told: Sequence[Told]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The story, told once."""
    host = wire(small_office(tmp_path_factory.mktemp("story")).settings)
    try:
        host.search.start()
        story = Story(host)
        story.happen()
        host.search.indexing.catch_up_wholly()
        yield Run(host, story.told())
    finally:
        host.close()


def test_the_story_tells_every_kind_of_fact(run: Run) -> None:
    kinds = {name for name, kind in vars(facts).items() if isinstance(kind, type) and issubclass(kind, facts.Fact)}
    assert {type(one.fact).__name__ for one in run.told} == kinds - {"Fact"}
    assert run.host.dead_letters.list() == []


@pytest.mark.parametrize("service", ["archive", "search", "signing"])
def test_a_fresh_service_that_hears_everything_five_times_in_any_order_ends_the_same(
    run: Run, tmp_path: Path, service: str
) -> None:
    straight = _heard_by_a_fresh(run, service, tmp_path / "straight", run.told)
    assert any(straight.values())
    for seed in SEEDS:
        assert _heard_by_a_fresh(run, service, tmp_path / str(seed), _shuffled(run.told, seed)) == straight, seed


def test_the_registry_that_did_the_work_is_moved_by_nothing_it_hears_again(run: Run, tmp_path: Path) -> None:
    before = _state(run.host.intake.endpoint, kept=True)
    with (
        sqlite3.connect(run.host.settings.home / "intake.db") as source,
        sqlite3.connect(tmp_path / "intake.db") as copy,
    ):
        source.backup(copy)
    endpoint = wire_intake(_settings(run, tmp_path), run.host.shared).endpoint
    told = _count(endpoint, "outbox")
    _deliver(tmp_path, endpoint, _shuffled(run.told, 7))
    assert _state(endpoint, kept=True) == before
    assert _count(endpoint, "outbox") == told
    endpoint.database.close()


def test_the_archive_says_once_of_each_document_that_it_is_kept(run: Run, tmp_path: Path) -> None:
    archive = _fresh(run, "archive", tmp_path)
    _deliver(tmp_path, archive, _shuffled(run.told, 11))
    with archive.database.read() as connection:
        names = Counter(connection.execute(select(archive.tables.outbox.c.name)).scalars())
    kept = [one.fact for one in run.told if isinstance(one.fact, facts.ItemDeposited)]
    assert names == {"ItemDeposited": len(kept)}
    archive.database.close()


def test_an_index_fed_in_any_order_shows_everybody_the_same(run: Run, tmp_path: Path) -> None:
    search = wire_search(_settings(run, tmp_path), run.host.shared)
    _deliver(tmp_path, search.endpoint, _shuffled(run.told, 5))
    search.indexing.catch_up_wholly()
    again, first = (_catalogue(run, parts.searching.search) for parts in (search, run.host.search))
    search.stop()
    search.endpoint.database.close()
    assert again == first


def _heard_by_a_fresh(run: Run, service: str, folder: Path, told: Sequence[Told]) -> State:
    folder.mkdir()
    endpoint = _fresh(run, service, folder)
    _deliver(folder, endpoint, told)
    state = _state(endpoint)
    endpoint.database.close()
    return state


def _fresh(run: Run, service: str, folder: Path) -> Endpoint:
    wires: dict[str, Callable[[Settings, Shared], object]] = {
        "archive": wire_archive,
        "search": wire_search,
        "signing": wire_signing,
    }
    endpoint = wires[service](_settings(run, folder), run.host.shared).endpoint  # type: ignore[attr-defined]
    assert isinstance(endpoint, Endpoint)
    return endpoint


def _settings(run: Run, folder: Path) -> Settings:
    return run.host.settings.at(folder)


def _shuffled(told: Sequence[Told], seed: int) -> list[Told]:
    copies = list(told) * TIMES
    random.Random(seed).shuffle(copies)
    return copies


def _deliver(folder: Path, endpoint: Endpoint, told: Sequence[Told]) -> None:
    publisher = open_desk(folder, "publisher", {})
    wanted = endpoint.subscriptions()
    rows = [
        {
            "subscriber": endpoint.name,
            "subscription": name,
            "fact_id": new_id(),
            "body": one.body,
            "at": one.at,
            "due_at": time.time(),
        }
        for one in told
        if (name := wanted.get(type(one.fact).__name__))
    ]
    with publisher.database.write() as connection:
        connection.execute(insert(publisher.tables.delivery), rows)
    courier = Courier(publisher, endpoint, pauses=())
    while courier.carry():
        pass
    assert _count(publisher, "delivery") == 0, "none failed, none is left"
    publisher.database.close()


def _count(endpoint: Endpoint, name: str) -> int:
    with endpoint.database.read() as connection:
        return connection.execute(select(func.count()).select_from(getattr(endpoint.tables, name))).scalar_one()


def _state(endpoint: Endpoint, *, kept: bool = False) -> State:
    """Every row of the service's own tables without the moments, and (unless kept) without the ids it gave itself."""
    metadata = MetaData()
    with endpoint.database.read() as connection:
        metadata.reflect(connection)
        names = _documents(connection, metadata) if endpoint.name == "archive" else {}
        state = {}
        for table in metadata.sorted_tables:
            if table.name in _BUS:
                continue
            columns = [one for one in table.c if one.name not in _MOMENTS and (kept or not _given(endpoint, one.name))]
            found = connection.execute(select(*columns, *([table.c.item_id] if _links(table, endpoint) else [])))
            state[table.name] = sorted((tuple(names.get(str(v), v) for v in row) for row in found), key=repr)
    return state


def _given(endpoint: Endpoint, column: str) -> bool:
    return endpoint.name == "archive" and column in _OWN_WORDS


def _links(table: Table, endpoint: Endpoint) -> bool:
    return endpoint.name == "archive" and "item_id" in table.c


def _documents(connection: object, metadata: MetaData) -> dict[str, str]:
    items = metadata.tables["items"]
    rows = connection.execute(select(items.c.id, items.c.document_id))  # type: ignore[attr-defined]
    return {row.id: row.document_id for row in rows}


def _catalogue(run: Run, search: Callable[..., object]) -> list[object]:
    people = run.host.shared.directory.people()
    shown = [search(person, Search(size=100)) for person in people]
    return [(one.total, [hit.record for hit in one.hits], one.facets) for one in shown]  # type: ignore[attr-defined]
