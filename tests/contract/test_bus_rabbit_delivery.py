"""Facts over RabbitMQ arrive exactly once over two hops, however often and in whatever order they are sent."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pika
import pytest
from sqlalchemy import insert, select, update

from services.backends.bus.again import tell_again
from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.relay import Relay
from services.backends.bus.rabbit.sender import Outgoing, Sender
from services.backends.database import Database
from services.kernel.values import new_id
from tests import databases
from tests.contract.rabbit_desks import Office, ask, eventually, office
from tests.unit.bus_desks import LEDGER, desks, effects, tell


@pytest.fixture
def rabbit(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("VANTHU_TEST_DATABASE", request.param)
    monkeypatch.setattr(databases, "ON_POSTGRES", request.param == "postgresql")
    return str(request.param)


def _unsent(database: Database) -> int:
    with database.read() as connection:
        return len(connection.execute(select(LEDGER.outbox.c.seq).where(LEDGER.outbox.c.sent_at.is_(None))).all())


def test_a_fact_reaches_the_third_desk_over_the_second(engine: str, rabbit: Office, tmp_path: Path) -> None:
    three = desks(tmp_path)
    rabbit.start_all()
    tell(three[0], range(200))
    assert eventually(lambda: len(effects(three[2])) >= 200)
    assert effects(three[1]) == effects(three[2]) == list(range(200))
    assert [_unsent(desk.database) for desk in three] == [0, 0, 0]
    assert {name: rabbit.stop(name)[0] for name in list(rabbit.processes)} == dict.fromkeys(rabbit.processes, 0)


def test_each_fact_sent_five_times_in_any_order_has_one_effect(rabbit: Office, tmp_path: Path) -> None:
    first, second, third = desks(tmp_path)
    tell(first, range(100))
    with first.database.read() as connection:
        rows = connection.execute(select(LEDGER.outbox)).all()
    copies = [Outgoing(row.fact_id, f"first.{row.name}", row.body.encode(), row.at, {}) for row in rows] * 5
    random.Random(7).shuffle(copies)
    sender = Sender(rabbit.line("first").address)
    assert len(sender.send(copies).confirmed) == 100
    sender.close()
    for kind, desk in (("work", "second"), ("relay", "second"), ("work", "third")):
        rabbit.start(kind, desk)
    assert eventually(lambda: len(effects(third)) >= 100 and rabbit.depth("vanthu.second") == 0)
    assert effects(second) == effects(third) == list(range(100))


def test_several_relays_at_once_lose_nothing_and_double_nothing(engine: str, rabbit: Office, tmp_path: Path) -> None:
    first, second, _ = desks(tmp_path)
    tell(first, range(300))
    relays = [Relay(first, rabbit.line("first")) for _ in range(3)]
    sent: list[int] = []

    def carry(relay: Relay) -> None:
        while _unsent(first.database):
            sent.append(relay.carry())
        relay.close()

    threads = [threading.Thread(target=carry, args=(each,)) for each in relays]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if engine == "postgresql":
        assert sum(sent) == 300, "each takes rows of its own"
    rabbit.start("work", "second")
    assert eventually(lambda: rabbit.depth("vanthu.second") == 0 and len(effects(second)) == 300)
    assert effects(second) == list(range(300))


def _tell_what_nobody_hears(desk: Endpoint, name: str = "DocumentSealed") -> None:
    row = {"fact_id": new_id(), "name": name, "body": "{}", "at": time.time()}
    with desk.database.write() as connection:
        connection.execute(insert(LEDGER.outbox), row)


def test_a_fact_that_is_not_a_desks_to_tell_stays_and_holds_nobody_up(rabbit: Office, tmp_path: Path) -> None:
    first, _, _ = desks(tmp_path)
    _tell_what_nobody_hears(first, "SignatureWithdrawn")
    tell(first, range(5))
    relay = Relay(first, rabbit.line("first"))
    assert relay.carry() == 5
    relay.close()
    assert _unsent(first.database) == 1


def test_a_fact_that_nobody_hears_is_kept_aside_and_holds_nobody_up(rabbit: Office, tmp_path: Path) -> None:
    first, _, _ = desks(tmp_path)
    _tell_what_nobody_hears(first)
    tell(first, range(5))
    relay = Relay(first, rabbit.line("first"))
    assert relay.carry() == 6
    relay.close()
    assert _unsent(first.database) == 0
    assert eventually(lambda: rabbit.depth(names.UNROUTED) == 1)
    assert rabbit.depth("vanthu.second") == 5


def test_a_fact_without_any_queue_waits_and_holds_nobody_up(rabbit: Office, tmp_path: Path) -> None:
    first, _, _ = desks(tmp_path)
    ask(rabbit.broker, "DELETE", f"queues/{rabbit.vhost}/{names.UNROUTED}")
    _tell_what_nobody_hears(first)
    tell(first, range(5))
    relay = Relay(first, rabbit.line("first"))
    assert relay.carry() == 5
    assert relay.carry() == 0
    relay.close()
    assert _unsent(first.database) == 1, "it is lost neither"


def test_a_broker_that_lost_its_data_is_told_everything_again(rabbit: Office, tmp_path: Path) -> None:
    three = desks(tmp_path)
    rabbit.start_all()
    tell(three[0], range(50))
    assert eventually(lambda: len(effects(three[2])) == 50)
    assert tell_again(three[0], since=0.0) == 50
    assert eventually(lambda: _unsent(three[0].database) == 0)
    assert eventually(lambda: rabbit.depth("vanthu.second") == 0)
    assert effects(three[1]) == effects(three[2]) == list(range(50))


def test_a_worker_told_to_stop_finishes_what_it_has_in_hand_and_ends(rabbit: Office, tmp_path: Path) -> None:
    first, second, _ = desks(tmp_path)
    for kind, desk in (("relay", "first"), ("work", "second")):
        rabbit.start(kind, desk)
    tell(first, range(400))
    assert eventually(lambda: len(effects(second)) > 0)
    code, seconds = rabbit.stop("work second")
    assert code == 0
    assert seconds < 20, "it does not wait for what has yet to come"
    assert eventually(lambda: _unsent(first.database) == 0)
    heard = len(effects(second))
    # Nothing that had its effect is handed out again: without the inbox it would be heard once all the same.
    with second.database.write() as connection:
        connection.execute(LEDGER.inbox.delete())
    rabbit.start("work", "second")
    assert eventually(lambda: rabbit.depth("vanthu.second") == 0 and len(effects(second)) >= 400)
    assert effects(second) == list(range(400)), f"{heard} were heard before the stop"


def test_what_the_outbox_row_says_travels_with_the_message(rabbit: Office, tmp_path: Path) -> None:
    first, _, _ = desks(tmp_path)
    tell(first, [1])
    relay = Relay(first, rabbit.line("first"))
    relay.carry()
    relay.close()
    with pika.BlockingConnection(pika.URLParameters(f"{rabbit.broker.url}{rabbit.vhost}")) as link:
        method, properties, body = link.channel().basic_get("vanthu.second", auto_ack=True)
    with first.database.write() as connection:
        row = connection.execute(update(LEDGER.outbox).values(sent_at=0).returning(LEDGER.outbox)).one()
    assert method.routing_key == "first.DocumentVoided"
    assert (properties.message_id, body.decode()) == (row.fact_id, row.body)
    assert (properties.delivery_mode, properties.type) == (2, "DocumentVoided")
    assert properties.user_id == rabbit.line("first").address.user
