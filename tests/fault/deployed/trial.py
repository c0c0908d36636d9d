"""Clerks that register and issue over the front, each job asked again until it is answered."""

import os
import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.dispatches import dispatches
from tests.fault.clients import Programs, Tally
from tests.fault.deployed.office import DeployedOffice

DOCUMENTS = int(os.environ.get("VANTHU_CHAOS_DOCUMENTS", "60"))
SEED = int(os.environ.get("VANTHU_FAULT_SEED", "3"))
LONG = DOCUMENTS >= 1000
CLERKS = 8
STEPS_OF_AN_ISSUE = 8

_PAPERS = [one.paper for one in dispatches(4)]


@dataclass
class Work:
    """What an office's people were told; jobs are numbered on, so that several trials go on in one register.

    `poison` is how many letters were planted that must lie on the dead-letter desk.
    """

    office: DeployedOffice
    tally: Tally = field(default_factory=Tally)
    poison: int = 0
    _next: int = 0

    def jobs(self, registrations: int, issues: int, seed: int = SEED) -> list[tuple[str, int]]:
        """So many new jobs, in an order of the seed's."""
        kinds = ["register"] * registrations + ["issue"] * issues
        random.Random(seed).shuffle(kinds)
        first, self._next = self._next + 1, self._next + len(kinds)
        return [(kind, first + place) for place, kind in enumerate(kinds)]

    @contextmanager
    def under_way(self, jobs: list[tuple[str, int]], clerks: int = CLERKS) -> Iterator[list[Future[None]]]:
        """The jobs being done during a `with`; at its end all are done, and none has failed."""
        with ThreadPoolExecutor(clerks) as threads:
            futures = [threads.submit(self._do, *job) for job in jobs]
            yield futures
            for future in futures:
                future.result()

    def do(self, registrations: int, issues: int = 0) -> None:
        """So many jobs, done."""
        with self.under_way(self.jobs(registrations, issues)):
            pass

    def _do(self, kind: str, job: int) -> None:
        programs = Programs(self.office, self.office.address, self.tally)
        try:
            if kind == "register":
                programs.register(job, paper(job))
            else:
                programs.issue(job)
        finally:
            programs.close()


def paper(job: int) -> bytes:
    """A paper nobody has sent before."""
    return _PAPERS[job % len(_PAPERS)] + b"\n%% %d\n" % job
