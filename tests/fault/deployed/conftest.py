"""One private fleet, one office and one running set for all tests of this folder; nothing of them is left."""

from collections.abc import Iterator

import pytest

from tests.fault.deployed.office import DeployedOffice, deployed_office
from tests.fault.deployed.running import Up
from tests.fault.deployed.trial import Work


@pytest.fixture(scope="session")
def office() -> Iterator[DeployedOffice]:
    with deployed_office() as made:
        yield made


@pytest.fixture(scope="session")
def _up(office: DeployedOffice) -> Iterator[Up]:
    made = Up(office, office.home.parent / "up.log")
    try:
        yield made
    finally:
        made.end()


@pytest.fixture
def up(_up: Up, office: DeployedOffice) -> Up:
    """The set with all its servers there and every member well, told the servers' own addresses."""
    office.fleet.start(office.servers)
    _up.ensure({})
    return _up


@pytest.fixture(scope="session")
def work(office: DeployedOffice) -> Work:
    """What the office's people have done so far."""
    return Work(office)
