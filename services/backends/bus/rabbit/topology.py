"""Makes the broker as planned; what stands there with other arguments is refused, with the difference and the cure."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from pika.exceptions import ChannelClosedByBroker

from services.backends.bus.courier import PAUSES
from services.backends.bus.rabbit.address import Address
from services.backends.bus.rabbit.differences import Difference
from services.backends.bus.rabbit.linking import linked
from services.backends.bus.rabbit.plan import DELIVERIES, Exchange, Plan, Queue, draw
from services.kernel.errors import Conflict, NotAllowed
from services.kernel.tellers import TELLERS

_DIFFERS, _REFUSED = 406, 403
_MOST_DIFFERENCES = 12


def declare(
    address: Address,
    heard: Mapping[str, Collection[str]],
    tellers: Mapping[str, str] = TELLERS,
    pauses: Sequence[float] = PAUSES,
    deliveries: int = DELIVERIES,
) -> list[str]:
    """Make what is missing for services that hear these facts; the names of all queues. Again changes nothing.

    Conflict `topology-differs` with every difference and the commands that mend them, before anything is bound;
    NotAllowed `topology-forbidden` for a user who may not declare.
    """
    plan = draw(heard, tellers, pauses, deliveries)
    with linked(address) as link:
        differences = [each for each in _made(link, plan, address.vhost) if each]
        if differences:
            raise _differs(differences)
        channel = link.channel()
        for binding in plan.bindings:
            channel.queue_bind(binding.queue, binding.exchange, binding.key)
        for binding in plan.unwanted:
            channel.queue_unbind(binding.queue, binding.exchange, binding.key)
    return [queue.name for queue in plan.queues]


def _made(link: BlockingConnection, plan: Plan, vhost: str) -> Iterator[str]:
    for exchange in plan.exchanges:
        yield _declare(link, exchange, vhost)
    for queue in plan.queues:
        yield _declare(link, queue, vhost)


def _declare(link: BlockingConnection, wanted: Exchange | Queue, vhost: str) -> str:
    """An empty text when it stands as wanted, or the differences and their cure."""
    differences: list[str] = []
    tried: Exchange | Queue | None = wanted
    # The broker names one difference at a time: each is asked for as it stands, until the next one is named or none.
    while tried and len(differences) < _MOST_DIFFERENCES and (said := _ask(link.channel(), tried)):
        difference = Difference.read(said)
        differences.append(difference.words() if difference else said)
        tried = difference.granted(tried) if difference else None
    kind = "exchange" if isinstance(wanted, Exchange) else "hàng đợi"
    return f"{kind} {wanted.name}: {', '.join(differences)}. {_cure(wanted, vhost)}" if differences else ""


def _ask(channel: BlockingChannel, wanted: Exchange | Queue) -> str:
    """What the broker says against it; nothing when it stands so, now or before."""
    arguments = dict(wanted.arguments)
    try:
        if isinstance(wanted, Exchange):
            channel.exchange_declare(wanted.name, wanted.kind, durable=True, arguments=arguments)
        else:
            channel.queue_declare(wanted.name, durable=True, arguments=arguments)
    except ChannelClosedByBroker as closed:
        if closed.reply_code == _REFUSED:
            raise _forbidden(closed.reply_text) from closed
        if closed.reply_code != _DIFFERS:
            raise
        return str(closed.reply_text)
    channel.close()
    return ""


def _cure(wanted: Exchange | Queue, vhost: str) -> str:
    if isinstance(wanted, Queue):
        return (
            f"Dừng vanthu work, đợi hàng đợi rỗng (rabbitmqctl -p {vhost} list_queues name messages), xóa bằng: "
            f"rabbitmqctl -p {vhost} delete_queue {wanted.name}"
        )
    found = f'rabbit_misc:r(<<"{vhost}">>, exchange, <<"{wanted.name}">>)'
    return f"Dừng vanthu relay, xóa bằng: rabbitmqctl eval 'rabbit_exchange:delete({found}, false, <<\"vanthu\">>).'"


def _differs(differences: Sequence[str]) -> Conflict:
    return Conflict(
        "topology-differs",
        "Máy chủ tin đang khai báo khác: " + " · ".join(differences),
        "Xóa như đã ghi, rồi chạy lại vanthu topology; tin chưa gửi vẫn nằm trong cơ sở dữ liệu của các dịch vụ.",
    )


def _forbidden(said: str) -> NotAllowed:
    return NotAllowed(
        "topology-forbidden",
        f"Người dùng này không được khai báo trên máy chủ tin: {said}",
        "Đặt VANTHU_BUS_ADMIN là địa chỉ của người quản trị máy chủ tin.",
    )
