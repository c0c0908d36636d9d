"""Sent is what the broker confirmed, heard is what a worker has kept: before that both may die and nothing is lost."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pika
import pytest
from sqlalchemy import insert, select

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit.relay import Relay
from services.kernel.facts import DocumentVoided, SignatureWithdrawn
from services.kernel.values import new_id
from services.kernel.wire import to_json
from tests import databases
from tests.contract.rabbit_desks import Office, eventually, office
from tests.servers.proxy import Fault, Proxy
from tests.unit.bus_desks import LEDGER, desks, effects, tell

QUEUE = "vanthu.second"


@pytest.fixture
def rabbit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("VANTHU_TEST_DATABASE", "postgresql")
    monkeypatch.setattr(databases, "ON_POSTGRES", True)
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def first(rabbit: Office) -> Iterator[Endpoint]:
    three = desks(rabbit.home)
    yield three[0]
    for desk in three:
        desk.database.close()


@contextmanager
def over(way: Proxy, rabbit: Office, desk: Endpoint) -> Iterator[Relay]:
    """A relay whose link leads through the proxy and stands already."""
    line = rabbit.line("first")
    relay = Relay(desk, replace(line, address=replace(line.address, port=way.port)))
    tell(desk, [0])
    assert relay.carry() == 1
    yield relay
    relay.close()


def unsent(desk: Endpoint) -> int:
    """Facts that nobody has marked sent."""
    with desk.database.read() as connection:
        return len(connection.execute(select(LEDGER.outbox.c.seq).where(LEDGER.outbox.c.sent_at.is_(None))).all())


@contextmanager
def carrying(relay: Relay) -> Iterator[list[int]]:
    """The relay at work during a `with`; afterwards how many facts it says were taken."""
    taken: list[int] = []
    work = threading.Thread(target=lambda: taken.append(relay.carry()))
    work.start()
    try:
        yield taken
    finally:
        work.join(30)


def test_facts_that_never_reached_the_broker_stay_unsent_and_are_sent_later(rabbit: Office, first: Endpoint) -> None:
    with Proxy(rabbit.broker.port) as way, over(way, rabbit, first) as relay:
        tell(first, range(1, 6))
        with way.failing(Fault.UPSTREAM_BLACKHOLE), carrying(relay) as taken:
            time.sleep(0.3)
            way.cut()
        assert (taken, unsent(first), rabbit.depth(QUEUE)) == ([0], 5, 1)
        assert relay.carry() == 5
    assert (unsent(first), rabbit.depth(QUEUE)) == (0, 6)


def test_while_a_relay_waits_others_leave_its_facts_alone_and_what_is_told_meanwhile_is_not_marked(
    rabbit: Office, first: Endpoint
) -> None:
    other = Relay(first, rabbit.line("first"))
    with Proxy(rabbit.broker.port) as way, over(way, rabbit, first) as relay:
        tell(first, range(1, 4))
        with carrying(relay) as taken, way.failing(Fault.DOWNSTREAM_BLACKHOLE):
            assert eventually(lambda: rabbit.depth(QUEUE) == 4)
            assert other.carry() == 0, "they are in the first one's hands"
            tell(first, [4])
            _tell_late(first, 5)
        assert (taken, unsent(first)) == ([3], 2)
    assert other.carry() == 2
    other.close()
    assert (unsent(first), rabbit.depth(QUEUE)) == (0, 6)


@pytest.fixture
def third(rabbit: Office, first: Endpoint) -> Iterator[Endpoint]:
    _, second, third = desks(rabbit.home)
    yield third
    for desk in (second, third):
        desk.database.close()


def _hand(rabbit: Office, reason: str) -> None:
    """Let the third desk's worker have a fact in hand."""
    body = to_json(SignatureWithdrawn("q1", "d1", reason)).encode()
    user = rabbit.line("second").address.user
    properties = pika.BasicProperties(message_id=new_id(), user_id=user, delivery_mode=2)
    rabbit.post(body, "second.SignatureWithdrawn", properties, "second")
    rabbit.start("work", "third")


def test_what_a_worker_has_in_hand_when_it_dies_goes_back_to_its_queue(rabbit: Office, third: Endpoint) -> None:
    _hand(rabbit, "poison")
    assert rabbit.processes["work third"].wait(60) == -signal.SIGKILL, "it died of what it had in hand"
    assert eventually(lambda: rabbit.depth("vanthu.third") == 1)
    assert effects(third) == []


def test_a_worker_told_to_stop_settles_what_it_has_in_hand_before_it_goes(rabbit: Office, third: Endpoint) -> None:
    _hand(rabbit, "slow")
    assert eventually(lambda: rabbit.depth("vanthu.third") == 0, 60)
    assert rabbit.stop("work third")[0] == 0
    assert effects(third) == [1]
    time.sleep(0.3)
    assert rabbit.depth("vanthu.third") == 0, "nobody needs the inbox's help"


def _tell_late(desk: Endpoint, number: int) -> None:
    """As by a transaction that was given a lower number than others and was kept after them."""
    body = to_json(DocumentVoided(f"d{number}", number, "", "lan"))
    row = {"seq": 0, "fact_id": new_id(), "name": "DocumentVoided", "body": body, "at": time.time()}
    with desk.database.jot() as connection:
        connection.execute(insert(LEDGER.outbox), row)
