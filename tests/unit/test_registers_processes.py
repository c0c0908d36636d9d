"""Numbers given by several processes at once on one database."""

import multiprocessing
from pathlib import Path

from services.backends.database import Database
from services.backends.ledger import Stores
from services.intake.handlers.registration import RegisterIncoming, Registration
from services.intake.store import IntakeStore
from services.intake.tables import LEDGER
from services.kernel.clock import SystemClock
from tests.unit.incoming_office import BOOK, CLERK, IncomingOffice, another, office, some_file
from tests.unit.outgoing_office import Desk

__all__ = ["office"]
PROCESSES, EACH = 3, 12


def _register_some(folder: Path, who: int) -> None:
    database = Database(f"sqlite:///{folder}/intake.db")
    clock = SystemClock()
    registration = Registration(Stores(database, LEDGER, clock, IntakeStore), Desk(), clock)
    for number in range(1, EACH + 1):
        paper = another(notation=f"{number}/P{who}", document_date=None)
        registration.register(CLERK, RegisterIncoming(BOOK.id, paper, received=some_file()))
    database.close()


def test_several_processes_share_one_series_without_gap_or_twin(office: IncomingOffice) -> None:
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_register_some, args=(office.folder, who)) for who in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    (check,) = office.views.verify_registers()
    assert (check.last, check.whole) == (PROCESSES * EACH, True)
