"""What nobody needs any more is let go after months; what still has a use stays however old."""

import time
from pathlib import Path

from sqlalchemy import func, insert, select, update

from services.backends.bus.again import tell_again
from services.backends.bus.courier import Courier, fan_out
from services.backends.bus.embedded import EmbeddedBus
from services.backends.bus.endpoint import Endpoint
from services.backends.bus.forgetting import DAY, STEP, forget
from tests.unit.bus_desks import LEDGER, desks, effects, tell

TABLES = (LEDGER.outbox, LEDGER.inbox, LEDGER.answers, LEDGER.delivery, LEDGER.audit)


def _rows(desk: Endpoint) -> dict[str, int]:
    with desk.database.read() as connection:
        counts = {table.name: connection.execute(select(func.count()).select_from(table)).scalar() for table in TABLES}
    return {name: count for name, count in counts.items() if count}


def _answer(desk: Endpoint, key: str, at: float) -> None:
    row = {"person_id": "lan", "key": key, "request": "", "status": 201, "body": "", "headers": "", "at": at}
    with desk.database.write() as connection:
        connection.execute(insert(LEDGER.answers), row)


def test_told_heard_and_answered_things_go_after_months_and_not_before(tmp_path: Path) -> None:
    first, second, third = desks(tmp_path)
    tell(first, range(3))
    EmbeddedBus((first, second, third)).settle()
    now = time.time()
    _answer(first, "cũ", now - 31 * DAY)
    _answer(first, "mới", now - 29 * DAY)
    assert _rows(first) == {"outbox": 3, "answers": 2}
    assert _rows(second) == {"outbox": 3, "inbox": 3, "audit": 3}

    assert forget(first, now) == 1
    assert forget(second, now + 89 * DAY) == 0
    assert forget(second, now + 91 * DAY) == 6
    assert _rows(first) == {"outbox": 3, "answers": 1}
    assert _rows(second) == {"audit": 3}, "the audit chain stays"


def test_what_was_not_told_yet_and_what_failed_stays_however_old(tmp_path: Path) -> None:
    first, second, _ = desks(tmp_path)
    tell(first, [1])
    fan_out(first, [second])
    with first.database.write() as connection:
        connection.execute(update(LEDGER.delivery).values(dead_at=1.0))
    tell(first, [2])
    assert forget(first, time.time() + 1000 * DAY) == 1
    assert _rows(first) == {"outbox": 1, "delivery": 1}
    fan_out(first, [second])
    assert Courier(first, second).carry() == 1


def _older(days: float, *desks: Endpoint) -> None:
    """As if so many days had passed since all that was told and heard."""
    for desk in desks:
        with desk.database.write() as connection:
            outbox, inbox = LEDGER.outbox.c, LEDGER.inbox.c
            past = days * DAY
            connection.execute(update(LEDGER.outbox).values(at=outbox.at - past, sent_at=outbox.sent_at - past))
            connection.execute(update(LEDGER.inbox).values(at=inbox.at - past))
        forget(desk)


def test_however_often_facts_are_told_again_none_outlives_the_memory_of_those_who_heard_it(tmp_path: Path) -> None:
    office = first, second, third = desks(tmp_path)
    bus = EmbeddedBus(office)
    tell(first, range(3))
    bus.settle()
    told = []
    for _ in range(4):
        _older(41, *office)
        told.append(tell_again(first, time.time() - 1000 * 3600))
        bus.settle()
    assert (told, effects(second), effects(third)) == ([3, 0, 0, 0], [0, 1, 2], [0, 1, 2])


def test_more_than_one_step_is_let_go_at_once(tmp_path: Path) -> None:
    desk = desks(tmp_path)[0]
    heard = [{"subscription": "x", "fact_id": str(number), "at": 0.0} for number in range(STEP + 1)]
    with desk.database.write() as connection:
        connection.execute(insert(LEDGER.inbox), heard)
    assert forget(desk) == STEP + 1


def test_a_bus_that_starts_lets_go_of_what_is_old(tmp_path: Path) -> None:
    first, second, third = desks(tmp_path)
    _answer(first, "cũ", 0.0)
    bus = EmbeddedBus((first, second, third))
    bus.start()
    until = time.monotonic() + 5
    while _rows(first) and time.monotonic() < until:
        time.sleep(0.02)
    bus.stop()
    assert not _rows(first)
