"""What fails is tried again, then lies on the dead-letter desk; no crash loses or doubles, no poison stops the rest."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select, update

from services.backends import audit
from services.backends.bus.courier import Courier, fan_out
from services.backends.bus.dead import DeadLetters
from services.backends.bus.embedded import EmbeddedBus
from services.backends.bus.endpoint import Endpoint
from services.kernel.errors import BadInput, NotFound
from tests.unit.bus_desks import LEDGER, PATIENCE, desks, effects, tell

Desks = tuple[Endpoint, Endpoint, Endpoint]
AT_ONCE = (0.0, 0.0)


@pytest.fixture
def three(tmp_path: Path) -> Desks:
    return desks(tmp_path)


def _mend(desk: Endpoint) -> None:
    """Change the reason inside undelivered facts, as a mended reaction would."""
    with desk.database.write() as connection:
        for row in connection.execute(select(LEDGER.delivery)).all():
            body = row.body.replace("refused", "").replace("broken", "")
            connection.execute(update(LEDGER.delivery).where(LEDGER.delivery.c.id == row.id).values(body=body))


def test_a_refused_fact_is_tried_again_and_arrives_once_it_is_accepted(three: Desks) -> None:
    tell(three[0], [1, 2], "refused")
    EmbeddedBus(three, (0.0, 3600.0)).settle()
    assert effects(three[2]) == []
    _mend(three[1])
    with three[1].database.write() as connection:
        connection.execute(update(LEDGER.delivery).values(due_at=time.time()))
    EmbeddedBus(three, AT_ONCE).settle()
    assert effects(three[2]) == [1, 2]
    assert DeadLetters(three).count() == 0


def test_a_failing_fact_does_not_take_its_neighbours_with_it_and_leaves_no_trace(three: Desks) -> None:
    tell(three[0], range(5))
    tell(three[0], [5], "broken")
    tell(three[0], range(6, 10))
    EmbeddedBus(three, AT_ONCE).settle()
    assert effects(three[2]) == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    assert DeadLetters(three).count() == 1


def test_the_pauses_grow_and_the_last_failure_is_death(three: Desks) -> None:
    tell(three[0], [1], "refused")
    courier = Courier(three[1], three[2], (10.0, 50.0))
    fan_out(three[0], three)
    Courier(three[0], three[1]).carry()
    fan_out(three[1], three)
    waits = []
    for _ in range(3):
        before = time.time()
        courier.carry()
        with three[1].database.write() as connection:
            row = connection.execute(select(LEDGER.delivery)).one()
            waits.append((round(row.due_at - before), row.dead_at is not None, row.attempts))
            connection.execute(update(LEDGER.delivery).values(due_at=0))
    assert waits == [(10, False, 1), (50, False, 2), (0, True, 3)]


def test_a_dead_letter_says_in_words_what_where_and_why(three: Desks) -> None:
    tell(three[0], [1], "refused")
    EmbeddedBus(three, AT_ONCE).settle()
    (letter,) = DeadLetters(three).list()
    assert (letter.fact, letter.desk, letter.attempts) == ("SignatureWithdrawn", "third", 3)
    assert letter.reason == "Chưa nhận được. Đợi thêm."
    assert '"request_id": "q1"' in letter.body
    assert DeadLetters(three).show(letter.id) == letter
    with pytest.raises(NotFound):
        DeadLetters(three).show("second:999")


def test_a_dead_letter_tried_again_arrives_and_one_discarded_needs_a_reason_that_is_kept(three: Desks) -> None:
    tell(three[0], [1, 2], "refused")
    EmbeddedBus(three, AT_ONCE).settle()
    dead = DeadLetters(three)
    first, second = dead.list()
    assert list(dead.list(most=1)) == [first]
    _mend(three[1])
    dead.retry(first.id, "quản trị")
    EmbeddedBus(three, AT_ONCE).settle()
    assert len(effects(three[2])) == 1
    with pytest.raises(BadInput, match="lý do"):
        dead.discard(second.id, "quản trị", "  ")
    dead.discard(second.id, "quản trị", "Văn bản thử")
    assert dead.count() == 0
    with three[1].database.read() as connection:
        entries = connection.execute(select(LEDGER.audit).where(LEDGER.audit.c.action.like("%-letter"))).all()
    assert [(row.action, row.subject) for row in entries] == [("retry-letter", first.id), ("discard-letter", second.id)]
    assert "Văn bản thử" in entries[1].details


@pytest.mark.parametrize("late", ["retry", "discard"])
def test_a_letter_that_was_given_new_tries_meanwhile_is_no_longer_there_to_be_worked(
    three: Desks, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    tell(three[0], [1], "refused")
    EmbeddedBus(three, AT_ONCE).settle()
    faster, slower = DeadLetters(three), DeadLetters(three)
    (letter,) = slower.list()
    faster.retry(letter.id, "quản trị")
    monkeypatch.setattr(slower, "show", lambda _: letter)  # looked at a moment before
    with pytest.raises(NotFound):
        slower.retry(letter.id, "quản trị") if late == "retry" else slower.discard(letter.id, "quản trị", "Thừa")
    with three[1].database.read() as connection:
        assert [row.dead_at for row in connection.execute(select(LEDGER.delivery))] == [None], "still on its way"
        entries = connection.execute(select(LEDGER.audit.c.action).where(LEDGER.audit.c.action.like("%-letter")))
        assert list(entries.scalars()) == ["retry-letter"]


def test_an_unreadable_fact_dies_with_its_reason(three: Desks) -> None:
    tell(three[0], [1])
    with three[0].database.write() as connection:
        connection.execute(update(LEDGER.outbox).values(body='{"fact": "DocumentVoided", "v": 99, "body": {}}'))
    EmbeddedBus(three, AT_ONCE).settle()
    (letter,) = DeadLetters(three).list()
    assert "Không đọc được thông điệp" in letter.reason


def _run(home: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.unit.bus_desks", str(home)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "delivering\n"
    return process


def test_a_fact_that_kills_the_process_ends_on_the_dead_letter_desk_and_the_rest_arrives(
    three: Desks, tmp_path: Path
) -> None:
    tell(three[0], range(10))
    tell(three[0], [10], "poison")
    tell(three[0], range(11, 20))
    deaths = 0
    while _run(tmp_path).wait(timeout=60) == -signal.SIGKILL:
        deaths += 1
        assert deaths < 10
    assert deaths == 6
    assert effects(three[2]) == [n for n in range(20) if n != 10]
    (letter,) = DeadLetters(three).list()
    assert "tiến trình dừng đột ngột" in letter.reason


def test_killed_in_mid_delivery_again_and_again_nothing_is_lost_or_doubled(three: Desks, tmp_path: Path) -> None:
    for start in range(0, 600, 150):
        tell(three[0], range(start, start + 150))
        process = _run(tmp_path)
        time.sleep(0.05 + (start % 7) * 0.01)
        process.kill()
        process.wait()
    time.sleep(PATIENCE)
    assert _run(tmp_path).wait(timeout=120) == 0
    assert effects(three[1]) == list(range(600))
    assert effects(three[2]) == list(range(600))
    with three[1].database.read() as connection:
        assert audit.verify(connection, LEDGER.chain) == audit.Verdict(600, 0, "")
