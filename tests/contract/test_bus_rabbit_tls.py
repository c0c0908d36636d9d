"""Over TLS only a broker whose certificate is known is spoken to, by relay and worker alike."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from services.backends.bus.rabbit.address import Address
from services.backends.bus.rabbit.green import connection_of
from services.backends.bus.rabbit.linking import connect
from services.kernel.errors import Unavailable
from tests.servers import need


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for the loopback address, its key beside it."""
    made = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out ca.pem -days 2 -subj /CN=broker -addext"
    alternative = "subjectAltName=IP:127.0.0.1"
    subprocess.run([*made.split(), alternative], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / "ca.pem"


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """The broker behind TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    broker = need("rabbitmq").port
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_serve, args=(listener, context, broker), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, context: ssl.SSLContext, broker: int) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listener.accept()
            with suppress(ssl.SSLError):
                _join(context.wrap_socket(plain, server_side=True), socket.create_connection(("127.0.0.1", broker)))


def _join(client: socket.socket, broker: socket.socket) -> None:
    for one, other in ((client, broker), (broker, client)):
        threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
        other.shutdown(socket.SHUT_WR)


def _as_relay(address: Address) -> None:
    connect(address).close()


def _as_worker(address: Address) -> None:
    with connection_of(address) as connection:
        connection.connect()


BOTH = pytest.mark.parametrize("speak", [_as_relay, _as_worker])


@BOTH
def test_a_broker_with_a_known_certificate_is_spoken_to(
    certificate: Path, port: int, speak: Callable[[Address], None]
) -> None:
    speak(Address.parse(f"amqps://guest:guest@127.0.0.1:{port}/?cacertfile={certificate}"))


@BOTH
def test_a_broker_nobody_vouches_for_is_told_no_password(port: int, speak: Callable[[Address], None]) -> None:
    with pytest.raises((Unavailable, ssl.SSLError)):
        speak(Address.parse(f"amqps://guest:guest@127.0.0.1:{port}/"))


@BOTH
def test_a_certificate_for_another_name_is_refused(
    certificate: Path, port: int, speak: Callable[[Address], None]
) -> None:
    with pytest.raises((Unavailable, ssl.SSLError)):
        speak(Address.parse(f"amqps://guest:guest@localhost:{port}/?cacertfile={certificate}"))
