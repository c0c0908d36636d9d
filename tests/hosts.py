"""The two hosts for tests: embedded is one process with files, deployed is `vanthu up` on this checkout's servers."""

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from psycopg.sql import SQL, Identifier

from services.backends.settings import SERVICES, Settings
from services.cli.demo.work import Wait
from services.embedded import Host, opened
from services.kernel.errors import Refusal
from tests.contract.rabbit_desks import ask
from tests.fault.deployed.office import DeployedOffice, empty_on
from tests.postgres import told
from tests.servers import Fleet, need
from tests.servers.settings import NEEDED

EMBEDDED, DEPLOYED = HOSTS = ("embedded", "deployed")


@contextmanager
def at_work(settings: Settings) -> Iterator[tuple[Host, Wait]]:
    """An office to do some work in, and how to wait for its facts: they are carried here, or by the set that runs."""
    with opened(settings) as host:
        yield host, wait if settings.deployed else partial(_settled, host)


def wait(question: Callable[[], object], seconds: float = 120.0) -> None:
    """Wait until the question is answered with something true; a refusal counts as not yet."""
    until = time.monotonic() + seconds
    while not _answered(question):
        assert time.monotonic() < until, "nothing came of it"
        time.sleep(0.02)


def _settled(host: Host, question: Callable[[], object]) -> None:
    host.bus.settle()
    assert question(), "the facts were carried, yet nothing came of them"


def _answered(question: Callable[[], object]) -> bool:
    try:
        return bool(question())
    except Refusal:
        return False


@contextmanager
def empty_deployed(word: str) -> Iterator[DeployedOffice]:
    """A deployed office that nobody has set up yet; its name begins with a word, and nothing of it is left."""
    for name in NEEDED:
        need(name)  # the machine has what it takes
    folder = Path(tempfile.mkdtemp(prefix="vanthu-office-", dir="/var/tmp"))
    office = empty_on(Fleet(), folder / f"{word}{secrets.token_hex(4)}")
    try:
        yield office
    finally:
        _forget(office)
        shutil.rmtree(folder, ignore_errors=True)


def database_of(office: DeployedOffice) -> str:
    """The name of its database."""
    return office.variables["VANTHU_DATABASE_ADMIN"].rpartition("/")[2]


def _forget(office: DeployedOffice) -> None:
    # Buckets stay, as those of other tests do: they are small and go with the servers.
    server, _, index = office.variables["VANTHU_INDEX"].removeprefix("elasticsearch+").rpartition("/")
    for each in urlopen(f"{server}/_cat/indices/{index}-v*?h=index").read().decode().split():
        urlopen(Request(f"{server}/{each}", method="DELETE")).close()
    name, broker = office.home.parent.name, office.servers["rabbitmq"]
    for path in (f"vhosts/{name}", *(f"users/{name}_{each}" for each in SERVICES)):
        with suppress(HTTPError):  # it was not made yet
            ask(broker, "DELETE", path)
    with told("postgres") as connection:
        like = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (f"vanthu_{name}",))
        for (database,) in like.fetchall():
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(database)))
        for each in (*SERVICES, "reader"):
            connection.execute(SQL("DROP ROLE IF EXISTS {}").format(Identifier(f"{name}_{each}")))
