"""The drill: an office is backed up while its clerks register, everything is destroyed, and it comes back elsewhere.

On one process with files, and on PostgreSQL, a bucket and Elasticsearch. `VANTHU_FAULT_SCALE` changes how many papers
lie there before the backup begins.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from services.embedded import Host, opened
from services.intake.domain.incoming import IncomingDocument
from services.kernel.clock import SystemClock
from services.kernel.facts import DocumentRegistered
from tests.backups import Said, archived, register, say
from tests.fault.aftermath import Aftermath
from tests.fault.backup_places import Place, two_places
from tests.offices import set_up

CLERKS, BEFORE = 4, max(8, round(60 * float(os.environ.get("VANTHU_FAULT_SCALE", "1"))))


@dataclass
class Drill:
    """What was acknowledged, what was found of it while it stood, and the office that came back."""

    lost: Place
    back: Place
    copy: Path
    acknowledged: list[IncomingDocument] = field(default_factory=list)
    before: list[IncomingDocument] = field(default_factory=list)
    during: int = 0
    found: dict[str, list[str]] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)
    said: Said = field(default_factory=lambda: Said(-1))

    def run(self) -> None:
        """Work, back up meanwhile, lose everything, restore."""
        self.lost.prepare()
        with opened(self.lost.settings) as host:
            set_up(host, SystemClock().today())
            host.search.start()
            host.bus.start()
            self._work(host)
            _quiet(host)
            self.found = _found(host, self.before)
        keys = self.back.settings.keys
        shutil.copytree(self.lost.settings.keys, keys)
        self.lost.destroy()
        self.said = say(self.back.settings, "restore", self.copy)

    def _work(self, host: Host) -> None:
        stop = threading.Event()
        with ThreadPoolExecutor(CLERKS) as clerks:
            jobs = [clerks.submit(self._clerk, host, clerk, stop) for clerk in range(CLERKS)]
            try:
                while len(self.acknowledged) < BEFORE and not any(job.done() for job in jobs):
                    time.sleep(0.01)
                self.before = list(self.acknowledged)
                self._back_up()
                self.during = len(self.acknowledged) - len(self.before)
            finally:
                stop.set()
            for job in jobs:
                job.result()

    def _clerk(self, host: Host, clerk: int, stop: threading.Event) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            self.acknowledged += register(host, f"tờ trình {clerk} {number}")
            stop.wait(0.02)

    def _back_up(self) -> None:
        """By a process of its own, as an operator does."""
        ended = subprocess.run(
            [sys.executable, "-m", "services", "backup", str(self.copy), "--json"],
            env={**os.environ, **self.lost.environment}, capture_output=True, text=True,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        print(ended.stdout)


@pytest.fixture(scope="module", params=["embedded", "deployed"])
def drill(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    """The drill, run once for all tests on each host."""
    folder = tmp_path_factory.mktemp("drill")
    with two_places(request.param, folder) as (lost, back):
        made = Drill(lost, back, folder / "copy")
        made.run()
        print(f"{len(made.before)} before, {made.during} during the backup")
        yield made


@pytest.fixture(scope="module")
def host(drill: Drill) -> Iterator[Host]:
    """The office that came back, after all it had to tell again was carried."""
    with opened(drill.back.settings) as host:
        host.bus.settle()
        host.search.indexing.catch_up_wholly()
        yield host


def test_the_office_goes_on_working_during_the_backup(drill: Drill) -> None:
    assert drill.during > 0


def test_registers_chains_and_kept_bytes_verify_after_the_restore(drill: Drill) -> None:
    assert drill.said.code == 0, drill.said
    assert not [line for line in drill.said.lines if "key" in line]


def test_what_was_acknowledged_before_the_backup_is_there_under_its_number_with_its_bytes(
    drill: Drill, host: Host
) -> None:
    cards = {card.document_id: card for card in _cards(host)}
    for document in drill.before:
        assert cards[document.id].number == document.entry.number
        with host.objects.open(document.main.digest) as stream:
            assert len(stream.read()) == document.main.size
    named, stored = Aftermath(host).digests()
    assert {document.main.digest for document in drill.before} <= named <= stored


def test_a_search_finds_what_it_found(drill: Drill, host: Host) -> None:
    assert _found(host, drill.before) == drill.found
    everything = Counter(Aftermath(host).found("lan"))
    assert set(everything.values()) == {1}
    assert set(everything) == {card.document_id for card in _cards(host)}


def test_nothing_is_doubled_or_left_out_by_telling_again(host: Host) -> None:
    assert Counter(archived(host)) == Counter(card.document_id for card in _cards(host))
    after = Aftermath(host)
    assert [name for name in after.unfinished() if name != "stamps"] == []
    assert after.dead() == []
    assert set(after.told()["ItemDeposited"].values()) == {1}
    assert after.chains() == []


def test_numbering_goes_on_without_gap_or_twin(drill: Drill, host: Host) -> None:
    numbers = sorted(card.number for card in _cards(host))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= len(drill.before)
    (next_one,) = register(host, "sau khi khôi phục")
    assert next_one.entry.number == len(numbers) + 1


def _cards(host: Host) -> list[Any]:
    return [fact.card for fact in host.intake.views.facts() if isinstance(fact, DocumentRegistered)]


def _found(host: Host, documents: list[IncomingDocument]) -> dict[str, list[str]]:
    after = Aftermath(host)
    return {each.id: after.found("lan", f'"{each.paper.notation}"') for each in documents[::5]}


def _quiet(host: Host) -> None:
    until = time.monotonic() + 240
    while waiting := [name for name in Aftermath(host).unfinished() if name != "stamps"]:
        assert time.monotonic() < until, waiting
        time.sleep(0.2)
