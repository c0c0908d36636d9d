"""Opening a bucket: made once, keys and addresses refused at the start, and never told to anybody."""

import datetime
import io
import ipaddress
import logging
import ssl
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from minio.commonconfig import ENABLED

from services.backends.objects.opening import open_store
from services.backends.objects.s3.address import Address
from services.backends.objects.s3.store import S3Store, open_bucket
from services.kernel.errors import BadInput, Unavailable
from tests import object_stores
from tests.object_stores import address, line, together
from tests.servers import Running, need
from tests.spoiled_link import SpoiledLink


@pytest.fixture(params=object_stores.BUCKETS)
def server(request: pytest.FixtureRequest) -> Running:
    return need(request.param)


def test_the_bucket_is_made_once_keeps_versions_and_can_lock(server: Running) -> None:
    url = address(server)
    stores = together(6, lambda: open_bucket(url))
    assert all(isinstance(each, S3Store) and each.abilities.versions and each.abilities.locks for each in stores)
    kept = open_store(url).put(io.BytesIO(b"kept"))
    assert open_store(url).exists(kept.digest)


def test_a_bucket_made_by_others_gets_versions_and_is_said_to_have_no_locks(
    server: Running, caplog: pytest.LogCaptureFixture
) -> None:
    url = address(server)
    bare = line(url)
    bare.client.make_bucket(bare.address.bucket)
    store = open_bucket(url)
    assert bare.client.get_bucket_versioning(bare.address.bucket).status == ENABLED
    assert not store.abilities.locks
    assert "cannot lock objects for retention" in caplog.text
    assert store.put(io.BytesIO(b"kept")).size == 4


def test_wrong_keys_are_refused_at_the_start_with_the_name_of_the_setting(
    server: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "Sai-mat-khau/rat+bi%mat"
    for url in (address(server, secret=wrong), address(server).replace(f"//{server.user}", "//nobody")):
        with pytest.raises(BadInput, match="VANTHU_OBJECTS") as refused:
            open_store(url)
        assert refused.value.code == "settings-wrong"
        told = f"{refused.value!r} {refused.value.next} {refused.value.__cause__!r} {caplog.text}"
        for secret in (wrong, quote(wrong, safe=""), server.password):
            assert secret not in told


def test_keys_are_never_logged_nor_shown(server: Running, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = open_bucket(address(server))
    kept = store.put(io.BytesIO(b"kept"))
    with store.open(kept.digest) as stream:
        stream.read()
    store.remove(kept.digest)
    assert caplog.records
    assert server.password not in caplog.text
    assert server.password not in repr(Address.parse(address(server)))


def test_a_name_no_bucket_may_have_is_refused_at_the_start(server: Running) -> None:
    with pytest.raises(BadInput, match="VANTHU_OBJECTS"):
        open_store(address(server, bucket="Kho_Tep"))


@pytest.mark.parametrize(
    "url",
    [
        "s3+http://127.0.0.1:9000/kho",
        "s3+http://khoa:bimat@127.0.0.1:9000",
        "s3+http://khoa:bimat@127.0.0.1:9000/",
        "s3+http://khoa:bimat@127.0.0.1:9000/kho/ngan",
        "s3+http://khoa:bimat@/kho",
        "s3+http://khoa:bi/mat@127.0.0.1:9000/kho",
        "s3+http://khoa:bimat@127.0.0.1:chin/kho",
        "s3+http://khoa:bimat@127.0.0.1:9000/kho?region=a b",
        "s3+http://khoa:bimat@[::1/kho",
        "s3+https://",
    ],
)
def test_an_address_that_cannot_be_right_is_refused_without_repeating_its_keys(url: str) -> None:
    with pytest.raises(BadInput, match="VANTHU_OBJECTS") as refused:
        open_store(url)
    assert "bimat" not in f"{refused.value} {refused.value.next}"


def test_a_server_that_does_not_run_is_said_to_be_away() -> None:
    with pytest.raises(Unavailable) as refused:
        open_store("s3+http://khoa:bimat@127.0.0.1:1/kho")
    assert refused.value.code == "store-away"


def test_a_certificate_nobody_vouches_for_is_refused_and_one_of_the_office_accepted(
    server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with SpoiledLink(server.port, context) as link:
        url = address(server, link.port).replace("s3+http:", "s3+https:")
        with pytest.raises(BadInput, match="chứng thư TLS"):
            open_store(url)
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        kept = open_store(url).put(io.BytesIO(b"kept"))
        with open_store(url).open(kept.digest) as stream:
            assert stream.read() == b"kept"


def _certificate(folder: Path) -> Path:
    """A certificate of 127.0.0.1 that nobody but itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kho tệp")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    builder = builder.add_extension(
        x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    pem = folder / "tls.pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    return pem
