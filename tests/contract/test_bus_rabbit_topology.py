"""The broker stands as planned, or the start is refused with the difference and its cure; each may do its part only."""

import json
from collections.abc import Iterator
from pathlib import Path

import pika
import pytest
from pika.exceptions import AMQPError, ChannelClosedByBroker

from services.backends.bus.rabbit import names, topology
from services.backends.bus.rabbit.address import Address
from services.backends.bus.rabbit.linking import connect, parameters
from services.backends.bus.rabbit.users import make_users
from services.kernel import facts
from services.kernel.errors import BadInput, Conflict, NotAllowed, Unavailable
from services.kernel.facts import Fact
from services.kernel.tellers import TELLERS as OFFICE_TELLERS
from tests.contract.rabbit_desks import DELIVERIES, QUICK, TELLERS, Office, ask, office


@pytest.fixture
def rabbit(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


def test_declaring_again_changes_nothing(rabbit: Office) -> None:
    again = topology.declare(rabbit.admin, rabbit.heard, TELLERS, QUICK, DELIVERIES)
    assert again == [
        "vanthu.unrouted",
        "vanthu.second",
        "vanthu.second.retry.50",
        "vanthu.second.retry.100",
        "vanthu.second.dead",
        "vanthu.third",
        "vanthu.third.retry.50",
        "vanthu.third.retry.100",
        "vanthu.third.dead",
    ]


def test_a_desk_that_no_longer_hears_a_fact_is_no_longer_sent_it(rabbit: Office) -> None:
    topology.declare(rabbit.admin, {"second": ["SignatureWithdrawn"]}, TELLERS, QUICK, DELIVERIES)
    rabbit.post(b"{}", "first.DocumentVoided", pika.BasicProperties())
    assert (rabbit.depth("vanthu.second"), rabbit.depth(names.UNROUTED)) == (0, 1)


def _redeclare(rabbit: Office, queue: str, **arguments: str | int) -> None:
    with pika.BlockingConnection(parameters(rabbit.admin)) as link:
        channel = link.channel()
        channel.queue_delete(queue)
        channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum", **arguments})


def test_queues_and_exchanges_that_differ_are_all_named_with_the_difference_and_the_command_that_mends_them(
    rabbit: Office,
) -> None:
    _redeclare(rabbit, "vanthu.second", **{"x-delivery-limit": 5})
    _redeclare(rabbit, "vanthu.third.retry.50", **{"x-message-ttl": 7})
    with pika.BlockingConnection(parameters(rabbit.admin)) as link:
        link.channel().exchange_delete(names.FACTS)
        link.channel().exchange_declare(names.FACTS, "fanout", durable=True)
    with pytest.raises(Conflict) as refused:
        topology.declare(rabbit.admin, rabbit.heard, TELLERS, QUICK, DELIVERIES)
    assert refused.value.code == "topology-differs"
    said = refused.value.detail
    assert "hàng đợi vanthu.second: " in said
    for difference in ("x-delivery-limit đang là 5, cần 4", "x-overflow đang là không có, cần reject-publish"):
        assert difference in said
    assert "x-message-ttl đang là 7, cần 50" in said
    assert "exchange vanthu.facts: type đang là fanout, cần topic" in said
    assert f"rabbitmqctl -p {rabbit.vhost} delete_queue vanthu.second" in said
    assert "rabbitmqctl eval 'rabbit_exchange:delete(" in said
    # What the commands do, through the broker's other door.
    for thing in ("queues/{}/vanthu.second", "queues/{}/vanthu.third.retry.50", "exchanges/{}/vanthu.facts"):
        ask(rabbit.broker, "DELETE", thing.format(rabbit.vhost))
    assert len(topology.declare(rabbit.admin, rabbit.heard, TELLERS, QUICK, DELIVERIES)) == 9


def test_a_queue_of_another_kind_is_refused(rabbit: Office) -> None:
    with pika.BlockingConnection(parameters(rabbit.admin)) as link:
        link.channel().queue_delete("vanthu.second.dead")
        link.channel().queue_declare("vanthu.second.dead", durable=True)
    with pytest.raises(Conflict, match="x-queue-type đang là không có, cần quorum"):
        topology.declare(rabbit.admin, rabbit.heard, TELLERS, QUICK, DELIVERIES)


def test_a_service_may_not_declare(rabbit: Office) -> None:
    with pytest.raises(NotAllowed, match="không được khai báo"):
        topology.declare(rabbit.line("second").address, {"second": ["DocumentVoided"]}, TELLERS, (9.0,))


@pytest.mark.parametrize(
    ("user", "exchange", "key"),
    [
        ("second", names.FACTS, "first.DocumentVoided"),
        ("second", names.FACTS, "second.DocumentVoided"),
        ("second", names.FACTS, "second.SignatureWithdrawnx"),
        ("third", names.FACTS, "third.SignatureWithdrawn"),
        ("second", names.queue("third"), names.AGAIN),
        ("second", names.queue("third"), names.DEAD),
        ("second", "", "vanthu.third"),
        ("second", names.UNROUTED, ""),
    ],
)
def test_no_service_can_publish_what_is_not_its_own(rabbit: Office, user: str, exchange: str, key: str) -> None:
    with pika.BlockingConnection(parameters(rabbit.line(user).address)) as link:
        channel = link.channel()
        channel.confirm_delivery()
        with pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"):
            channel.basic_publish(exchange, key, b"{}")
    assert [rabbit.depth(f"vanthu.{each}") for each in ("second", "third")] == [0, 0]


def test_no_service_can_sign_as_another(rabbit: Office) -> None:
    other = pika.BasicProperties(user_id=rabbit.line("first").address.user)
    with pika.BlockingConnection(parameters(rabbit.line("second").address)) as link:
        channel = link.channel()
        channel.confirm_delivery()
        with pytest.raises(AMQPError, match="user_id property set to"):
            channel.basic_publish(names.FACTS, "second.SignatureWithdrawn", b"{}", other)


@pytest.mark.parametrize("queue", ["vanthu.third", "vanthu.third.dead", "vanthu.second.retry.50", names.UNROUTED])
def test_no_service_can_read_anothers_queue(rabbit: Office, queue: str) -> None:
    with (
        pika.BlockingConnection(parameters(rabbit.line("second").address)) as link,
        pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"),
    ):
        link.channel().basic_get(queue)


def test_no_service_can_bind_a_queue_to_what_others_tell(rabbit: Office) -> None:
    with (
        pika.BlockingConnection(parameters(rabbit.line("second").address)) as link,
        pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"),
    ):
        link.channel().queue_bind("vanthu.second", names.FACTS, "#")


def test_who_may_not_administer_the_broker_makes_no_users(rabbit: Office) -> None:
    own = rabbit.line("second").address
    url = f"amqp://{own.user}:{own.password}@127.0.0.1:{own.port}/{own.vhost}?management={rabbit.broker.admin_url}"
    with pytest.raises(NotAllowed, match="Máy chủ tin không cho lập"):
        make_users(url, {"third": rabbit.line("third").address}, TELLERS)


def test_a_broker_that_is_away_and_one_that_refuses_are_told_apart(rabbit: Office) -> None:
    away = Address("127.0.0.1", 9, "nobody", "secret")
    with pytest.raises(Unavailable, match="Không nối được máy chủ tin") as told:
        connect(away)
    assert "secret" not in str(told.value)
    stranger = Address("127.0.0.1", rabbit.broker.port, "nobody", "wrong", rabbit.vhost)
    with pytest.raises(Unavailable, match="không nhận nobody"):
        connect(stranger)


@pytest.mark.parametrize(
    "url", ["http://x", "amqp://", "amqp://host:port", "amqp://h/v?x=1", "amqps://h/?management=ftp://x"]
)
def test_an_address_that_cannot_be_read_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="không đọc được"):
        Address.parse(url)


def test_an_address_says_who_where_and_how() -> None:
    address = Address.parse("amqps://lan%40x:a%2Fb@máy:5700/v%2Fh?cacertfile=/ca.pem")
    assert (address.host, address.port, address.user, address.password) == ("máy", 5700, "lan@x", "a/b")
    assert (address.vhost, address.secure, dict(address.options)) == ("v/h", True, {"cacertfile": "/ca.pem"})
    assert "a/b" not in f"{address} {address!r}"
    plain = Address.parse("amqp://broker")
    assert (plain.port, plain.user, plain.vhost, plain.context()) == (5672, "guest", "/", None)
    assert plain.management() == "http://broker:15672"


def test_every_fact_of_the_office_has_one_teller() -> None:
    kinds = {name for name, kind in vars(facts).items() if isinstance(kind, type) and issubclass(kind, Fact)}
    assert set(OFFICE_TELLERS) == kinds - {"Fact"}
    assert set(OFFICE_TELLERS.values()) == {"intake", "signing", "archive"}


def test_service_users_are_no_administrators(rabbit: Office) -> None:
    told = ask(rabbit.broker, "GET", f"users/{rabbit.line('second').address.user}")
    assert json.loads(told)["tags"] in ("", [])
