"""Facts arrive exactly once, over two hops, by several couriers, told again in any order."""

import random
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from services.backends.bus.courier import Courier, fan_out
from services.backends.bus.embedded import EmbeddedBus
from services.backends.bus.endpoint import Endpoint
from services.kernel.facts import DocumentVoided
from tests.unit.bus_desks import LEDGER, deliver, desks, effects, keep, left, open_desk, tell

Desks = tuple[Endpoint, Endpoint, Endpoint]


@pytest.fixture
def three(tmp_path: Path) -> Desks:
    return desks(tmp_path)


def test_a_fact_reaches_the_third_desk_over_the_second(three: Desks) -> None:
    tell(three[0], range(50))
    EmbeddedBus(three).settle()
    assert effects(three[1]) == list(range(50))
    assert effects(three[2]) == list(range(50))
    assert [left(desk) for desk in three] == [0, 0, 0]


def test_what_was_rolled_back_is_never_told(three: Desks) -> None:
    def break_off() -> None:
        with three[0].stores() as store:
            store.publish(DocumentVoided("d1", 1, "", "lan"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    EmbeddedBus(three).settle()
    assert effects(three[1]) == []


def test_each_fact_delivered_five_times_in_any_order_has_one_effect(three: Desks) -> None:
    tell(three[0], range(20))
    fan_out(three[0], three)
    with three[0].database.write() as connection:
        rows = [dict(row._mapping) for row in connection.execute(select(LEDGER.delivery))]
        again = [{key: value for key, value in row.items() if key != "id"} for row in rows * 4]
        random.Random(7).shuffle(again)
        connection.execute(insert(LEDGER.delivery), again)
    EmbeddedBus(three).settle()
    assert effects(three[1]) == list(range(20))
    assert effects(three[2]) == list(range(20))


def test_an_outbox_sent_twice_has_one_effect(three: Desks) -> None:
    tell(three[0], range(10))
    for _ in range(3):
        with three[0].database.write() as connection:
            connection.execute(update(LEDGER.outbox).values(sent_at=None))
        EmbeddedBus(three).settle()
    assert effects(three[2]) == list(range(10))


def test_several_couriers_and_relays_at_once_double_nothing(three: Desks) -> None:
    tell(three[0], range(400))

    def work() -> None:
        courier, on = Courier(three[0], three[1]), Courier(three[1], three[2])
        while fan_out(three[0], three) + courier.carry() + fan_out(three[1], three) + on.carry():
            pass

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    EmbeddedBus(three).settle()
    assert effects(three[1]) == list(range(400))
    assert effects(three[2]) == list(range(400))


def test_the_bus_delivers_while_desks_go_on_telling(three: Desks) -> None:
    bus = EmbeddedBus(three)
    bus.start()
    tellers = [threading.Thread(target=tell, args=(three[0], range(n, n + 25))) for n in range(0, 100, 25)]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join()
    patience = time.monotonic() + 20
    while sum(map(left, three)) and time.monotonic() < patience:
        time.sleep(0.02)
    bus.stop()
    assert effects(three[2]) == list(range(100))


def test_a_courier_that_fell_asleep_over_its_lease_doubles_nothing(three: Desks) -> None:
    tell(three[0], range(5))
    fan_out(three[0], three)
    asleep, awake = Courier(three[0], three[1], lease=0.0), Courier(three[0], three[1])
    claimed = asleep._claim(asleep._first)
    assert len(claimed) == 5
    while awake.carry():
        pass
    asleep._settle(asleep._react(claimed))
    assert effects(three[1]) == list(range(5))


def test_desks_that_do_not_care_are_not_bothered(tmp_path: Path) -> None:
    first = open_desk(tmp_path, "first", {})
    cares, not_at_all = open_desk(tmp_path, "cares", {DocumentVoided: keep}), open_desk(tmp_path, "other", {})
    tell(first, range(3))
    EmbeddedBus([first, cares, not_at_all]).settle()
    assert (effects(cares), effects(not_at_all)) == ([0, 1, 2], [])


def test_a_batch_of_two_thousand_is_delivered_whole(three: Desks, tmp_path: Path) -> None:
    with three[0].stores() as store:
        for number in range(2000):
            store.publish(DocumentVoided(f"d{number}", number, "", "lan"))
    deliver(tmp_path)
    assert effects(three[2]) == list(range(2000))


def test_what_a_dead_process_had_in_hand_is_due_at_once_when_the_bus_starts(three: Desks) -> None:
    tell(three[0], range(5))
    fan_out(three[0], three)
    died = Courier(three[0], three[1], lease=3600.0)
    assert len(died._claim(died._first)) == 5
    EmbeddedBus(three).settle()
    assert effects(three[1]) == [], "somebody else's work is left alone"
    bus = EmbeddedBus(three)
    bus.start()
    patience = time.monotonic() + 20
    while sum(map(left, three)) and time.monotonic() < patience:
        time.sleep(0.02)
    bus.stop()
    assert effects(three[2]) == list(range(5))
