"""What processes take of the machine: processor time, and memory with what they share counted once."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.servers import Fleet

_TICKS = os.sysconf("SC_CLK_TCK")


class Meter:
    """Processor time of this process and of servers that work for nobody else."""

    def __init__(self, servers: Mapping[str, Fleet]) -> None:
        self.servers = servers

    def spent(self, work: Callable[[], object]) -> float:
        """Milliseconds that it takes of all their processors together."""
        before = self._now()
        work()
        return (self._now() - before) * 1000

    def _now(self) -> float:
        theirs = sum(_seconds(each.pid) for name, fleet in self.servers.items() for each in fleet.alive(name))
        return time.process_time() + theirs


def shared_out_mb(pid: int) -> float:
    """Proportional set size of a process in MB; none once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _seconds(pid: int) -> float:
    """Its own and that of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS
