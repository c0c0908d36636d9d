"""The server is killed again and again while the office works over the API: nothing is lost, nothing doubled.

`VANTHU_FAULT_SCALE=1` does 500 registrations and 100 outgoing documents, any other number that share of them; the kills
stay eight, one of them into a server that is only just starting. `VANTHU_FAULT_SEED` changes the moments.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from services.cli import main
from services.kernel.facts import DocumentRegistered
from tests.dispatches import dispatches
from tests.fault.aftermath import ONCE, Aftermath, aftermath
from tests.fault.clients import Programs, Tally
from tests.fault.server import Server
from tests.fault.small_office import SmallOffice, small_office

SCALE = float(os.environ.get("VANTHU_FAULT_SCALE", "1"))
SEED = int(os.environ.get("VANTHU_FAULT_SEED", "3"))
REGISTRATIONS, ISSUES, KILLS, THREADS = round(500 * SCALE), round(100 * SCALE), 8, 6
STEPS_OF_AN_ISSUE = 8


@dataclass
class Trial:
    """One office that was worked in under fire, and what its clients were told."""

    office: SmallOffice
    server: Server
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0

    def run(self) -> None:
        """All the work, with kills in between; returns when every client has its answer and the server is at rest."""
        began = time.monotonic()
        self.server.start()
        with ThreadPoolExecutor(THREADS) as threads:
            jobs = [threads.submit(self._job, *job) for job in _jobs()]
            self._shoot(jobs)
            for job in jobs:
                job.result()
        with aftermath(self.office) as after:
            after.await_quiet()
        self.seconds = time.monotonic() - began
        assert self.server.stop() == 0

    def _job(self, kind: str, number: int) -> None:
        programs = Programs(self.office, self.server.address, self.tally)
        try:
            if kind == "register":
                programs.register(number, _paper(number))
            else:
                programs.issue(number)
        finally:
            programs.close()

    def _shoot(self, jobs: list[Future[None]]) -> None:
        lot = random.Random(SEED)
        whole = REGISTRATIONS + STEPS_OF_AN_ISSUE * ISSUES
        for shot, point in enumerate(sorted(lot.sample(range(whole // 50, whole * 19 // 20), KILLS - 1))):
            while self.tally.steps < point and not any(job.done() and job.exception() for job in jobs):
                time.sleep(0.01)
            time.sleep(lot.uniform(0, 0.3))
            self.server.kill()
            if shot == KILLS // 2:
                self.server.launch()
                time.sleep(lot.uniform(0.5, 3))
                self.server.kill()
            self.server.start()


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """The trial, run once for all tests of this module."""
    office = small_office(tmp_path_factory.mktemp("killed"))
    made = Trial(office, Server(office))
    try:
        made.run()
    finally:
        made.server.end()
    _report(made)
    return made


@pytest.fixture(scope="module")
def after(trial: Trial) -> Iterator[Aftermath]:
    """The office afterwards."""
    with aftermath(trial.office) as found:
        yield found


def test_every_acknowledged_registration_is_there_once_under_its_number(trial: Trial, after: Aftermath) -> None:
    acknowledged = {one["id"]: one["arrival_number"] for one in trial.tally.registered.values()}
    kept = [fact.card for fact in after.host.intake.views.facts() if isinstance(fact, DocumentRegistered)]
    assert sorted(acknowledged.values()) == list(range(1, REGISTRATIONS + 1))
    arrived = {card.document_id: card.number for card in kept if card.direction == "incoming"}
    assert arrived == acknowledged


def test_every_outgoing_document_is_issued_once_under_its_number(trial: Trial) -> None:
    numbers = sorted(one["number"] for one in trial.tally.issued.values())
    assert numbers == list(range(1, ISSUES + 1))


def test_registers_chains_and_kept_bytes_verify_and_the_dead_letter_desk_is_empty(
    trial: Trial, after: Aftermath, command: Callable[..., int]
) -> None:
    assert after.dead() == []
    assert command(trial, "register", "verify") == 0
    assert command(trial, "audit", "verify") == 0
    assert command(trial, "archive", "fixity") == 0
    assert command(trial, "dead", "list") == 0


def test_nothing_was_told_twice_and_nothing_is_left_to_tell(trial: Trial, after: Aftermath) -> None:
    arrived = {one["id"] for one in trial.tally.registered.values()}
    issued = {one["id"] for one in trial.tally.issued.values()}
    told = after.told()
    subjects = {
        "DocumentRegistered": arrived,
        "DocumentIssued": issued,
        "DocumentSigned": issued,
        "DocumentSealed": issued,
        "ItemDeposited": arrived | issued,
    }
    for fact in ONCE:
        assert told[fact.__name__] == dict.fromkeys(subjects[fact.__name__], 1), fact.__name__
    assert after.unfinished() == {}


def test_every_document_is_archived_once_signed_once_and_found_once(trial: Trial, after: Aftermath) -> None:
    arrived = {one["id"] for one in trial.tally.registered.values()}
    issued = {one["id"] for one in trial.tally.issued.values()}
    assert after.archived() == dict.fromkeys(arrived | issued, 1)
    assert after.signatures() == {(one, kind): 1 for one in issued for kind in ("leader", "seal")}
    assert sorted(after.found("lan")) == sorted(arrived | issued)
    for job, one in list(trial.tally.registered.items())[:: max(1, REGISTRATIONS // 20)]:
        assert after.found("lan", f"{job}/SNV-TCCB")[0] == one["id"]


def test_every_file_the_records_speak_of_is_stored_and_the_rest_is_named(after: Aftermath) -> None:
    referred, stored = after.digests()
    assert referred <= stored
    assert after.host.archive.fixity.orphans(referred) == sorted(stored - referred)


def test_the_index_made_again_from_the_records_answers_the_same(
    trial: Trial, after: Aftermath, command: Callable[..., int]
) -> None:
    before = {account: after.catalogue(account) for account in ("lan", "an", "dung", "son", "quan")}
    assert command(trial, "reindex") == 0
    with aftermath(trial.office) as again:
        assert {account: again.catalogue(account) for account in before} == before


def test_a_killed_server_leaves_no_worker_behind(trial: Trial) -> None:
    assert trial.server.workers
    until = time.monotonic() + 30
    while trial.server.workers_left() and time.monotonic() < until:
        time.sleep(0.1)
    assert trial.server.workers_left() == set()


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Gives a command of `vanthu` for the office of a trial; the exit code."""

    def give(trial: Trial, *words: str) -> int:
        for name, value in trial.office.environment().items():
            monkeypatch.setenv(name, value)
        return main([*words, "--json"])

    return give


def _jobs() -> list[tuple[str, int]]:
    jobs = [("register", number + 1) for number in range(REGISTRATIONS)]
    jobs += [("issue", number + 1) for number in range(ISSUES)]
    random.Random(SEED).shuffle(jobs)
    return jobs


_PAPERS = [one.paper for one in dispatches(4)]


def _paper(number: int) -> bytes:
    return _PAPERS[number % len(_PAPERS)] + b"\n%% %d\n" % number


def _report(trial: Trial) -> None:
    starts = sorted(trial.server.starts)
    print(
        f"\n{REGISTRATIONS} registrations, {ISSUES} outgoing, {KILLS} kills in {trial.seconds:.0f} s; asked again "
        f"{trial.tally.again} times; start {starts[0]:.1f} to {starts[-1]:.1f} s\n{trial.server.complaints()[:3000]}"
    )
