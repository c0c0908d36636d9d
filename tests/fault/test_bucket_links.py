"""Bytes in a bucket over a link that breaks, falls silent or stumbles: refused in words, in time, never short."""

import hashlib
import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from urllib3 import Timeout

from services.backends.objects.s3 import line as bucket_line
from services.backends.objects.s3.bucket import Abilities
from services.backends.objects.s3.store import S3Store, open_bucket
from services.backends.objects.s3.writing import PART
from services.kernel.errors import NotFound, Unavailable
from tests.object_stores import address, away, line, put
from tests.servers import Running, need
from tests.spoiled_link import Spoil, SpoiledLink, after, cut

ABLE = Abilities(versions=True, locks=True)


@pytest.fixture
def minio() -> Running:
    return need("minio")


@pytest.fixture
def link(minio: Running) -> Iterator[SpoiledLink]:
    with SpoiledLink(minio.port) as link:
        yield link


@pytest.fixture
def store(minio: Running, link: SpoiledLink) -> S3Store:
    """A store over a fresh bucket, reached over the link."""
    return open_bucket(address(minio, link.port))


@pytest.fixture
def briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are a second, so that the test is short; how long they are otherwise is tested once."""
    monkeypatch.setattr(bucket_line, "_PATIENT", Timeout(connect=1, read=1))
    monkeypatch.setattr(bucket_line, "_ANSWER", 1)


def test_a_link_cut_while_reading_is_taken_up_where_it_broke(link: SpoiledLink, store: S3Store) -> None:
    digest = put(store, 12 << 20)
    cuts = iter([3 << 20, 5 << 20])

    def spoil_again() -> None:
        link.down = after(next(cuts, 1 << 40), spoil_again_and_cut)

    def spoil_again_and_cut() -> None:
        spoil_again()
        cut()

    spoil_again()
    with store.open(digest) as stream:
        assert hashlib.file_digest(stream, "sha256").hexdigest() == digest
    assert next(cuts, None) is None, "it was cut twice"


def test_a_link_cut_again_and_again_is_trouble_and_never_the_end_of_the_file(link: SpoiledLink, store: S3Store) -> None:
    digest = put(store, 12 << 20)
    with store.open(digest) as stream:
        assert stream.read(1 << 20)
        link.down = after(0, cut)
        away(stream.read)
    with pytest.raises(Unavailable), store.local(digest):
        pass


def test_a_link_that_breaks_a_little_further_each_time_is_given_up(link: SpoiledLink, store: S3Store) -> None:
    digest = put(store, 12 << 20)

    def cut_and_go_on() -> None:
        link.down = after(200_000, cut_and_go_on)
        cut()

    link.down = after(200_000, cut_and_go_on)
    with store.open(digest) as stream:
        away(stream.read)


def test_a_file_erased_while_it_is_read_ends_with_a_refusal(minio: Running, link: SpoiledLink, store: S3Store) -> None:
    digest = put(store, 24 << 20)
    beside = S3Store(line(address(minio, bucket=store.bucket)), ABLE)

    def erase(piece: bytes) -> bytes:
        if b"bytes=" in piece:
            beside.remove(digest)
        return piece

    with store.open(digest) as stream:
        assert stream.read(1 << 20)
        link.up, link.down = erase, _once(cut)
        with pytest.raises(NotFound):
            stream.read()


def test_of_an_answer_that_is_lost_the_bytes_are_kept_and_nobody_is_refused(link: SpoiledLink, store: S3Store) -> None:
    link.down = _once(cut)
    kept = store.put(io.BytesIO(b"kept, and the answer lost"))
    assert list(store.digests()) == [kept.digest]


def test_when_no_answer_to_a_put_ever_comes_the_bytes_are_looked_for(link: SpoiledLink, store: S3Store) -> None:
    asked = [b""]

    def up(piece: bytes) -> bytes:
        asked[0] = piece
        return piece

    def down(piece: bytes) -> bytes:
        if asked[0].startswith((b"PUT", b"kept")):
            cut()
        return piece

    link.up, link.down = up, down
    kept = store.put(io.BytesIO(b"kept, and every answer lost"))
    assert store.exists(kept.digest)


@pytest.mark.slow
def test_a_server_that_takes_connections_and_never_answers_is_given_up_within_its_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = S3Store(line(f"s3+http://khoa:bimat@127.0.0.1:{silent.getsockname()[1]}/kho"), ABLE)
        began = time.monotonic()
        assert store.ready() is not None
        assert time.monotonic() - began < 6
        began = time.monotonic()
        away(lambda: store.put(io.BytesIO(b"x")))
        assert 25 < time.monotonic() - began < 40


@pytest.mark.usefixtures("briefly")
def test_a_server_that_falls_silent_is_waited_for_once(link: SpoiledLink, store: S3Store) -> None:
    digest = put(store, 24 << 20)
    stall = threading.Event()

    def silent(_: bytes) -> bytes:
        stall.wait(60)
        return b""

    with store.open(digest) as stream:
        assert stream.read(100)
        link.down = silent
        began = time.monotonic()
        away(stream.read)
        away(lambda: store.exists(digest))
        away(lambda: put(store, PART + 1))
        link.up = silent
        away(lambda: put(store, 8 << 20))
        assert time.monotonic() - began < 15
    stall.set()
    link.up = link.down = bytes
    assert list(store.digests()) == [digest]


def test_a_server_that_only_stumbles_is_given_up_after_a_few_tries() -> None:
    asked: list[str] = []

    class Stumbling(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            asked.append(self.command)
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.send_response(503)
            self.send_header("Retry-After", "3600")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET = do_PUT  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Stumbling) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        store = S3Store(line(f"s3+http://khoa:bimat@127.0.0.1:{server.server_port}/kho"), ABLE)
        began = time.monotonic()
        away(lambda: store.put(io.BytesIO(b"x")))
        away(lambda: store.open("0" * 64))
        assert time.monotonic() - began < 15
        server.shutdown()
    assert 3 < len(asked) < 15


def _once(act: Callable[[], None]) -> Spoil:
    waiting = [act]

    def spoil(piece: bytes) -> bytes:
        if waiting:
            waiting.pop()()
        return piece

    return spoil
