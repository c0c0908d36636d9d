"""The way to the search server may be secret; who answers there must be who he says."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.backends.index.elastic.index import ElasticIndex
from services.kernel.errors import Unavailable
from services.search.domain.record import entry
from tests.contract.index_engines import addressed, ids
from tests.contract.test_index import record
from tests.servers import need
from tests.servers.proxy import HOST

ENDS = serialization.Encoding.PEM


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Certificate and key of this machine, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(HOST))]), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    written = tmp_path / "server.pem"
    written.write_bytes(key.private_bytes(ENDS, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(ENDS))
    return written


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """A door that speaks TLS before the server, which does not."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    target = need("elasticsearch").port
    with socket.create_server((HOST, 0)) as listener:
        threading.Thread(target=_serve, args=(listener, context, target), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, context: ssl.SSLContext, target: int) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            with suppress(ssl.SSLError):
                inside, server = context.wrap_socket(client, server_side=True), socket.create_connection((HOST, target))
                for ends in ((inside, server), (server, inside)):
                    threading.Thread(target=_carry, args=ends, daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_RDWR)


def test_a_certificate_the_machine_trusts_opens_the_way_and_no_other(
    port: int, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with addressed("elasticsearch", tmp_path) as address:
        secret = f"elasticsearch+https://{HOST}:{port}/{address.rsplit('/', 1)[1]}"
        with pytest.raises(Unavailable):
            ElasticIndex(secret).identity()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        index = ElasticIndex(secret)
        index.identity()
        index.put([entry(record("a", "Kế hoạch"), "")])
        assert ids(index, "kế hoạch") == ["a"]
        index.close()
