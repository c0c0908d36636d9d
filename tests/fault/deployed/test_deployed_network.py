"""The ways between the set and its servers fail: answers come in time and in words, afterwards nothing is missing.

Every process reaches every server through a proxy. The short form tries the pairs at which the set has something to
lose; `make chaos` tries every fault on every way.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import httpx
import pytest

from tests.fault.deployed.office import DeployedOffice
from tests.fault.deployed.running import Up
from tests.fault.deployed.trial import LONG, Work
from tests.fault.deployed.verdict import judge
from tests.servers.proxy import Fault, Proxy

SHORT = (
    ("postgres", Fault.DOWN),
    ("postgres", Fault.RESET),
    ("postgres", Fault.UPSTREAM_TIMEOUT),
    ("postgres", Fault.DOWNSTREAM_BLACKHOLE),
    ("rabbitmq", Fault.RESET),
    ("rabbitmq", Fault.UPSTREAM_BLACKHOLE),
    ("rabbitmq", Fault.DOWNSTREAM_TIMEOUT),
    ("minio", Fault.DOWN),
    ("minio", Fault.DOWNSTREAM_TIMEOUT),
    ("minio", Fault.LATENCY),
    ("elasticsearch", Fault.RESET),
    ("elasticsearch", Fault.DOWNSTREAM_BLACKHOLE),
)
WAYS = ("postgres", "rabbitmq", "minio", "elasticsearch")
PAIRS = [(way, fault) for way in WAYS for fault in Fault] if LONG else list(SHORT)
FAULT_SECONDS, HELD_SECONDS, BOUND = 20.0 if LONG else 3.0, 0.5, 40.0
NEEDED = {"postgres": {"list", "search"}, "minio": set(), "elasticsearch": {"search"}, "rabbitmq": set()}
"""What may be refused while a way fails."""


@pytest.fixture
def ways(office: DeployedOffice, up: Up) -> Iterator[Mapping[str, Proxy]]:
    """A proxy before each server, and the set told of them alone."""
    with ExitStack() as held:
        proxies = {name: held.enter_context(Proxy(server.port)) for name, server in office.servers.items()}
        up.ensure({name: _over(value, office, proxies) for name, value in office.variables.items()})
        yield proxies


def _over(value: str, office: DeployedOffice, ways: Mapping[str, Proxy]) -> str:
    for name, way in ways.items():
        value = value.replace(f"127.0.0.1:{office.servers[name].port}/", f"127.0.0.1:{way.port}/")
    return value


@pytest.mark.slow
def test_whatever_happens_on_the_ways_answers_are_bounded_and_nothing_is_lost(
    ways: Mapping[str, Proxy], up: Up, work: Work
) -> None:
    for way, fault in PAIRS:
        began = time.monotonic()
        with work.under_way(work.jobs(2, 0), clerks=2):
            with ways[way].failing(fault, HELD_SECONDS):
                answers = _questions(work) if "blackhole" not in fault.value else {}
                time.sleep(max(0.0, FAULT_SECONDS - (time.monotonic() - began)))
            answers |= {f"{name}, healed": each for name, each in _questions(work).items()}
        print(f"{way} {fault.value}: {_shown(answers)}; all done after {time.monotonic() - began:.1f} s")
        for name, (status, seconds) in answers.items():
            assert status == 200 or (status == 503 and name in NEEDED[way]), (way, fault, name, status)
            assert seconds < BOUND
        up.await_well()
    judge(work)


def _questions(work: Work) -> dict[str, tuple[int, float]]:
    """Status and seconds of three questions, each asked once."""
    headers = {"Authorization": f"Bearer {work.office.tokens['lan']}"}
    base = f"{work.office.address}/api/v1"
    told = {}
    for name, path in (("list", "intake/incoming"), ("search", "search?q=b%C3%A1o+c%C3%A1o")):
        began = time.monotonic()
        answer = httpx.get(f"{base}/{path}", headers=headers, timeout=BOUND)
        told[name] = (answer.status_code, time.monotonic() - began)
    return told


def _shown(answers: Mapping[str, tuple[int, float]]) -> str:
    return ", ".join(f"{name} {status} in {seconds:.1f} s" for name, (status, seconds) in answers.items())
