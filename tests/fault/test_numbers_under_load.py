"""Numbers when everybody registers at once, in one process and in several, and while the year turns."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from services.backends.database import Database
from services.backends.ledger import Stores
from services.backends.objects.folder import FolderStore
from services.intake.domain.incoming import IncomingDocument
from services.intake.handlers.registration import RegisterIncoming, Registration
from services.intake.store import IntakeStore
from services.intake.tables import LEDGER, METADATA
from services.kernel.clock import Clock, SystemClock, office_day
from tests.databases import service_database
from tests.unit.incoming_office import BOOK, CLERK, IncomingOffice, another, office, some_file
from tests.unit.outgoing_office import Desk

__all__ = ["office"]
PROCESSES, THREADS, EACH, VOID_EVERY = 3, 64, 192, 8


class RunningClock:
    """A clock that goes on by a little with every look at it."""

    def __init__(self, moment: datetime, step: timedelta) -> None:
        self.moment = moment
        self.step = step
        self.lock = Lock()

    def now(self) -> datetime:
        """A moment later than every one told before."""
        with self.lock:
            self.moment += self.step
            return self.moment

    def today(self) -> object:
        """The office day of such a moment."""
        return office_day(self.now())


def registrar(folder: Path, clock: Clock) -> tuple[Database, Callable[[str], IncomingDocument]]:
    """Somebody who registers papers of a given notation in the office's one register."""
    database = service_database(folder, "intake", METADATA)
    objects = FolderStore(folder / "objects")
    registration = Registration(Stores(database, LEDGER, clock, IntakeStore), Desk(), objects, clock)

    def register(notation: str) -> IncomingDocument:
        paper = another(notation=notation, document_date=None)
        document = registration.register(CLERK, RegisterIncoming(BOOK.id, paper, received=some_file(objects)))
        if document.entry.number % VOID_EVERY == 0:
            registration.void(CLERK, document.id, "Vào nhầm sổ")
        return document

    return database, register


def _register_all(folder: Path, who: int) -> None:
    database, register = registrar(folder, SystemClock())
    with ThreadPoolExecutor(THREADS) as clerks:
        list(clerks.map(register, [f"{number}/P{who}" for number in range(1, EACH + 1)]))
    database.close()


def test_sixty_four_threads_in_each_of_several_processes_get_one_to_n_with_voids(office: IncomingOffice) -> None:
    """Invariant 2: 64 threads in each of several processes, every number once, void ones too."""
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_register_all, args=(office.folder, who)) for who in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)

    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    (check,) = office.views.verify_registers()
    assert (check.last, check.whole) == (PROCESSES * EACH, True)
    assert check.void == PROCESSES * EACH // VOID_EVERY


def test_while_the_year_turns_each_of_eight_clerks_numbers_in_the_year_of_the_moment(office: IncomingOffice) -> None:
    midnight = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    clock = RunningClock(midnight - timedelta(milliseconds=400), timedelta(milliseconds=1))
    database, register = registrar(office.folder, clock)  # type: ignore[arg-type]
    with ThreadPoolExecutor(8) as clerks:
        entries = [document.entry for document in clerks.map(register, [f"{number}/SNV" for number in range(1, 241)])]
    database.close()

    volumes = {volume.year: volume.last for volume in office.views.volumes()}
    assert set(volumes) == {2026, 2027}
    assert sum(volumes.values()) == 240
    assert all(check.whole for check in office.views.verify_registers())
    for entry in entries:
        assert (entry.year, entry.arrived_on) == (office_day(entry.at).year, office_day(entry.at)), entry
    for year in volumes:
        mine = sorted((entry.at, entry.number) for entry in entries if entry.year == year)
        assert [number for _, number in mine] == list(range(1, volumes[year] + 1)), "numbers follow the clock"
