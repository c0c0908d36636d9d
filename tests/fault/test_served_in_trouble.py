"""A served office on a bad day: a full disk, lines that break, leftovers of a crash; and how quickly it is back."""

import json
import socket
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from services.backends.objects.folder import FolderStore
from services.cli import main
from tests.dispatches import dispatches
from tests.fault.clients import Programs, Tally, incoming
from tests.fault.server import Server
from tests.fault.small_office import small_office
from tests.servers.proxy import Fault, Proxy

PAPER = next(iter(dispatches(1))).paper
LARGEST = 3_000_000
FINDS, PATIENT_SECONDS = 15, 5.0


class Served:
    """A server and somebody who asks it things."""

    def __init__(self, folder: Path, largest_file: int = 0) -> None:
        self.office = small_office(folder)
        self.server = Server(self.office, largest_file)
        self.clerk = Programs(self.office, self.server.address, Tally())
        self.objects = FolderStore(self.office.home / "objects")

    def send(self, job: int, paper: bytes, annex: bytes = b"", key: str = "", port: int = 0) -> httpx.Response:
        """One upload, asked once, over another port if there is something between."""
        files = incoming(job, paper) + ([("annex", ("phu-luc.pdf", annex))] if annex else [])
        headers = {"Authorization": f"Bearer {self.office.tokens['lan']}", "Idempotency-Key": key or f"once-{job}"}
        address = f"http://127.0.0.1:{port or self.server.port}/api/v1/intake/incoming"
        return httpx.post(address, files=files, headers=headers, timeout=60)

    def registered(self) -> int:
        """How many documents there are."""
        return int(self.clerk.ask("lan", "GET", "intake/incoming").json()["total"])

    def half_written(self) -> list[str]:
        """Files the store has begun and not kept."""
        return [path.name for path in self.objects.incoming.iterdir()]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An office served all through this module."""
    made = Served(tmp_path_factory.mktemp("served"))
    try:
        made.server.start()
        yield made
    finally:
        made.clerk.close()
        made.server.end()


def test_what_is_registered_is_found_at_once(served: Served) -> None:
    waits = []
    for job in range(1, FINDS + 1):
        served.clerk.register(job, PAPER + b"\n%% %d\n" % job)
        began = time.monotonic()
        while not served.clerk.ask("lan", "GET", "search", params={"q": f'"hồ sơ thứ {job}"'}).json()["total"]:
            assert time.monotonic() - began < 60
            time.sleep(0.02)
        waits.append(time.monotonic() - began)
    print(f"\nregistered to findable: median {statistics.median(waits):.2f} s, longest {max(waits):.2f} s")
    assert statistics.median(waits) < PATIENT_SECONDS


def test_an_upload_whose_line_breaks_registers_nothing_and_leaves_nothing(served: Served) -> None:
    before, kept = served.registered(), set(served.objects.digests())
    request = httpx.Request(
        "POST",
        f"{served.server.address}/api/v1/intake/incoming",
        files=incoming(900, PAPER + b"x" * 2_000_000),
        headers={"Authorization": f"Bearer {served.office.tokens['lan']}"},
    )
    body = request.read()
    for share in (0.02, 0.5, 0.99):
        head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
        with socket.create_connection(("127.0.0.1", served.server.port)) as line:
            line.sendall(f"POST {request.url.path} HTTP/1.1\r\n{head}\r\n".encode() + body[: int(len(body) * share)])
    assert served.registered() == before
    assert (set(served.objects.digests()), served.half_written()) == (kept, [])
    assert served.send(900, PAPER + b"\n%% 900\n").status_code == 201
    assert served.server.complaints() == ""


def test_a_request_sent_again_while_the_first_is_under_way_is_carried_out_once(served: Served) -> None:
    before = served.registered()
    with ThreadPoolExecutor(6) as impatient:
        answers = list(impatient.map(lambda _: served.send(800, PAPER + b"\n%% 800\n", key="k-800"), range(6)))
    assert {answer.status_code for answer in answers} == {201}, [answer.text for answer in answers]
    assert len({answer.content for answer in answers}) == 1
    assert served.registered() == before + 1


def test_whoever_lost_the_answer_on_the_way_asks_again_and_is_given_the_same_number(served: Served) -> None:
    before, paper = served.registered(), PAPER + b"\n%% 801\n"
    with (
        Proxy(served.server.port) as way,
        way.failing(Fault.DOWNSTREAM_TIMEOUT),
        pytest.raises(httpx.TransportError),
    ):
        served.send(801, paper, port=way.port)
    again, once_more = (served.send(801, paper) for _ in range(2))
    assert (again.status_code, once_more.content) == (201, again.content)
    assert served.registered() == before + 1


def test_a_start_after_a_crash_sweeps_its_leftovers_loses_nothing_and_is_quick(served: Served) -> None:
    before = served.registered()
    served.server.kill()
    (served.objects.incoming / "nua-chung").write_bytes(b"%PDF-1.7 half")
    served.server.start()
    print(f"\nstarts: {', '.join(f'{each:.1f}' for each in served.server.starts)} s")
    assert served.half_written() == []
    assert served.registered() == before


def test_objects_that_belong_to_no_document_are_named_by_the_sweep(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = served.send(901, PAPER + b"\n%% 901\n", annex=b"%PDF-1.7 no more than this")
    assert refused.status_code == 422
    for name, value in served.office.environment().items():
        monkeypatch.setenv(name, value)
    capsys.readouterr()
    assert main(["archive", "fixity", "--json"]) == 0
    *orphans, sums = map(json.loads, capsys.readouterr().out.splitlines())
    assert sums["faults"] == 0
    assert sums["orphans"] == len(orphans)
    assert served.objects.exists(orphans[0]["orphan"])


def test_a_disk_without_room_refuses_in_words_and_keeps_nothing_half(tmp_path: Path) -> None:
    full = Served(tmp_path, LARGEST)
    try:
        full.server.start()
        assert full.send(1, PAPER + b"\n%% 1\n").status_code == 201
        kept = set(full.objects.digests())
        refused = full.send(2, PAPER + b"\n%%" + b"x" * LARGEST)
        assert refused.status_code == 503, refused.text
        problem = refused.json()
        assert problem["code"] in {"store-full", "disk-full"}
        assert "quản trị" in problem["next"]
        assert (full.registered(), full.half_written()) == (1, [])
        assert kept <= set(full.objects.digests()), "what was kept is still there"
        assert full.send(2, PAPER + b"\n%% 2\n").json()["arrival_number"] == 2
        assert full.server.complaints() == ""
    finally:
        full.clerk.close()
        full.server.end()
