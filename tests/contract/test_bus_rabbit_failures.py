"""What cannot be heard waits, is tried again, and in the end lies on the desk of whoever should have heard it."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pika
import pytest
from sqlalchemy import insert, select

from services.backends.bus.courier import Courier
from services.backends.bus.dead import DeadLetters
from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.collector import Collector, readable
from services.backends.bus.rabbit.parcel import LARGEST
from services.kernel.deadletter import DeadLetter
from services.kernel.errors import Conflict
from services.kernel.facts import DocumentVoided, SignatureWithdrawn
from services.kernel.values import new_id
from services.kernel.wire import to_json
from tests.contract.rabbit_desks import DELIVERIES, Office, eventually, office
from tests.unit.bus_desks import LEDGER, desks, effects, tell

Desks = tuple[Endpoint, Endpoint, Endpoint]
VOIDED = to_json(DocumentVoided("d1", 1, "", "lan")).encode()
WITHDRAWN = to_json(SignatureWithdrawn("q1", "d1", "")).encode()


@pytest.fixture
def rabbit(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def three(tmp_path: Path) -> Desks:
    return desks(tmp_path)


def _letters(three: Desks, count: int) -> list[DeadLetter]:
    dead = DeadLetters(three)
    assert eventually(lambda: dead.count() >= count, 40)
    return sorted(dead.list(), key=lambda letter: letter.body)


def test_a_failing_fact_is_tried_again_with_pauses_and_takes_no_neighbour_with_it(
    rabbit: Office, three: Desks, tmp_path: Path
) -> None:
    rabbit.start_all()
    tell(three[0], range(5))
    tell(three[0], [5], "broken")
    tell(three[0], [6], "refused")
    tell(three[0], range(7, 12))
    refused, broken = sorted(_letters(three, 2), key=lambda letter: "broken" in letter.body)
    assert eventually(lambda: len(effects(three[2])) == 10)
    assert effects(three[2]) == [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]
    assert (refused.desk, refused.fact, refused.reason) == ("third", "SignatureWithdrawn", "Chưa nhận được. Đợi thêm.")
    assert (refused.attempts, broken.attempts) == (3, 3)
    assert "RuntimeError: bug" in broken.reason
    assert rabbit.depth("vanthu.third") == rabbit.depth(names.dead("third")) == 0


def test_a_fact_waits_as_long_as_the_pauses_say(tmp_path: Path) -> None:
    three = desks(tmp_path)
    with office(tmp_path, pauses=(0.3, 1.2)) as rabbit:
        rabbit.start("work", "third")
        begun = time.monotonic()
        body = to_json(SignatureWithdrawn("q1", "d1", "refused")).encode()
        rabbit.post(body, "second.SignatureWithdrawn", _properties(rabbit, "second"), "second")
        (letter,) = _letters(three, 1)
        assert time.monotonic() - begun > 1.5
        assert letter.attempts == 3


def test_a_letter_mended_on_the_desk_and_tried_again_arrives_and_a_discarded_one_is_kept_in_the_audit(
    rabbit: Office, three: Desks
) -> None:
    rabbit.start_all()
    tell(three[0], [1, 2], "refused")
    mended, put_away = _letters(three, 2)
    dead = DeadLetters(three)
    dead.edit(mended.id, "body.reason", "", "quản trị")
    assert dead.retry_many([mended.id, "third:999"], "quản trị") == 1
    assert Courier(three[2], three[2]).carry() == 1, "as the relay's process does all day"
    assert len(effects(three[2])) == 1
    dead.discard(put_away.id, "quản trị", "Văn bản thử")
    assert dead.count() == 0
    with three[2].database.read() as connection:
        acts = connection.execute(select(LEDGER.audit.c.action).order_by(LEDGER.audit.c.seq)).scalars().all()
    assert acts == ["edit-letter", "retry-letter", "discard-letter"]


def test_a_letter_tried_again_that_was_heard_meanwhile_has_no_second_effect(rabbit: Office, three: Desks) -> None:
    rabbit.start_all()
    tell(three[0], [1], "refused")
    (letter,) = _letters(three, 1)
    with three[2].database.write() as connection:
        (fact_id,) = connection.execute(select(LEDGER.delivery.c.fact_id)).one()
        heard = {"subscription": "third.SignatureWithdrawn", "fact_id": fact_id, "at": time.time()}
        connection.execute(insert(LEDGER.inbox), heard)
    DeadLetters(three).retry(letter.id, "quản trị")
    assert Courier(three[2], three[2]).carry() == 1
    assert (effects(three[2]), DeadLetters(three).count()) == ([], 0)


def _properties(rabbit: Office, service: str, **more: object) -> pika.BasicProperties:
    usual = {"message_id": new_id(), "user_id": rabbit.line(service).address.user, "delivery_mode": 2}
    return pika.BasicProperties(**{**usual, **more})


def test_what_is_undecodable_oversized_of_another_version_or_unknown_lies_on_the_desk_with_its_reason(
    rabbit: Office, three: Desks
) -> None:
    rabbit.start("work", "third")
    bodies = {
        "không phải văn bản": b"\xff\x00{",
        "quá lớn": b'"' + b"x" * LARGEST + b'"',
        "Không đọc được thông điệp: version 99": WITHDRAWN.replace(b'"v": 1', b'"v": 99'),
        "Không đọc được thông điệp: 'Unknown'": WITHDRAWN.replace(b"SignatureWithdrawn", b"Unknown"),
        "DocumentVoided được gửi dưới tên SignatureWithdrawn": VOIDED,
        "RecursionError": b"[" * 100_000,
        "UnicodeEncodeError": WITHDRAWN.replace(b'"d1"', b'"\\ud800"'),
    }
    for body in bodies.values():
        rabbit.post(body, "second.SignatureWithdrawn", _properties(rabbit, "second"), "second")
    rabbit.post(WITHDRAWN, "second.SignatureWithdrawn", _properties(rabbit, "second"), "second")
    letters = _letters(three, len(bodies))
    assert effects(three[2]) == [1], "what is sound among them is heard"
    for reason, body in bodies.items():
        (letter,) = [each for each in letters if reason in each.reason]
        assert DeadLetters(three).show(letter.id).body == readable(body)


def test_forged_messages_lie_on_the_desk_and_have_no_effect(rabbit: Office, three: Desks) -> None:
    rabbit.start("work", "third")
    key, genuine = "second.SignatureWithdrawn", new_id()
    rabbit.post(WITHDRAWN, key, pika.BasicProperties(message_id=genuine))
    rabbit.post(WITHDRAWN, key, pika.BasicProperties(message_id=genuine, user_id=rabbit.broker.user))
    rabbit.post(WITHDRAWN, key, _properties(rabbit, "second", message_id="no id"), "second")
    spoof = {"x-key": key, "x-attempt": -100, "x-reason": "Vô hại"}
    rabbit.post(WITHDRAWN, key, pika.BasicProperties(message_id=genuine, user_id=rabbit.broker.user, headers=spoof))
    reasons = sorted(letter.reason for letter in _letters(three, 3))
    assert "có thể là giả mạo" in reasons[0] + reasons[1]
    assert "không mang tên người gửi" in "".join(reasons)
    assert "không có mã đúng dạng" in "".join(reasons)
    assert effects(three[2]) == []
    dead = DeadLetters(three)
    with pytest.raises(Conflict) as doubted:
        dead.retry(dead.list()[0].id, "quản trị")
    assert doubted.value.code == "letter-doubted"
    assert dead.retry_many([each.id for each in dead.list()], "quản trị") == 0, "nobody carries them out in a pile"
    # The forger used the id of a fact that is on its way: that one is heard all the same.
    rabbit.post(WITHDRAWN, key, _properties(rabbit, "second", message_id=genuine), "second")
    assert eventually(lambda: effects(three[2]) == [1])


def test_a_fact_that_kills_its_worker_ends_on_the_desk_and_the_rest_arrives(rabbit: Office, three: Desks) -> None:
    rabbit.start("relay", "first")
    rabbit.start("relay", "second")
    rabbit.start("work", "second")
    tell(three[0], range(30))
    tell(three[0], [30], "poison")
    tell(three[0], range(31, 60))
    assert eventually(lambda: rabbit.depth("vanthu.third") == 60)
    deaths = 0
    while DeadLetters(three).count() == 0 and deaths <= DELIVERIES + 1:
        rabbit.start("work", "third")
        process = rabbit.processes["work third"]
        assert eventually(lambda: process.poll() is not None or DeadLetters(three).count() > 0, 60)  # noqa: B023
        deaths += process.poll() is not None
    assert deaths == DELIVERIES + 1
    assert eventually(lambda: len(effects(three[2])) == 59)
    assert effects(three[2]) == [n for n in range(60) if n != 30]
    (letter,) = _letters(three, 1)
    assert "tiến trình dừng đột ngột" in letter.reason
    assert (letter.fact, letter.desk) == ("SignatureWithdrawn", "third")


class _FarAway(datetime):
    def utctimetuple(self) -> Any:
        return 2000, 1, 10**9, 0, 0, 0


def test_what_the_library_cannot_even_parse_stops_nobody_for_good(rabbit: Office, three: Desks) -> None:
    rabbit.start("work", "third")
    unreadable = pika.BasicProperties(headers={"when": _FarAway(2000, 1, 1)})
    with pika.BlockingConnection(pika.URLParameters(f"{rabbit.broker.url}{rabbit.vhost}")) as link:
        link.channel().basic_publish(names.FACTS, "second.SignatureWithdrawn", WITHDRAWN, unreadable)
    rabbit.post(WITHDRAWN, "second.SignatureWithdrawn", _properties(rabbit, "second"), "second")
    assert eventually(lambda: effects(three[2]) == [1], 120)


def test_a_letter_is_not_doubled_when_it_is_brought_twice(rabbit: Office, three: Desks) -> None:
    collector = Collector(three[2], rabbit.line("third"))
    properties = _properties(rabbit, "third", headers={"x-key": "second.SignatureWithdrawn", "x-reason": "Hỏng"})
    for _ in range(3):
        with pika.BlockingConnection(pika.URLParameters(f"{rabbit.broker.url}{rabbit.vhost}")) as link:
            link.channel().basic_publish("vanthu.third", "dead", WITHDRAWN, _as_admin(properties))
        while collector.collect():
            pass
    assert eventually(lambda: not collector.collect() and rabbit.depth(names.dead("third")) == 0)
    collector.close()
    assert DeadLetters(three).count() == 1


def _as_admin(properties: pika.BasicProperties) -> pika.BasicProperties:
    properties.user_id = None
    return properties


def test_bytes_that_are_no_text_stay_readable_and_none_is_lost() -> None:
    assert readable("Đã ký".encode()) == "Đã ký"
    assert readable(b"a\x00\\\xff") == "a\\x00\\\\\\xff"
