"""SIGTERM to each process while clerks work: it ends in time, nothing is lost, little is done twice and none counts."""

import json
import signal
import time
from pathlib import Path

import pytest

from tests.contract.rabbit_desks import ask
from tests.fault.deployed.running import NAMES, Up
from tests.fault.deployed.trial import SEED, Work
from tests.fault.deployed.verdict import judge

IN_TIME = 60.0


@pytest.mark.slow
def test_each_process_told_to_end_under_load_ends_in_time_and_loses_nothing(up: Up, work: Work) -> None:
    again, took = _handed_out_again(work), {}
    with work.under_way(work.jobs(24, 2, SEED + 1)):
        for name in NAMES:
            took[name] = _ended_in(up, name)
    up.await_well()
    judge(work)
    codes = dict(up.ends()[-len(NAMES) :])
    print(f"\n{ {name: f'{seconds:.1f} s' for name, seconds in took.items()} }")
    print(f"handed out again by the broker and known to the inbox: {_handed_out_again(work) - again}")
    assert max(took.values()) < IN_TIME, took
    assert codes == dict.fromkeys(NAMES, 0)


def _ended_in(up: Up, name: str) -> float:
    pid, began = up.send(name, signal.SIGTERM), time.monotonic()
    while Path(f"/proc/{pid}").exists() and time.monotonic() - began < 2 * IN_TIME:
        time.sleep(0.02)
    return time.monotonic() - began


def _handed_out_again(work: Work) -> int:
    queues = json.loads(ask(work.office.servers["rabbitmq"], "GET", f"queues/{work.office.admin.vhost}"))
    return sum(queue.get("message_stats", {}).get("redeliver", 0) for queue in queues)
