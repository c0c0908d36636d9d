"""Registering over HTTP, durable, against the bare limit: one process, an fsync'd file and the same rows in SQLite."""

import json
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx

from services.backends.objects.folder import FolderStore
from services.directory.domain.tokens import TokenOrder
from services.embedded import opened
from tests.bench.figures import Figure, p95
from tests.bench.papers import papers
from tests.fault.server import Server
from tests.fault.small_office import SmallOffice, small_office

COUNT, CLERKS = 300, 50
ROWS = 12
"""Rows one registration writes: document, number, files, readers, step, audit, outbox."""


def run() -> Iterator[Figure]:
    """Registrations a second by one clerk, eight, fifty; the waiting of fifty."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        sheets = papers(COUNT * 3)
        office = small_office(Path(folder))
        token = _token(office)
        server = Server(office)
        server.start()
        try:
            bare = _bare(Path(folder), sheets[:COUNT])
            for clerks, batch in ((1, 0), (8, 1), (CLERKS, 2)):
                rate, waits = registered(server.address, token, sheets[batch * COUNT : (batch + 1) * COUNT], clerks)
                name = f"registrations, 100 kB, {clerks} at once"
                yield Figure(name, rate, "/s", "bare limit", bare, "≥ 0.50")
            yield Figure(f"waiting of {CLERKS} clerks, p95", p95(waits), "ms")
        finally:
            server.end()


def _token(office: SmallOffice) -> str:
    with opened(office.settings) as host:
        clerk = host.directory.directory.account_named("lan").person
        _, secret = host.directory.tokens.give("bench", clerk, TokenOrder("bench", frozenset({"intake:write"})))
    return secret


def registered(address: str, token: str, sheets: list[bytes], clerks: int) -> tuple[float, list[float]]:
    waits: list[float] = []
    work = iter(enumerate(sheets))
    turn = threading.Lock()

    def clerk() -> None:
        with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
            while True:
                with turn:
                    number, sheet = next(work, (0, b""))
                if not sheet:
                    return
                begun = time.perf_counter()
                answer = client.post("/api/v1/intake/incoming", files=_parts(number, clerks, sheet))
                waits.append(time.perf_counter() - begun)
                assert answer.status_code == 201, answer.text

    begun = time.perf_counter()
    threads = [threading.Thread(target=clerk) for _ in range(clerks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(sheets) / (time.perf_counter() - begun), waits


def _parts(number: int, clerks: int, sheet: bytes) -> dict[str, tuple[str | None, bytes | str, str]]:
    document = {
        "register": "so-den",
        "notation": f"{number + 1}/SNV-VP",
        "document_date": "2026-11-02",
        "issuer": f"Sở Nội vụ {clerks}",
        "type": "cong_van",
        "subject": f"V/v báo cáo kết quả chuyển đổi số lần {number}",
    }
    return {
        "document": (None, json.dumps(document), "application/json"),
        "file": (f"{number}.pdf", sheet, "application/pdf"),
    }


def _bare(home: Path, sheets: list[bytes]) -> float:
    store, rows = FolderStore(home / "bare"), sqlite3.connect(home / "bare.db", isolation_level=None)
    rows.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (id INTEGER, body TEXT);")
    begun = time.perf_counter()
    for number, sheet in enumerate(sheets):
        store.put(BytesIO(sheet))
        rows.execute("BEGIN IMMEDIATE")
        rows.executemany("INSERT INTO row VALUES (?, ?)", [(number, "x" * 300)] * ROWS)
        rows.execute("COMMIT")
    rows.close()
    return len(sheets) / (time.perf_counter() - begun)
