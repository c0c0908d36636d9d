"""A plain link to the broker, for what is done one step after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

import pika
from pika.adapters.blocking_connection import BlockingConnection
from pika.exceptions import AMQPConnectionError, ProbableAccessDeniedError, ProbableAuthenticationError

from services.backends.bus.rabbit.address import HEARTBEAT, Address
from services.kernel.errors import Unavailable

PATIENCE = 10.0
"""Seconds in which a broker that is there has answered."""


def parameters(address: Address, **more: object) -> pika.ConnectionParameters:
    """The address as pika takes it."""
    context = address.context()
    return pika.ConnectionParameters(
        host=address.host,
        port=address.port,
        virtual_host=address.vhost,
        credentials=pika.PlainCredentials(address.user, address.password),
        ssl_options=pika.SSLOptions(context, address.host) if context else None,
        heartbeat=HEARTBEAT,
        socket_timeout=PATIENCE,
        stack_timeout=PATIENCE,
        blocked_connection_timeout=PATIENCE,
        **more,
    )


@contextmanager
def linked(address: Address) -> Iterator[BlockingConnection]:
    """A link for the length of a `with`; Unavailable `broker-away`."""
    link = connect(address)
    try:
        yield link
    finally:
        if link.is_open:
            link.close()


def connect(address: Address) -> BlockingConnection:
    """A link; Unavailable `broker-away` or `broker-refuses`."""
    try:
        return BlockingConnection(parameters(address))
    except (ProbableAuthenticationError, ProbableAccessDeniedError) as refused:
        raise Unavailable(
            "broker-refuses",
            f"Máy chủ tin không nhận {address}.",
            "Kiểm tra tên, mật khẩu, vhost; người dùng được lập bằng vanthu topology.",
        ) from refused
    except (AMQPConnectionError, OSError) as away:
        raise broker_away(address) from away


def broker_away(address: Address) -> Unavailable:
    """What is said while it cannot be reached."""
    return Unavailable(
        "broker-away",
        f"Không nối được máy chủ tin ({address}).",
        "Kiểm tra máy chủ RabbitMQ và đường mạng; tin đã ghi vẫn còn và sẽ được gửi.",
    )
