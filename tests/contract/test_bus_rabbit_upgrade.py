"""While releases one apart are exchanged, processes of both work on the same queues, and no fact minds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pika
import pytest
from sqlalchemy import select

from services.backends.bus.dead import DeadLetters
from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit.linking import parameters
from services.backends.bus.rabbit.parcel import KEY, Parcel, distrust
from services.kernel.facts import DocumentVoided
from services.kernel.values import new_id
from services.kernel.wire import to_json
from tests.contract.next_release import RECALLED, VOIDED, NextOffice
from tests.contract.rabbit_desks import Office, eventually, office
from tests.unit.bus_desks import LEDGER, desks, effects, tell

OLD_ONES, AFTERWARDS = range(100, 200), range(200, 210)


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, pauses=(0.1,) * 20) as made:
        yield made


@pytest.fixture
def newer(older: Office) -> Iterator[Office]:
    made = NextOffice(older.home, older.broker, older.vhost, older.pauses)
    try:
        yield made
    finally:
        for process in made.processes.values():
            process.kill()
            process.wait()


def _consumers(rabbit: Office, queue: str) -> int:
    with pika.BlockingConnection(parameters(rabbit.admin)) as link:
        return int(link.channel().queue_declare(queue, passive=True).method.consumer_count)


def _heard_by_the_newer(desk: Endpoint) -> int:
    with desk.database.read() as connection:
        return len(connection.execute(select(LEDGER.audit.c.seq).where(LEDGER.audit.c.who == "bản sau")).all())


def test_facts_of_both_releases_are_heard_once_by_workers_of_both(older: Office, newer: Office, tmp_path: Path) -> None:
    first, second, _ = desks(tmp_path)
    older.start("relay", "first")
    older.start("work", "second")
    newer.build()
    newer.start("tell", "first")
    assert newer.processes["tell first"].wait(60) == 0
    assert eventually(lambda: effects(second) == [*VOIDED], 60), "the older worker hears what the newer front tells"
    assert _heard_by_the_newer(second) == 0

    newer.start("work", "second")
    assert eventually(lambda: _consumers(older, "vanthu.second") == 2, 60)
    newer.start("relay", "first")
    tell(first, OLD_ONES)
    body = to_json(DocumentVoided("d999", 999, "", "lan")).replace('"v": 1', '"v": 99').encode()
    signed = pika.BasicProperties(message_id=new_id(), user_id=older.line("first").address.user, delivery_mode=2)
    older.post(body, "first.DocumentVoided", signed, "first")
    assert eventually(lambda: effects(second) == [*VOIDED, *RECALLED, *OLD_ONES], 60)
    assert _heard_by_the_newer(second) >= len(RECALLED)

    assert older.stop("work second")[0] == older.stop("relay first")[0] == 0
    tell(first, AFTERWARDS)
    assert eventually(lambda: effects(second) == [*VOIDED, *RECALLED, *OLD_ONES, *AFTERWARDS], 60)
    dead = DeadLetters((second,))
    assert eventually(lambda: dead.count() == 1, 60)
    (letter,) = dead.list()
    assert "Không đọc được thông điệp: version 99" in letter.reason, "what neither knows"


def test_a_fact_without_a_known_teller_is_believed_of_nobody_once_its_teller_is_known(older: Office) -> None:
    line = older.line("second")
    posing = Parcel(b"{}", "third.Unheard", line.users["second"], new_id(), {})
    waited = Parcel(b"{}", "again", line.users["second"], new_id(), {KEY: "third.Unheard"}, own=True)
    assert "giả mạo" in distrust(posing, line), "signed by another than it is keyed"
    assert distrust(replace(posing, user=line.users["third"]), line) == ""
    assert distrust(waited, line) == ""
    known = replace(line, tellers={**line.tellers, "Unheard": "first"})
    assert "giả mạo" in distrust(waited, known), "it came from another desk than the one that tells it"
