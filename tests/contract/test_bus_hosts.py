"""One promise of delivery, kept by both hosts: threads over SQL, and processes over RabbitMQ."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from services.backends.bus.courier import Courier
from services.backends.bus.dead import DeadLetters
from services.backends.bus.embedded import EmbeddedBus
from services.backends.bus.endpoint import Endpoint
from services.kernel.errors import BadInput, NotFound
from services.kernel.facts import DocumentVoided
from services.kernel.values import new_id
from tests.contract.rabbit_desks import QUICK, eventually, office
from tests.unit.bus_desks import LEDGER, desks, effects, left, tell

Desks = tuple[Endpoint, Endpoint, Endpoint]


@contextmanager
def _embedded(three: Desks, _home: Path) -> Iterator[None]:
    bus = EmbeddedBus(three, QUICK)
    bus.start()
    try:
        yield
    finally:
        bus.stop()


@contextmanager
def _rabbitmq(_three: Desks, home: Path) -> Iterator[None]:
    with office(home) as made:
        made.start_all()
        yield


@pytest.fixture(params=[_embedded, _rabbitmq], ids=["embedded", "rabbitmq"])
def three(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desks]:
    """Three desks whose facts are on their way from the first moment on."""
    opened = desks(tmp_path)
    host: Callable[..., object] = request.param
    with host(opened, tmp_path):  # type: ignore[attr-defined]
        yield opened


def test_what_is_committed_arrives_once_over_two_hops_and_what_is_rolled_back_never(three: Desks) -> None:
    def break_off() -> None:
        with three[0].stores() as store:
            store.publish(DocumentVoided("d999", 999, "", "lan"))
            raise ZeroDivisionError

    tell(three[0], range(40))
    with pytest.raises(ZeroDivisionError):
        break_off()
    tell(three[0], range(40, 60))
    assert eventually(lambda: len(effects(three[2])) >= 60)
    assert eventually(lambda: sum(map(left, three)) == 0)
    assert effects(three[1]) == effects(three[2]) == list(range(60))


def test_the_desk_shows_mends_tries_again_and_discards_alike(three: Desks) -> None:
    tell(three[0], range(3))
    tell(three[0], [3, 4], "refused")
    dead = DeadLetters(three)
    assert eventually(lambda: dead.count() == 2)
    first, second = sorted(dead.list(), key=lambda letter: letter.body)
    assert (first.fact, first.desk, first.attempts) == ("SignatureWithdrawn", "third", 3)
    assert first.reason == "Chưa nhận được. Đợi thêm."
    dead.edit(first.id, "body.reason", "", "quản trị")
    dead.retry(first.id, "quản trị")
    again = Courier(three[2], three[2])  # in the embedded host the bus does it, in the deployed one the relay's process
    assert eventually(lambda: bool(again.carry()) or len(effects(three[2])) == 4)
    with pytest.raises(BadInput, match="lý do"):
        dead.discard(second.id, "quản trị", " ")
    dead.discard(second.id, "quản trị", "Văn bản thử")
    with pytest.raises(NotFound):
        dead.show(second.id)
    assert (effects(three[2]), dead.count()) == ([0, 1, 2, 3], 0)
    assert _acts(three) == ["discard-letter", "edit-letter", "retry-letter"]


def test_a_fact_of_another_version_or_kind_ends_on_the_desk(three: Desks) -> None:
    tell(three[0], [1])
    with three[0].stores() as store:
        body = '{"fact": "DocumentVoided", "v": 99, "body": {}}'
        told = {"fact_id": new_id(), "name": "DocumentVoided", "body": body, "at": time.time(), "trace": None}
        store.add_last(LEDGER.outbox, told)
    dead = DeadLetters(three)
    assert eventually(lambda: dead.count() == 1)
    assert "Không đọc được thông điệp: version 99" in dead.list()[0].reason
    assert eventually(lambda: effects(three[2]) == [1])


def _acts(three: Desks) -> list[str]:
    found: list[str] = []
    for desk in three:
        with desk.database.read() as connection:
            acts = select(LEDGER.audit.c.action).where(LEDGER.audit.c.action.like("%-letter"))
            found += connection.execute(acts).scalars()
    return sorted(found)
