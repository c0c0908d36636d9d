"""PostgreSQL 15, Debian's own."""

import shutil
import signal
import subprocess

from tests.servers.packages import Package
from tests.servers.processes import Orders, Process, give, kill, launch, run, working_in
from tests.servers.server import HOST, Place, Running

_PACKAGE = Package("postgresql-15", "/usr/lib/postgresql/15/bin/postgres")
_ACCOUNT = "postgres"


class Postgres:
    """One cluster, reached over TCP by password; the account of the tests is its superuser."""

    name = "postgres"
    ports = 1
    polite = signal.SIGINT  # PostgreSQL's "fast" shutdown

    def packages(self) -> tuple[Package, ...]:
        """The server with its tools."""
        return (_PACKAGE,)

    def fetch(self) -> None:
        """Nothing beside the package."""
        _PACKAGE.path()

    def start(self, place: Place) -> tuple[Process, ...]:
        """The first start makes the cluster."""
        give(place.home, _ACCOUNT)
        orders = Orders(_ACCOUNT, place.home, {})
        data = place.home / "data"
        if not data.exists():
            self._make(place, orders)
        # A killed server that nobody has reaped yet looks alive to PostgreSQL, which then refuses to start.
        kill(working_in(data))
        (data / "postmaster.pid").unlink(missing_ok=True)
        settings = [f"listen_addresses={HOST}", "unix_socket_directories=", "max_connections=300"]
        options = [word for each in settings for word in ("-c", each)]
        return (
            launch([str(_PACKAGE.path()), "-D", str(data), "-p", str(place.ports[0]), *options], orders, place.log),
        )

    def is_ready(self, place: Place) -> bool:
        """As its own tool sees it: in recovery it listens but is not ready."""
        asked = [str(_PACKAGE.path().with_name("pg_isready")), "-q", "-h", HOST, "-p", str(place.ports[0])]
        return subprocess.run(asked).returncode == 0

    def reach(self, place: Place) -> Running:
        """The database `postgres`."""
        port = place.ports[0]
        url = f"postgresql://{_ACCOUNT}:{place.password}@{HOST}:{port}/postgres"
        return Running(self.name, url, port, _ACCOUNT, place.password)

    def _make(self, place: Place, orders: Orders) -> None:
        # Renamed when complete: a cluster whose making was broken off is made anew.
        unfinished, words = place.home / "unfinished", place.home / "password"
        shutil.rmtree(unfinished, ignore_errors=True)
        words.touch(mode=0o600)
        words.write_text(place.password)
        give(words, _ACCOUNT)
        command = f"initdb -D {unfinished.name} -U {_ACCOUNT} -E UTF8 --locale=C.UTF-8 -A scram-sha-256 --no-sync"
        program, *rest = command.split()
        run([str(_PACKAGE.path().with_name(program)), *rest, f"--pwfile={words}"], orders, place.home / "initdb.log")
        unfinished.rename(place.home / "data")
