"""Where a browser's office runs: in a process of `vanthu serve`, or as a deployed set that stays up all the time."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from psycopg.sql import SQL, Identifier

from services.backends.settings import Settings
from services.deployed.preparing import prepare_databases
from tests.browser.office import make
from tests.fault.deployed.aftermath import DeployedAftermath, aftermath
from tests.fault.deployed.office import DeployedOffice
from tests.fault.deployed.running import Up
from tests.hosts import database_of, empty_deployed
from tests.postgres import told

Prepare = Callable[[Settings], object]
"""More work for an office that nobody has come into yet."""


class BrowserHost(Protocol):
    """Gives the office as it was made, as often as asked; one at a time."""

    @contextmanager
    def fresh(self, folder: Path, prepare: Prepare) -> Iterator[tuple[str, Settings]]:
        """Its address and settings, in an empty folder if it needs one."""
        ...


class Embedded:
    """Copies the home of one made office; each copy is served by a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.made = folder / "home"
        make(_settings(self.made))

    @contextmanager
    def fresh(self, folder: Path, prepare: Prepare) -> Iterator[tuple[str, Settings]]:
        """A copy in that folder."""
        home = Path(shutil.copytree(self.made, folder / "home"))
        prepare(_settings(home))
        with _serving(home) as address:
            yield address, _settings(home)


class Deployed:
    """One set for all: under it the database is copied anew from the made one, and the index made again from that."""

    def __init__(self, office: DeployedOffice, up: Up, look: DeployedAftermath) -> None:
        self.office = office
        self.up = up
        self.look = look

    @contextmanager
    def fresh(self, folder: Path, prepare: Prepare) -> Iterator[tuple[str, Settings]]:
        """The office as it was made, at the address it always has."""
        self.look.await_quiet(180)  # what is still on its way would arrive in the copy
        _copy_database(self.office)
        self.look.host.search.reindex()
        self.up.await_well()
        self.look.await_quiet(180)
        prepare(self.office.settings)
        yield self.office.address, self.office.settings


@contextmanager
def deployed() -> Iterator[Deployed]:
    """The office made on the servers of this checkout, and the set that runs it; both gone afterwards."""
    with empty_deployed("browser") as office:
        prepare_databases(office.settings)
        # In a thread of its own: the browser's driver keeps an event loop in this one.
        with ThreadPoolExecutor(1) as maker:
            maker.submit(make, office.settings).result()
        with told("postgres") as server:
            server.execute(_RENAME.format(Identifier(database_of(office)), Identifier(_made(office))))
        _copy_database(office)
        up = Up(office, office.home.parent / "up.log")
        try:
            up.start()
            with aftermath(office) as look:
                yield Deployed(office, up, look)
            assert up.stop() == 0
        finally:
            up.end()


_RENAME = SQL("ALTER DATABASE {} RENAME TO {}")
_COPY = SQL("CREATE DATABASE {} TEMPLATE {}")
_DROP = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")


def _made(office: DeployedOffice) -> str:
    return f"{database_of(office)}_made"


def _copy_database(office: DeployedOffice) -> None:
    usual = Identifier(database_of(office))
    fresh = Identifier(f"{database_of(office)}_next")
    with told("postgres") as server:
        server.execute(_COPY.format(fresh, Identifier(_made(office))))
        server.execute(_DROP.format(usual))
        server.execute(_RENAME.format(fresh, usual))


def _settings(home: Path) -> Settings:
    return Settings.read(_environment(home, 8080))


def _environment(home: Path, port: int) -> dict[str, str]:
    return {"VANTHU_HOME": str(home), "VANTHU_DEMO": "1", "VANTHU_PORT": str(port), "VANTHU_WORKERS": "1"}


@contextmanager
def _serving(home: Path) -> Iterator[str]:
    port = _free_port()
    with (home.parent / f"{home.name}.log").open("wb") as log:
        command = [sys.executable, "-m", "services", "serve"]
        process = subprocess.Popen(command, env={**os.environ, **_environment(home, port)}, stdout=log, stderr=log)
        try:
            _until_ready(process, f"http://127.0.0.1:{port}", log.name)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _until_ready(process: "subprocess.Popen[bytes]", address: str, log: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address + "/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(f"serve did not start: {Path(log).read_text(encoding='utf-8')}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
