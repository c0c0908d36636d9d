"""What the archive's records say as a whole: facts to rebuild the index from, digests referred to, faults found."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from services.archive.domain.integrity import Fault, Finding, KeptFile
from services.archive.tables import FILES, FONDS, ITEMS, LEDGER
from services.archive.tables.rows import AnyRow, files_of, readers_of, titles_of
from services.archive.views.events import events_of
from services.archive.views.lines import Event
from services.backends.database import Database
from services.kernel.deeds import Deed
from services.kernel.facts import Fact, ItemDeposited, ItemFiled

_STEP = 500


class Records:
    """Reads over everything; for hosts and tools, not for desks."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def facts(self) -> Iterator[Fact]:
        """`ItemDeposited` of every item and `ItemFiled` of those ever filed, as they would be told today."""
        after = ""
        while step := self._step(after):
            after = step[-1][0]
            for _, told in step:
                yield from told

    def digests(self) -> Iterator[str]:
        """Every digest a file of ours points at, once."""
        after = ""
        while True:
            wanted = select(FILES.c.digest).where(FILES.c.digest > after).distinct().order_by(FILES.c.digest)
            with self.database.read() as connection:
                found = list(connection.execute(wanted.limit(_STEP)).scalars())
            if not found:
                return
            yield from found
            after = found[-1]

    def faults(self) -> list[Finding]:
        """What the last fixity check found at fault."""
        kept = FILES.join(ITEMS, ITEMS.c.document_id == FILES.c.document_id)
        columns = (ITEMS.c.id, ITEMS.c.reference_code, FILES.c.name, FILES.c.digest, FILES.c.size, FILES.c.fault)
        wanted = select(*columns).select_from(kept).where(FILES.c.fault != "").order_by(ITEMS.c.reference_code)
        with self.database.read() as connection:
            return [Finding(KeptFile(*row[:5]), Fault(row.fault)) for row in connection.execute(wanted)]

    def count_faults(self) -> int:
        """How many `faults` lists."""
        with self.database.read() as connection:
            bad = select(func.count()).select_from(FILES).where(FILES.c.fault != "")
            return connection.execute(bad).scalar_one()

    def fixity_runs(self) -> tuple[Event, ...]:
        """The last checks of the whole archive, the newest first."""
        with self.database.read() as connection:
            return tuple(each for each in events_of(connection, "archive", 20) if each.action == Deed.CHECK_FIXITY)

    def counts(self) -> dict[str, int]:
        """How many items and files are kept, and links in the audit chain; for tools and metrics."""
        with self.database.read() as connection:
            tables = {"items": ITEMS, "files": FILES, "audit": LEDGER.audit}
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in tables.items()
            }

    def _step(self, after: str) -> list[tuple[str, list[Fact]]]:
        joined = ITEMS.join(FONDS, FONDS.c.id == ITEMS.c.fonds_id)
        columns = select(ITEMS, FONDS.c.title.label("fonds_title")).select_from(joined)
        with self.database.read() as connection:
            rows = connection.execute(columns.where(ITEMS.c.id > after).order_by(ITEMS.c.id).limit(_STEP)).all()
            return [(row.id, list(_facts(connection, row))) for row in rows]


def _facts(connection: Connection, row: AnyRow) -> Iterator[Fact]:
    current, _ = files_of(connection, row.document_id, row.version)
    digests = tuple(file.digest for file in current)
    yield ItemDeposited(row.id, row.document_id, row.reference_code, row.fonds_id, row.fonds_title, digests)
    if row.filing_version:
        readers, titles = readers_of(connection, row.id), titles_of(connection, row.id)
        yield ItemFiled(row.id, row.document_id, row.filing_version, titles, readers)
