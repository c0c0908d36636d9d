"""On PostgreSQL a relay is called when its service has something to tell: it does not wait until it looks by itself."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit import relay as relaying
from services.backends.bus.rabbit.relay import Relay
from services.backends.database.calling import calling
from services.backends.loop import Loop, Rhythm
from services.backends.telemetry import Figure
from services.deployed.relay import relay_of
from services.web.contribution import Contribution
from tests import databases
from tests.contract.rabbit_desks import Office, eventually, office
from tests.postgres import database_of, told
from tests.unit.bus_desks import LEDGER, desks, tell

_ON_THE_LINE = (
    "FROM pg_stat_activity WHERE application_name = 'vanthu listening' AND datname = current_database()"
    " AND query LIKE 'LISTEN%'"
)


@pytest.fixture
def rabbit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(databases, "ON_POSTGRES", True)
    # Whoever is not called does not look again before the test is over.
    monkeypatch.setattr(relaying, "LISTENING", 3600.0)
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def first(rabbit: Office) -> Iterator[Endpoint]:
    three = desks(rabbit.home)
    yield three[0]
    for desk in three:
        desk.database.close()


@contextmanager
def listening(rabbit: Office, desk: Endpoint, count: int) -> Iterator[list[str]]:
    """So many relays of a desk at work, all on the line, during a `with`; who was woken."""
    woken: list[str] = []
    ended = threading.Event()
    relays = [Relay(desk, rabbit.line(desk.name), lambda: woken.append(desk.name)) for _ in range(count)]
    works = [threading.Thread(target=each.run, args=(ended.is_set,)) for each in relays]
    for work in works:
        work.start()
    try:
        assert eventually(lambda: lines(rabbit) == len(woken) == count)
        yield woken
    finally:
        ended.set()
        for work in works:
            work.join(30)


def lines(rabbit: Office) -> int:
    """How many listen."""
    with told(database_of(rabbit.home)) as connection:
        row = connection.execute(f"SELECT count(*) {_ON_THE_LINE}").fetchone()
    return int(row[0]) if row else 0


def unsent(desk: Endpoint) -> int:
    """Facts that wait."""
    with desk.database.read() as connection:
        return len(connection.execute(select(LEDGER.outbox.c.seq).where(LEDGER.outbox.c.sent_at.is_(None))).all())


@contextmanager
def calls(desk: Endpoint) -> Iterator[None]:
    """What this desk commits is called out during a `with`."""
    call = calling(desk.database, desk.name)
    call.start()
    desk.stores.told = call.ring
    yield
    call.stop()


def test_what_is_committed_is_sent_by_relays_that_are_called_each_fact_once(rabbit: Office, first: Endpoint) -> None:
    with listening(rabbit, first, 2) as woken:
        with calls(first):
            tell(first, range(30))
            assert eventually(lambda: unsent(first) == 0)
        assert rabbit.depth("vanthu.second") == 30
        assert len(woken) > 2, "whoever does other work for the service is woken too"


def test_what_nobody_was_called_for_is_sent_when_a_lost_line_stands_anew(rabbit: Office, first: Endpoint) -> None:
    with listening(rabbit, first, 1):
        tell(first, [1])
        with told(database_of(rabbit.home)) as connection:
            connection.execute(f"SELECT pg_terminate_backend(pid) {_ON_THE_LINE}")
        assert eventually(lambda: unsent(first) == 0)
        assert eventually(lambda: lines(rabbit) == 1)


def test_the_chores_of_a_service_are_begun_when_it_has_told_something(rabbit: Office, first: Endpoint) -> None:
    begun: list[int] = []
    chore = Loop("chore", lambda: bool(begun.append(1)), Rhythm(idle=3600.0))  # type: ignore[func-returns-value]
    relay, ended = relay_of(_Desk(first, [chore]), rabbit.line("first")), threading.Event()
    work = threading.Thread(target=relay.run, args=(ended.is_set,))
    for each in (chore, work):
        each.start()
    assert eventually(lambda: lines(rabbit) == 1)
    before = len(begun)
    tell(first, [1])
    assert eventually(lambda: unsent(first) == 0 and len(begun) > before)
    ended.set()
    work.join(30)
    chore.stop()


@dataclass
class _Desk:
    """As much of a service as its relay needs."""

    endpoint: Endpoint
    chores: Sequence[Loop]
    figures: Sequence[Figure] = ()

    @property
    def contribution(self) -> Contribution:
        """It has no desk."""
        raise NotImplementedError
