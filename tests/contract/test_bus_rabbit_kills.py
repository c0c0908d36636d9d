"""kill -9 of relay, worker and broker in the middle of the work: nothing is lost, nothing has its effect twice."""

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.backends.bus.dead import DeadLetters
from services.backends.bus.endpoint import Endpoint
from services.kernel.facts import DocumentVoided
from tests import databases
from tests.contract.rabbit_desks import Office, eventually, office
from tests.servers import Fleet, need
from tests.unit.bus_desks import desks, effects, left

FACTS, PER_COMMIT = 2000, 10
PATIENCE = 240.0


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    """A broker of its own, for it is killed."""
    need("rabbitmq")  # the machine has what it takes
    home = Path(tempfile.mkdtemp(prefix="vanthu-broker-", dir="/var/tmp"))
    home.chmod(0o755)
    fleet = Fleet(home)
    try:
        fleet.up("rabbitmq")
        yield fleet
    finally:
        fleet.stop(["rabbitmq"])
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def rabbit(
    request: pytest.FixtureRequest, fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    monkeypatch.setenv("VANTHU_TEST_DATABASE", request.param)
    monkeypatch.setattr(databases, "ON_POSTGRES", request.param == "postgresql")
    with office(tmp_path, fleet.up("rabbitmq"), (0.5, 1.0, 2.0)) as made:
        yield made


def _tell(desk: Endpoint, pause: float) -> None:
    for start in range(0, FACTS, PER_COMMIT):
        with desk.stores() as store:
            for number in range(start, start + PER_COMMIT):
                store.publish(DocumentVoided(f"d{number}", number, "", "lan"))
        time.sleep(pause)


def _again(rabbit: Office, name: str) -> None:
    kind, _, desk = name.partition(" ")
    rabbit.kill(name)
    rabbit.start(kind, desk)


@pytest.mark.slow
def test_killed_again_and_again_nothing_is_lost_or_doubled(fleet: Fleet, rabbit: Office, tmp_path: Path) -> None:
    three = desks(tmp_path)
    rabbit.start_all()
    telling = threading.Thread(target=_tell, args=(three[0], 0.02))
    telling.start()
    victims = [*rabbit.processes, "broker", *rabbit.processes]
    random.Random(4).shuffle(victims)
    for victim in victims:
        time.sleep(0.3)
        if victim == "broker":
            fleet.kill("rabbitmq")
            fleet.up("rabbitmq")
        else:
            _again(rabbit, victim)
    telling.join()
    assert eventually(lambda: len(effects(three[2])) >= FACTS, PATIENCE), (len(effects(three[1])), left(three[0]))
    assert eventually(lambda: sum(map(left, three)) == 0)
    assert effects(three[1]) == list(range(FACTS))
    assert effects(three[2]) == list(range(FACTS))
    assert DeadLetters(three).count() == 0


@pytest.mark.slow
def test_while_the_broker_is_away_work_goes_on_and_everything_arrives_afterwards(
    fleet: Fleet, rabbit: Office, tmp_path: Path
) -> None:
    three = desks(tmp_path)
    rabbit.start_all()
    fleet.kill("rabbitmq")
    _tell(three[0], 0.0)
    time.sleep(5)
    assert left(three[0]) == FACTS
    assert all(process.poll() is None for process in rabbit.processes.values()), "nobody dies of it"
    fleet.up("rabbitmq")
    assert eventually(lambda: len(effects(three[2])) >= FACTS, PATIENCE)
    assert effects(three[1]) == effects(three[2]) == list(range(FACTS))
