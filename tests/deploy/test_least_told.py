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
            assert '"ok"' in ready(ports[words], tmp_path / "-".join(words))
