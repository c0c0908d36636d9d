"""The proxy that tests put between a service and a server fails in just the way it was told."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.servers.proxy import HOST, Fault, Proxy


@pytest.fixture
def way() -> Iterator[Proxy]:
    """A proxy before a server that sends back whatever it is sent."""
    listener = socket.create_server((HOST, 0))

    def echo(client: socket.socket) -> None:
        with client, suppress(OSError):
            while piece := client.recv(1024):
                client.sendall(piece)

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=echo, args=(client,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    with Proxy(listener.getsockname()[1]) as proxy:
        yield proxy
    listener.close()


def said_back(client: socket.socket, words: bytes, patience: float = 0.3) -> bytes | None:
    """What comes back; None when nothing does, b"" when the connection ends."""
    client.settimeout(patience)
    try:
        client.sendall(words)
        return client.recv(1024)
    except TimeoutError:
        return None


def connected(way: Proxy) -> socket.socket:
    """A client that was answered once."""
    client = socket.create_connection((HOST, way.port), timeout=2)
    assert said_back(client, b"one", 5) == b"one"
    return client


def test_down_refuses_and_cuts_and_the_same_port_serves_again(way: Proxy) -> None:
    with connected(way) as client:
        with way.failing(Fault.DOWN):
            assert client.recv(10) == b""
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((HOST, way.port), timeout=2)
        with connected(way):
            pass


@pytest.mark.parametrize("fault", [Fault.UPSTREAM_BLACKHOLE, Fault.DOWNSTREAM_BLACKHOLE])
def test_a_black_hole_holds_back_and_lets_go_when_healed(way: Proxy, fault: Fault) -> None:
    with connected(way) as client:
        with way.failing(fault):
            assert said_back(client, b"two") is None
        client.settimeout(5)
        assert client.recv(10) == b"two"


@pytest.mark.parametrize("fault", [Fault.UPSTREAM_TIMEOUT, Fault.DOWNSTREAM_TIMEOUT])
def test_a_timeout_ends_the_connection_without_an_answer(way: Proxy, fault: Fault) -> None:
    with connected(way) as client, way.failing(fault, seconds=0.2):
        assert said_back(client, b"two", patience=5) == b""


def test_latency_delays_both_ways(way: Proxy) -> None:
    with connected(way) as client, way.failing(Fault.LATENCY, seconds=0.2):
        begun = time.monotonic()
        assert said_back(client, b"two", patience=5) == b"two"
        assert time.monotonic() - begun >= 0.4


def test_reset_is_told_as_such(way: Proxy) -> None:
    with connected(way) as client, way.failing(Fault.RESET), pytest.raises(ConnectionResetError):
        said_back(client, b"two", patience=5)
