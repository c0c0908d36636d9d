"""A broker or an index that comes back empty is made whole by the commands that docs/operating.md names."""

import re
import shlex
import signal
from pathlib import Path

import httpx

from tests.contract.rabbit_desks import ask, eventually
from tests.fault.deployed.aftermath import aftermath
from tests.fault.deployed.running import Up
from tests.fault.deployed.trial import Work
from tests.fault.deployed.verdict import command, judge

MANUAL = Path(__file__).parents[3] / "docs/operating.md"
LOST = "## When a server lost its data\n"


def follow(work: Work, what: str) -> None:
    """Carry out what the manual says about it, word for word."""
    chapter = MANUAL.read_text().partition(LOST)[2].partition("\n## ")[0]
    written = re.search(rf"\*\*{what}\*\*.*?```sh\n(.*?)```", chapter, re.DOTALL)
    assert written, f"the manual says nothing of {what}"
    for line in written[1].splitlines():
        program, *words = shlex.split(line, comments=True)
        assert program == "vanthu"
        code, said = command(work.office, *words)
        assert code == 0, said


def test_a_broker_that_lost_everything_is_told_again(up: Up, work: Work) -> None:
    up.send("work-archive", signal.SIGSTOP)
    work.do(registrations=4, issues=1)
    with aftermath(work.office) as after:
        assert eventually(lambda: not after.unsent(), 120)
        lived = up.pids()
        ask(work.office.servers["rabbitmq"], "DELETE", f"vhosts/{work.office.admin.vhost}")
        up.kill("work-archive")
        work.do(registrations=4)
        assert after.unheard()["archive unheard"] >= 4, "they are lost on the broker, and only there"
    follow(work, "The broker")
    judge(work)
    assert {name for name, pid in up.pids().items() if lived[name] != pid} == {"work-archive"}, "nobody ended over it"


def test_an_index_that_is_lost_is_made_again_and_answers_as_before(up: Up, work: Work) -> None:
    work.do(registrations=4)
    judge(work)
    accounts = ("lan", "an", "dung", "son", "quan")
    with aftermath(work.office) as after:
        before = {account: after.catalogue(account) for account in accounts}
    place = work.office.servers["elasticsearch"].url
    for index in httpx.get(f"{place}/_cat/indices/documents-*", params={"format": "json"}).json():
        httpx.delete(f"{place}/{index['index']}").raise_for_status()
    follow(work, "The index")
    judge(work)
    with aftermath(work.office) as after:
        assert {account: after.catalogue(account) for account in accounts} == before
