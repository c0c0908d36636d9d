"""What a bench tells: a value with its unit, beside the limit or peer measured in the same run."""

import os
import platform
import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """`value` in `unit`; `against` names the peer, `peer` is its value, `aim` what was hoped for in words."""

    name: str
    value: float
    unit: str
    against: str = ""
    peer: float = 0.0
    aim: str = ""

    def __str__(self) -> str:
        line = f"{self.name:<52} {self.value:>10,.1f} {self.unit}"
        if self.peer:
            line += f"   {self.value / self.peer:.2f} × {self.against} ({self.peer:,.1f})"
        return line + (f"   aim {self.aim}" if self.aim else "")


def timed(work: Callable[[], object]) -> float:
    """Seconds one call takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def p95(seconds: Sequence[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return quantiles(seconds, n=20)[-1] * 1000 if len(seconds) > 1 else seconds[0] * 1000


def memory_mb() -> float:
    """The most resident memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    """One line about the machine; absolute figures mean nothing without it."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
