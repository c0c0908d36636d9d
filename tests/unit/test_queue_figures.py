"""What the figures say of facts on their way, by the service that is to hear them, and of those nobody can read."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import update

from services.backends.bus.courier import Courier, fan_out
from services.backends.bus.dead import DeadLetters
from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit.hand import Hand
from services.backends.telemetry import Figure, Figures, figures
from services.backends.telemetry_queues import in_tables
from services.kernel.errors import Unavailable
from tests.unit.bus_desks import LEDGER, desks, tell

Three = tuple[Endpoint, Endpoint, Endpoint]


@pytest.fixture
def three(tmp_path: Path) -> Three:
    return desks(tmp_path)


def told(three: Sequence[Endpoint], service: str) -> Mapping[str, float]:
    """Every figure of a service's queue, and its dead letters."""
    registry = figures(three, in_tables(three).figures(), {})
    of_service = (each for family in registry.collect() for each in family.samples)
    return {each.name: each.value for each in of_service if each.labels == {"service": service}}


def carry(publisher: Endpoint, subscriber: Endpoint, three: Three, pauses: Sequence[float] = (60.0,)) -> None:
    """Whatever is due from one to the other."""
    fan_out(publisher, three)
    Courier(publisher, subscriber, pauses).carry()


def test_a_waiting_fact_counts_with_the_service_that_is_to_hear_it_and_is_as_old_as_it_was_told(three: Three) -> None:
    first, second, _ = three
    tell(first, range(3))
    with first.database.write() as connection:
        connection.execute(update(LEDGER.outbox).where(LEDGER.outbox.c.seq == 1).values(at=time.time() - 1000))
    fan_out(first, three)
    assert (told(three, "second")["vanthu_queue_depth"], told(three, "first")["vanthu_queue_depth"]) == (3, 0)
    assert told(three, "second")["vanthu_queue_age_seconds"] >= 1000
    Courier(first, second).carry()
    assert (told(three, "second")["vanthu_queue_depth"], told(three, "second")["vanthu_queue_age_seconds"]) == (0, 0)


def test_a_fact_between_two_tries_waits_no_longer_in_the_queue_and_a_dead_one_lies_with_who_could_not_hear_it(
    three: Three,
) -> None:
    first, second, third = three
    tell(first, [1], "refused")
    carry(first, second, three)
    carry(second, third, three)
    between = told(three, "third")
    assert (between["vanthu_queue_depth"], between["vanthu_retries_waiting"], between["vanthu_retries_total"]) == (
        0,
        1,
        1,
    )
    with second.database.write() as connection:
        connection.execute(update(LEDGER.delivery).values(due_at=0))
    carry(second, third, three)
    dead = told(three, "third")
    assert (dead["vanthu_retries_waiting"], dead["vanthu_dead_letters"], dead["vanthu_retries_total"]) == (0, 1, 1)
    assert told(three, "second")["vanthu_dead_letters"] == 0
    desk = DeadLetters(three)
    desk.retry(desk.list()[0].id, "quản trị")
    given_back = told(three, "third")
    assert (given_back["vanthu_retries_waiting"], given_back["vanthu_dead_letters"]) == (1, 0)


def test_a_figure_that_cannot_be_read_is_left_out_and_holds_back_no_other() -> None:
    def away() -> Mapping[str, float]:
        raise Unavailable("database-away", "Cơ sở dữ liệu không trả lời.")

    registry = CollectorRegistry()
    registry.register(
        Figures(
            [Figure("vanthu_lost", "Lost", "service", away), Figure("vanthu_kept", "Kept", "of", lambda: {"a": 1.0})]
        )
    )
    said = generate_latest(registry).decode()
    assert 'vanthu_kept{of="a"} 1.0' in said
    assert "vanthu_lost{" not in said


def test_what_a_worker_has_in_hand_is_as_old_as_its_oldest_until_that_is_settled_or_the_link_is_lost() -> None:
    hand, now = Hand(), int(time.time())
    hand.begin()
    hand.take(1, now - 500)
    hand.take(2, None)  # a copy of one that failed
    hand.take(3, now - 100)
    assert (hand.count, 500 <= hand.age < 600) == (3, True)
    hand.settle(2)
    assert (hand.count, 100 <= hand.age < 200) == (1, True)
    hand.lose()
    assert (hand.count, hand.age, hand.linked) == (0, 0.0, False)
