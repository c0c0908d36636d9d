"""While a service's database answers but takes nothing, its facts wait: none uses up its tries or leaves its desk."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pika
import pytest
from sqlalchemy import insert

from services.backends.bus.dead import DeadLetters
from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.collector import Collector
from services.backends.bus.rabbit.linking import parameters
from services.backends.bus.rabbit.plan import DESK_DELIVERIES
from services.kernel.errors import Unavailable
from services.kernel.facts import SignatureWithdrawn
from services.kernel.values import new_id
from services.kernel.wire import to_json
from tests import databases, postgres
from tests.contract.rabbit_desks import Office, eventually, office
from tests.unit.bus_desks import EFFECTS, desks, effects

WITHDRAWN = to_json(SignatureWithdrawn("q1", "d1", "")).encode()
KEY = "second.SignatureWithdrawn"
TROUBLES = ("a full disk", "a copy that is only read")


@pytest.fixture
def rabbit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("VANTHU_TEST_DATABASE", "postgresql")
    monkeypatch.setattr(databases, "ON_POSTGRES", True)
    with office(tmp_path) as made:
        yield made
    postgres.give_back(tmp_path)


@pytest.fixture
def third(rabbit: Office) -> Iterator[Endpoint]:
    three = desks(rabbit.home)
    yield three[2]
    for desk in three:
        desk.database.close()


@contextmanager
def _unwritable(home: Path, trouble: str, table: str) -> Iterator[None]:
    """Nothing can be added to a table of the third desk, or the address leads to a copy of the database."""
    name, place = postgres.database_of(home), f"toy_third.{table}"
    if trouble == "a full disk":
        with postgres.told(name) as administrator:
            administrator.execute(
                "CREATE FUNCTION toy_third.full() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$"
            )
            administrator.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT ON {place} EXECUTE FUNCTION toy_third.full()"
            )
            yield
            administrator.execute(f"DROP TRIGGER full_disk ON {place}")
        return
    try:
        _only_read(name, "on")
        yield
    finally:
        _only_read(name, "off")


def _only_read(name: str, how: str) -> None:
    with postgres.told("postgres") as administrator:
        administrator.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {how}")
        administrator.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,)
        )


def _properties(rabbit: Office, service: str, **more: object) -> pika.BasicProperties:
    user = rabbit.line(service).address.user
    return pika.BasicProperties(message_id=new_id(), user_id=user, delivery_mode=2, **more)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_facts_wait_for_their_database_and_are_heard_when_it_takes_them(
    rabbit: Office, third: Endpoint, trouble: str
) -> None:
    rabbit.start("work", "third")
    with _unwritable(rabbit.home, trouble, "effects"):
        rabbit.post(WITHDRAWN, KEY, _properties(rabbit, "second"), "second")
        time.sleep(3)
        tried = [rabbit.depth(queue) for queue in (names.retry("third", 0.05), names.retry("third", 0.1))]
        assert (tried, rabbit.depth(names.dead("third")), DeadLetters([third]).count()) == ([0, 0], 0, 0)
    assert eventually(lambda: effects(third) == [1], 40)
    assert (rabbit.depth(names.dead("third")), DeadLetters([third]).count()) == (0, 0)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_letter_waits_for_its_desk_however_long_the_database_takes_nothing(
    rabbit: Office, third: Endpoint, trouble: str
) -> None:
    collector = Collector(third, rabbit.line("third"))
    headers = {"x-key": KEY, "x-reason": "Hỏng"}
    with pika.BlockingConnection(parameters(rabbit.line("third").address)) as link:
        link.channel().basic_publish(
            names.queue("third"), names.DEAD, WITHDRAWN, _properties(rabbit, "third", headers=headers)
        )
    with _unwritable(rabbit.home, trouble, "delivery"):
        for _ in range(DESK_DELIVERIES + 10):
            with pytest.raises(Unavailable):
                collector.collect()
    assert eventually(lambda: not collector.collect() and DeadLetters([third]).count() == 1)
    collector.close()
    assert rabbit.depth(names.UNROUTED) == 0


def test_a_connection_that_led_to_a_copy_is_not_lent_again(rabbit: Office, third: Endpoint) -> None:
    name = postgres.database_of(rabbit.home)
    with _unwritable(rabbit.home, TROUBLES[1], "effects"):
        with pytest.raises(Unavailable, match="không kết nối được") as said, third.database.write() as connection:
            connection.execute(insert(EFFECTS).values(document_id="d", version=1))
        assert said.value.code == "database-away"
        with postgres.told("postgres") as administrator:
            administrator.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = off")
        with third.database.write() as connection:
            connection.execute(insert(EFFECTS).values(document_id="d", version=2))
    assert effects(third) == [2]
