"""The servers of the tests: they answer, they come back after a kill with what they kept, they end without a trace."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import minio
import psycopg
import pytest

from tests.servers import Fleet, Running
from tests.servers.fetching import Missing
from tests.servers.fleet import usual_home
from tests.servers.processes import Process, is_alive, kill, launch_time
from tests.servers.server import NotReady

# The secured Elasticsearch stands for both: they differ in three lines of settings.
NAMES = ["postgres", "rabbitmq", "minio", "versitygw", "elasticsearch-secured"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    """One of our own, beside the shared one."""
    fleet = Fleet(usual_home().with_name(f"servers-of-test-{os.getpid()}"))
    yield fleet
    fleet.stop(NAMES)
    shutil.rmtree(fleet.home, ignore_errors=True)


@pytest.fixture(scope="module")
def running(fleet: Fleet) -> dict[str, Running]:
    """All of them, started side by side."""
    outcomes = fleet.start(NAMES)
    for name, outcome in outcomes.items():
        if isinstance(outcome, Missing):
            pytest.skip(f"{name}: this machine lacks {outcome}")
        assert not isinstance(outcome, NotReady), outcome
    return {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, Running)}


@pytest.fixture
def bystander() -> Iterator[Process]:
    """A process of somebody else."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as sleeper:
        yield Process(sleeper.pid, launch_time(sleeper.pid))
        sleeper.kill()


def test_postgresql_and_rabbitmq_tell_their_versions(running: dict[str, Running]) -> None:
    with psycopg.connect(running["postgres"].url) as database:
        assert database.info.server_version // 10_000 == 15
    broker = running["rabbitmq"]
    told = httpx.get(f"{broker.admin_url}/api/overview", auth=(broker.user, broker.password)).json()
    assert tuple(map(int, told["rabbitmq_version"].split("."))) >= (3, 10)


def test_both_object_stores_tell_their_names_and_admit_their_account(running: dict[str, Running]) -> None:
    # Built from pinned modules, they do not know their versions.
    for name, told in (("minio", "MinIO"), ("versitygw", "VERSITYGW")):
        store = running[name]
        assert httpx.get(store.url).headers["Server"] == told
        address = store.url.removeprefix("http://")
        assert minio.Minio(address, store.user, store.password, secure=False).list_buckets() == []


def test_a_secured_elasticsearch_tells_its_version_to_those_who_know_the_password(running: dict[str, Running]) -> None:
    index = running["elasticsearch-secured"]
    assert httpx.get(index.url).status_code == 401
    told = httpx.get(index.url, auth=(index.user, index.password)).json()
    assert told["version"]["number"] == "8.19.8"


def test_a_server_that_is_up_is_left_alone_however_many_ask(fleet: Fleet, running: dict[str, Running]) -> None:
    before = {name: fleet.state.entries()[name] for name in NAMES}
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _: Fleet(fleet.home).up("postgres"), range(8))) == {running["postgres"]}
    assert fleet.start(NAMES) == running
    assert {name: fleet.state.entries()[name] for name in NAMES} == before


def test_what_a_killed_server_kept_is_there_at_the_same_address(fleet: Fleet, running: dict[str, Running]) -> None:
    with psycopg.connect(running["postgres"].url, autocommit=True) as database:
        database.execute("CREATE TABLE kept AS SELECT 'Tờ trình'::text AS subject")
    store = running["minio"]
    objects = minio.Minio(store.url.removeprefix("http://"), store.user, store.password, secure=False)
    objects.make_bucket("kept")
    for name in ("postgres", "minio"):
        fleet.kill(name)
        assert fleet.alive(name) == set()
    again = fleet.start(["postgres", "minio"])
    assert again == {name: running[name] for name in ("postgres", "minio")}
    with psycopg.connect(running["postgres"].url) as database:
        assert database.execute("SELECT subject FROM kept").fetchone() == ("Tờ trình",)
    assert [each.name for each in objects.list_buckets()] == ["kept"]


def test_killing_spares_whoever_was_given_the_number_of_a_dead_server(bystander: Process) -> None:
    kill([Process(bystander.pid, bystander.started - 1)])
    assert is_alive(bystander)


@pytest.mark.usefixtures("running")
def test_stopping_ends_every_process_of_the_servers_and_no_other(fleet: Fleet, bystander: Process) -> None:
    shared = _shared_and_alive()
    ours = {process for name in NAMES for process in fleet.alive(name)}
    assert len(ours) >= len(NAMES)
    fleet.stop(NAMES)
    assert {process for process in ours if is_alive(process)} == set()
    assert _who_speaks_of(fleet.home.name) == []
    assert is_alive(bystander)
    assert _shared_and_alive() == shared


def _shared_and_alive() -> set[Process]:
    return {process for entry in Fleet().state.entries().values() for process in entry.processes if is_alive(process)}


def _who_speaks_of(folder: str) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if folder in line]
