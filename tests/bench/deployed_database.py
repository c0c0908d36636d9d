"""The transaction that registers, without HTTP and without files: PostgreSQL against SQLite in the same run."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from services.backends.database import Database, open_database
from services.backends.ledger import Stores
from services.backends.objects.folder import FolderStore
from services.intake.handlers.registration import RegisterIncoming, Registration
from services.intake.store import IntakeStore
from services.intake.tables import LEDGER, METADATA
from services.kernel.clock import SystemClock
from tests import postgres
from tests.bench.figures import Figure, timed
from tests.unit.incoming_office import BOOK, CLERK, another, some_file
from tests.unit.outgoing_office import Desk

COUNT, CLERKS = 200, (1, 8)


def run() -> Iterator[Figure]:
    """Registrations a second by one clerk and by eight; each waits for the disk before it is told."""
    with tempfile.TemporaryDirectory(dir=".") as folder:
        home = Path(folder)
        file = open_database(f"sqlite:///{home}/intake.db", "intake")
        with file.write() as connection:
            METADATA.create_all(connection)
        server = open_database(postgres.role_address("intake", postgres.database_of(home)), "intake")
        rates = {name: _rates(database, home) for name, database in (("SQLite", file), ("PostgreSQL", server))}
        for clerks in CLERKS:
            rate, peer = rates["PostgreSQL"][clerks], rates["SQLite"][clerks]
            yield Figure(f"registrations on PostgreSQL, {clerks} at once", rate, "/s", "SQLite", peer)
        for database in (file, server):
            database.close()


def _rates(database: Database, home: Path) -> dict[int, float]:
    clock, objects = SystemClock(), FolderStore(home / "objects")
    stores = Stores(database, LEDGER, clock, IntakeStore)
    with stores() as store:
        store.add_register(BOOK)
    registration = Registration(stores, Desk(), objects, clock)

    def register(order: RegisterIncoming) -> None:
        registration.register(CLERK, order)

    def rate(clerks: int) -> float:
        papers = [another(notation=f"{number}/C{clerks}", document_date=None) for number in range(1, COUNT + 1)]
        orders = [RegisterIncoming(BOOK.id, paper, received=some_file(objects)) for paper in papers]
        with ThreadPoolExecutor(clerks) as people:
            return COUNT / timed(lambda: list(people.map(register, orders)))

    rate(1)
    return {clerks: rate(clerks) for clerks in CLERKS}
