"""The worker's links to the broker; green in a process that imported `patched` first."""

import ssl
from typing import Any

from amqp.transport import TCPTransport
from kombu.connection import Connection

from services.backends.bus.rabbit.address import HEARTBEAT, Address

_CONNECT_SECONDS = 5
_AT_ONCE = 16_384


def connection_of(address: Address, *, confirm: bool = False) -> Any:
    """A link, to be used as a context; with `confirm` each publication waits for the broker's word."""
    return Connection(  # type: ignore[no-untyped-call]
        hostname=address.host,
        port=address.port,
        userid=address.user,
        password=address.password,
        virtual_host=address.vhost,
        transport="pyamqp",
        ssl=_tls(address),
        heartbeat=HEARTBEAT,
        connect_timeout=_CONNECT_SECONDS,
        transport_options={"confirm_publish": confirm},
    )


def take_what_has_come(link: Any) -> None:
    """From now on read from the network all there is, not the few bytes asked for: ten calls less for a message."""
    transport = link.connection.transport
    if isinstance(transport, TCPTransport):
        receive = transport.sock.recv
        # It keeps what is too much for the next time it asks.
        transport._quick_recv = lambda asked: receive(max(asked, _AT_ONCE))


def _tls(address: Address) -> dict[str, Any] | bool:
    if not address.secure:
        return False
    return {
        "cert_reqs": ssl.CERT_REQUIRED,
        "server_hostname": address.host,
        "ca_certs": address.options.get("cacertfile") or ssl.get_default_verify_paths().cafile,
        "certfile": address.options.get("certfile"),
        "keyfile": address.options.get("keyfile"),
    }
