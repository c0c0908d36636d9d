"""Two object stores built from Go modules: MinIO, and versitygw as a second opinion on the same protocol."""

import os
import signal

from tests.servers.fetching import fetched, go_install
from tests.servers.packages import Package
from tests.servers.processes import Orders, Process, launch
from tests.servers.server import HOST, Place, Running, answers

_USER = "vanthu-tests"
_MINIO = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c"
_VERSITY = "github.com/versity/versitygw/cmd/versitygw@v1.7.0"


class MinIO:
    """One MinIO with one disk; object lock works."""

    name = "minio"
    ports = 1
    polite = signal.SIGTERM

    def packages(self) -> tuple[Package, ...]:
        """None: it is built."""
        return ()

    def fetch(self) -> None:
        """The build of the pinned commit, about four minutes."""
        _program(self.name, _MINIO)

    def start(self, place: Place) -> tuple[Process, ...]:
        """One process."""
        variables = {
            "HOME": str(place.home),
            "MINIO_ROOT_USER": _USER,
            "MINIO_ROOT_PASSWORD": place.password,
            "MINIO_UPDATE": "off",
            "MINIO_CI_CD": "1",
            "MINIO_BROWSER": "off",
        }
        command = [_program(self.name, _MINIO), "server", str(place.home / "data"), "--address", _address(place)]
        return (launch(command, Orders("root", place.home, variables), place.log),)

    def is_ready(self, place: Place) -> bool:
        """As it says itself."""
        return answers(place.ports[0], "/minio/health/ready")

    def reach(self, place: Place) -> Running:
        """Without a bucket: tests make their own."""
        return _reach(self.name, place)


class VersityGateway:
    """The S3 gateway over a folder, with versions kept; the file system must know extended attributes."""

    name = "versitygw"
    ports = 1
    polite = signal.SIGTERM

    def packages(self) -> tuple[Package, ...]:
        """None: it is built."""
        return ()

    def fetch(self) -> None:
        """The build of the pinned version, about a minute."""
        _program(self.name, _VERSITY)

    def start(self, place: Place) -> tuple[Process, ...]:
        """One process."""
        accounts, versions, data = (place.home / each for each in ("accounts", "versions", "data"))
        for each in (accounts, versions, data):
            each.mkdir(exist_ok=True)
        command = [_program(self.name, _VERSITY), "--port", _address(place), "--health", "/health"]
        command += ["--iam-dir", str(accounts), "posix", "--versioning-dir", str(versions), str(data)]
        variables = {"HOME": str(place.home), "ROOT_ACCESS_KEY": _USER, "ROOT_SECRET_KEY": place.password}
        return (launch(command, Orders("root", place.home, variables), place.log),)

    def is_ready(self, place: Place) -> bool:
        """As it says itself."""
        return answers(place.ports[0], "/health")

    def reach(self, place: Place) -> Running:
        """Without a bucket: tests make their own."""
        return _reach(self.name, place)


def _program(name: str, module: str) -> str:
    folder = fetched(f"{name}-{module.rpartition('@')[2]}", lambda folder: go_install(module, folder))
    return os.fspath(folder / name)


def _address(place: Place) -> str:
    return f"{HOST}:{place.ports[0]}"


def _reach(name: str, place: Place) -> Running:
    return Running(name, f"http://{_address(place)}", place.ports[0], _USER, place.password)
