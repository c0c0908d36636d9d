"""A worker and a relay tell what lies on the broker for their service, and whether it answers, as it is right now."""

import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pika
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select, update

from services.backends.bus.endpoint import Endpoint
from services.backends.bus.rabbit import names
from services.backends.bus.rabbit.address import Address
from services.backends.bus.rabbit.line import Line
from services.backends.bus.rabbit.linking import parameters
from services.backends.bus.rabbit.relay import Relay
from services.backends.bus.rabbit.sounding import Depths, Sounding
from services.kernel.facts import SignatureWithdrawn
from tests import databases
from tests.contract.rabbit_desks import Office, ask, eventually, office
from tests.servers import need
from tests.servers.proxy import Fault, Proxy
from tests.unit.bus_desks import EFFECTS, LEDGER, desks, effects

AN_HOUR = (3600.0,)


@pytest.fixture
def rabbit(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, pauses=AN_HOUR) as made:
        yield made


def put(rabbit: Office, key: str, many: int) -> None:
    """Messages behind a key of the third desk's own exchange, published by itself."""
    with pika.BlockingConnection(parameters(rabbit.line("third").address)) as link:
        channel = link.channel()
        channel.confirm_delivery()
        for _ in range(many):
            channel.basic_publish("vanthu.third", key, b"{}", mandatory=True)


def test_a_service_counts_what_lies_in_its_queues_with_no_right_but_its_own(rabbit: Office) -> None:
    put(rabbit, names.AGAIN, 3)
    put(rabbit, names.retry_key(AN_HOUR[0]), 2)
    put(rabbit, names.DEAD, 1)
    rabbit.post(b"{}", "first.NobodyHears", pika.BasicProperties())
    sounding = Sounding(rabbit.line("third"), hears=True)

    def found() -> Depths | None:
        sounding.sound()
        return sounding.depths()

    assert eventually(lambda: found() == Depths(waiting=3, again=2, dead=1, unrouted=1)), sounding.depths()
    assert sounding.ready() is None
    ask(rabbit.broker, "DELETE", f"queues/{rabbit.vhost}/vanthu.third.dead")
    sounding.sound()
    assert "vanthu topology" in (sounding.ready() or "")
    listener = Sounding(rabbit.line("first"), hears=False)
    listener.sound()
    assert (listener.ready(), listener.depths()) == (None, Depths(unrouted=1)), (
        "who hears nothing still learns that it answers"
    )


def withdraw(desk: Endpoint, *reasons: str) -> None:
    """Tell the third desk something for each of these reasons."""
    for number, reason in enumerate(reasons):
        with desk.stores() as store:
            store.publish(SignatureWithdrawn(f"q{number}", f"d{number}", reason))


def told(port: int) -> tuple[dict[str, float], str]:
    """The figures of the worker, and what `/readyz` says."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        text = answer.read().decode()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20) as answer:
            ready = answer.read().decode()
    except HTTPError as refused:
        ready = refused.read().decode()
    samples = (each for family in text_string_to_metric_families(text) for each in family.samples)
    return {each.name: each.value for each in samples}, ready


def test_a_worker_tells_what_it_has_in_hand_what_is_tried_again_and_that_the_broker_is_away(
    rabbit: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As deployed: where threads are green, waiting for a SQLite file would hold up whoever answers, too.
    monkeypatch.setenv("VANTHU_TEST_DATABASE", "postgresql")
    monkeypatch.setattr(databases, "ON_POSTGRES", True)
    _, second, third = desks(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def figure(name: str) -> float | None:
        return told(port)[0].get(name)

    with Proxy(need("rabbitmq").port) as way:
        monkeypatch.setenv("WATCHED_PORT", str(port))
        monkeypatch.setenv("WATCHED_BROKER", str(way.port))
        rabbit.module = "tests.contract.watched_desk"
        rabbit.start("work", "third")
        assert eventually(lambda: '"broker": "ok"' in told(port)[1]), told(port)
        withdraw(second, "", "", "refused")
        with second.database.write() as connection:
            connection.execute(update(LEDGER.outbox).where(LEDGER.outbox.c.seq == 1).values(at=time.time() - 1000))
        relay = Relay(second, rabbit.line("second"))
        with third.database.write() as turn:
            turn.execute(select(EFFECTS))  # nobody else may write: what the worker has in hand stays there
            assert relay.carry() == 3
            assert eventually(lambda: figure("vanthu_queue_depth") == 3)
            assert (figure("vanthu_queue_age_seconds") or 0) >= 1000
        assert eventually(lambda: figure("vanthu_queue_depth") == 0)
        assert (figure("vanthu_queue_age_seconds"), figure("vanthu_retries_total")) == (0, 1)
        assert eventually(lambda: figure("vanthu_retries_waiting") == 1)
        rabbit.post(b"{}", "first.NobodyHears", pika.BasicProperties())
        assert eventually(lambda: figure("vanthu_unrouted_depth") == 1)
        assert effects(third) == [0, 1]
        relay.close()
        way.fail(Fault.DOWN)
        assert eventually(lambda: '"status": "down"' in told(port)[1], 40)
        assert "broker" in told(port)[1]
        way.heal()
        assert eventually(lambda: '"broker": "ok"' in told(port)[1], 40)


def test_a_broker_that_says_nothing_holds_up_neither_who_asks_nor_who_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        address = Address("127.0.0.1", silent.getsockname()[1], "second", "")
        sounding = Sounding(Line("second", address, {}, {}), hears=True)
        sounding.start()
        with silent.accept()[0]:
            assert (sounding.ready(), sounding.depths()) == ("máy chủ tin chưa trả lời", None)
            sounding.stop()
            assert (sounding.ready(), sounding.depths()) == ("máy chủ tin chưa trả lời", None), "it is still waiting"
