"""Registering over HTTP, durable, against the bare limit: one process, the same synced files and rows."""

import json
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Protocol

from services.backends.settings import Settings
from services.directory.domain.tokens import TokenOrder
from services.embedded import opened
from tests.bench.bare_limit import bare_limit
from tests.bench.empty_upload import empty_application
from tests.bench.figures import Figure, p95
from tests.bench.papers import papers
from tests.fault.server import Server
from tests.fault.small_office import small_office

COUNT, CLERKS = 300, (1, 8, 50)
_BOUNDARY = "bench-0123456789"


def run() -> Iterator[Figure]:
    """Registrations a second by one clerk, eight, fifty, each with its waiting; the desks behind work as ever."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        office = small_office(Path(folder))
        token = _token(office.settings)
        server = Server(office)
        server.start()
        try:
            registered(server, token, papers(20), 0)
            sheets = {clerks: papers(COUNT) for clerks in CLERKS}
            rates = {clerks: registered(server, token, sheets[clerks], clerks) for clerks in CLERKS}
        finally:
            server.end()
        with empty_application(server.port) as empty:
            thrown_away, _ = registered(empty, "", sheets[8], 8)
        bare = bare_limit(
            office.home / "intake.db", Path(folder), [sheet for each in sheets.values() for sheet in each]
        )
        yield Figure("the same uploads read and thrown away, 8 at once", thrown_away, "/s", "bare limit", bare)
        for clerks, (rate, waits) in rates.items():
            yield Figure(f"registrations, 100 kB, {clerks} at once", rate, "/s", "bare limit", bare, "≥ 0.50")
            yield Figure("  each waits, p95", p95(waits), "ms")


def _token(settings: Settings) -> str:
    with opened(settings) as host:
        clerk = host.directory.directory.account_named("lan").person
        _, secret = host.directory.tokens.give("bench", clerk, TokenOrder("bench", frozenset({"intake:write"})))
    return secret


class Listening(Protocol):
    """Whoever takes registrations."""

    @property
    def port(self) -> int:
        """Of this machine."""
        ...


def registered(server: Listening, token: str, sheets: Sequence[bytes], clerks: int) -> tuple[float, list[float]]:
    """Send every sheet, `clerks` at a time; how many a second, and how long each waited in seconds.

    The requests are made beforehand and sent with as little work as can be: the machine is for the server.
    """
    waits: list[float] = []
    work = iter([_request(number, clerks, sheet) for number, sheet in enumerate(sheets)])
    turn = threading.Lock()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}

    def clerk() -> None:
        line = HTTPConnection("127.0.0.1", server.port, timeout=60)
        while True:
            with turn:
                body = next(work, None)
            if body is None:
                return
            begun = time.perf_counter()
            line.request("POST", "/api/v1/intake/incoming", body, headers)
            answer = line.getresponse()
            said = answer.read()
            waits.append(time.perf_counter() - begun)
            assert answer.status == 201, said

    begun = time.perf_counter()
    threads = [threading.Thread(target=clerk) for _ in range(max(clerks, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(sheets) / (time.perf_counter() - begun), waits


def _request(number: int, clerks: int, sheet: bytes) -> bytes:
    document = {
        "register": "so-den",
        "notation": f"{number + 1}/SNV-VP",
        "document_date": "2026-11-02",
        "issuer": f"Sở Nội vụ {clerks}",
        "type": "cong_van",
        "subject": f"V/v báo cáo kết quả chuyển đổi số lần {number}",
    }
    described = _part('name="document"', "application/json") + json.dumps(document).encode()
    scanned = _part(f'name="file"; filename="{number}.pdf"', "application/pdf") + sheet
    return described + b"\r\n" + scanned + f"\r\n--{_BOUNDARY}--\r\n".encode()


def _part(named: str, kind: str) -> bytes:
    return f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {named}\r\nContent-Type: {kind}\r\n\r\n".encode()
