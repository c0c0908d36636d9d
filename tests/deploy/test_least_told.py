"""Told nothing but what compose tells it, each process does its work on the real servers."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.deploy.processes import Started, of_compose
from tests.deploy.tools import ROOT, beside_python
from tests.servers import need
from tests.servers.settings import NEEDED, settings_of

PASSPHRASE = "VANTHU_KEY_PASSPHRASE"


QUEUE = ("queue_depth", "retries_waiting", "retries_total", "dead_queue_depth", "dead_letters", "outbox_age_seconds")
TOLD = {
    ("api",): (
        "vanthu_registrations",
        'vanthu_write_wait_seconds_count{service="intake"}',
        'vanthu_outbox_age_seconds{service="archive"}',
        'vanthu_dead_letters{service="signing"}',
        'vanthu_index_lag{index="documents"}',
        'vanthu_signing_requests{state="signed"}',
        'vanthu_pool_in_use{pool="write",service="intake"}',
        "vanthu_request_seconds",
    ),
    ("work", "intake"): (
        *(f'vanthu_{name}{{service="intake"}}' for name in QUEUE),
        'vanthu_queue_age_seconds{service="intake"}',
        'vanthu_pool_most{pool="read",service="intake"} 20.0',
        'vanthu_ready{dependency="broker intake"} 1.0',
    ),
    ("relay", "search"): (
        *(f'vanthu_{name}{{service="search"}}' for name in QUEUE),
        'vanthu_pool_in_use{pool="jot",service="search"}',
        'vanthu_index_lag{index="documents"}',
    ),
}
"""Figures that processes of a kind tell, those of the broker among them."""


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Every address of an office over the servers of this checkout."""
    for name in NEEDED:
        need(name)
    return settings_of("told", tmp_path_factory.mktemp("told"))


def told(process: Started, addresses: Mapping[str, str], port: int) -> dict[str, str]:
    """Its environment, with the addresses of these servers where compose has files and names of its own."""
    names = {name.removesuffix("_FILE") for name in process.environment if name.endswith("_FILE")}
    values = {name: addresses[name] for name in names - {PASSPHRASE}} | {"VANTHU_BUS": addresses["VANTHU_BUS"]}
    plain = {name: value for name, value in process.environment.items() if not name.endswith("_FILE")}
    door = {"VANTHU_PULSE_PORT" if "VANTHU_PULSE_PORT" in plain else "VANTHU_PORT": str(port)}
    door["VANTHU_WORKERS"] = "1"
    machine = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "VANTHU_HOME": addresses["VANTHU_HOME"]}
    opening = {PASSPHRASE: "một câu dài của cơ quan"} if PASSPHRASE in names else {}
    return {**machine, **plain, **values, **opening, **door}


@contextmanager
def running(environments: Mapping[tuple[str, ...], Mapping[str, str]], home: Path) -> Iterator[None]:
    """All of them at once, ended afterwards; none may have broken off."""
    processes = {}
    for words, environment in environments.items():
        with (home / "-".join(words)).open("wb") as log:
            command = [beside_python("vanthu"), *words]
            processes[words] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
    try:
        yield
    finally:
        for process in processes.values():
            process.terminate()
        codes = {words: process.wait(30) for words, process in processes.items()}
    assert set(codes.values()) <= {0, -15}, codes


def ready(port: int, log: Path) -> str:
    """What it says of itself once it is well."""
    deadline, told = time.monotonic() + 240, ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
                return str(answer.read().decode())
        except HTTPError as not_yet:
            told = not_yet.read().decode()
        except OSError:
            pass  # it does not listen yet
        time.sleep(0.2)
    raise AssertionError(f"not ready: {told} {log.read_text()[-2000:]}")


def figures(port: int) -> str:
    """What it tells those who run it."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        return str(answer.read().decode())


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as tried:
        return int(tried.getsockname()[1])


def test_jobs_prepare_the_servers_and_each_kind_of_process_gets_ready(
    composed: dict[str, Any], addresses: Mapping[str, str], tmp_path: Path
) -> None:
    processes = {each.words: each for each in of_compose(composed)}
    for words in (("migrate",), ("topology",)):
        environment = told(processes[words], addresses, free())
        ran = subprocess.run([beside_python("vanthu"), *words], env=environment, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr

    tried = [("api",), ("work", "intake"), ("relay", "search")]
    ports = {words: free() for words in tried}
    with running({words: told(processes[words], addresses, ports[words]) for words in tried}, tmp_path):
        for words in tried:
            said = ready(ports[words], tmp_path / "-".join(words))
            assert words == ("api",) or f'"broker {words[1]}": "ok"' in said, said
            told_by = figures(ports[words])
            for figure in TOLD[words]:
                assert figure in told_by, f"{words}: {figure}"
