"""The small supervisor: what dies is started again, what it says is heard, and a stop stops all."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.backends.supervisor import Member, Supervisor

_SET = """
import asyncio, sys
from services.backends.supervisor import Member, Supervisor
code = "import os, time; print('here', os.getpid(), flush=True); time.sleep(60)"
members = [Member(name, [sys.executable, "-c", code]) for name in ("one", "two")]
asyncio.run(Supervisor(members, lambda name, line: print(name, line, flush=True)).run())
"""


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def heard(member: Member, wanted: str, seconds: float = 15.0) -> list[str]:
    """What a member says until it has said something; then it is stopped."""
    said: list[str] = []
    keeper: Supervisor

    def say(_name: str, line: str) -> None:
        said.append(line)
        if wanted in line:
            keeper.stop()

    async def run() -> None:
        nonlocal keeper
        keeper = Supervisor([member], say)
        await asyncio.wait_for(keeper.run(), seconds)

    asyncio.run(run())
    return said


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def until_gone(pids: list[int]) -> None:
    end = time.monotonic() + 10
    while not all(map(gone, pids)):
        assert time.monotonic() < end, "a member outlived its supervisor"
        time.sleep(0.05)


def test_what_dies_is_started_again_and_the_log_says_with_which_code_it_ended(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    code = (
        f"import pathlib, sys; p = pathlib.Path({str(mark)!r}); print('again' if p.exists() else 'first', flush=True)"
    )
    said = heard(Member("works", python(code + "; p.touch(); sys.exit(3)")), "again")
    assert said[0] == "first"
    assert "mã 3" in said[1]
    assert said[2] == "again"


def test_a_line_longer_than_any_of_ours_stops_nobody() -> None:
    said = heard(Member("long", python("print('x' * 3_000_000); print('after', flush=True)")), "after")
    assert sum(len(line) for line in said[:-1]) >= 3_000_000


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGKILL])
def test_no_member_outlives_its_supervisor(word: signal.Signals) -> None:
    with subprocess.Popen(python(_SET), stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout is not None
        pids = [int(keeper.stdout.readline().split()[-1]) for _ in range(2)]
        os.kill(keeper.pid, word)
        keeper.wait(15)
    until_gone(pids)


def test_a_member_is_told_what_it_alone_is_to_know() -> None:
    member = Member("told", python("import os; print(os.environ['DOOR'], flush=True)"), variables={"DOOR": "9101"})
    assert heard(member, "9101")[0] == "9101"
