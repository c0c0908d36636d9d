"""kill -9 in an order of the seed's while eight clerks register and issue; at last the power fails for everything."""

import random
import threading
import time
from concurrent.futures import Future

import pytest

from tests.fault.deployed.running import NAMES, Up
from tests.fault.deployed.trial import DOCUMENTS, LONG, SEED, STEPS_OF_AN_ISSUE, Work
from tests.fault.deployed.verdict import judge
from tests.servers import processes

REGISTRATIONS, ISSUES = round(DOCUMENTS * 0.95), max(1, round(DOCUMENTS * 0.05))
ROUNDS = 10 if LONG else 1
ALL = "all at once"
POISON = b"\xff not a fact"


@pytest.mark.slow
def test_killed_one_after_the_other_and_all_at_once_nothing_is_lost_and_nothing_doubled(up: Up, work: Work) -> None:
    office, lot = work.office, random.Random(SEED)
    victims = [*NAMES, *office.servers] * ROUNDS
    lot.shuffle(victims)
    victims.insert(len(victims) * 3 // 4, ALL)
    print(f"\nseed {SEED}: {' · '.join(victims)}")
    # Two services hear this fact, and neither can read it.
    office.post("archive.ItemDeposited", POISON)
    work.poison += 2
    jobs = work.jobs(REGISTRATIONS, ISSUES)
    whole, began = work.tally.steps + REGISTRATIONS + STEPS_OF_AN_ISSUE * ISSUES, time.monotonic()
    points = sorted(lot.sample(range(work.tally.steps, whole * 19 // 20), len(victims)))
    with work.under_way(jobs) as futures:
        for victim, point in zip(victims, points, strict=True):
            _await(work, point, futures)
            time.sleep(lot.uniform(0, 0.3))
            _kill(victim, up)
    up.await_well()
    judge(work)
    print(
        f"{len(jobs)} documents in {time.monotonic() - began:.0f} s, "
        f"asked again {work.tally.again} times; ends {up.ends()}"
    )


def test_a_front_whose_first_process_is_killed_starts_anew_as_a_whole(up: Up) -> None:
    front = {each for each in up.everybody() if up.pids()["api"] in (each.pid, processes.parent(each.pid))}
    assert len(front) > 2
    up.kill("api")
    until = time.monotonic() + 60
    while any(map(processes.is_alive, front)):
        assert time.monotonic() < until, "they hold the port against the new ones"
        time.sleep(0.1)
    up.await_well()


def _kill(victim: str, up: Up) -> None:
    fleet, servers = up.office.fleet, up.office.servers
    if victim == ALL:
        cuts = [threading.Thread(target=fleet.kill, args=(each,)) for each in servers]
        for cut in cuts:
            cut.start()
        up.power_cut()
        for cut in cuts:
            cut.join()
        fleet.start(servers)
        up.start()
    elif victim in servers:
        fleet.kill(victim)
        assert fleet.up(victim) == servers[victim]
    else:
        up.kill(victim)


def _await(work: Work, point: int, futures: list[Future[None]]) -> None:
    while work.tally.steps < point and not any(each.done() and each.exception() for each in futures):
        time.sleep(0.01)
