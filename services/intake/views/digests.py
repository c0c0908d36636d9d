"""Every stored object this service's records refer to, so that a sweep can name those nobody does."""

from collections.abc import Iterator

from sqlalchemy import select

from services.intake.tables.arrival_rows import arrival_of
from services.intake.tables.arrivals import ARRIVALS, QUARANTINE
from services.intake.tables.documents import FILES
from services.intake.tables.outgoing import EDITIONS
from services.intake.tables.outgoing_rows import edition_of
from services.intake.views.base import Reading

_BATCH = 500


class DigestViews(Reading):
    """The objects' part of the intake views."""

    def digests(self) -> Iterator[str]:
        """Digests of all files of documents, versions, waiting uploads and files kept apart; some more than once."""
        with self.database.read() as connection:
            yield from connection.execute(select(FILES.c.digest)).scalars()
            yield from connection.execute(select(QUARANTINE.c.digest)).scalars()
            for row in connection.execute(select(ARRIVALS)).yield_per(_BATCH):
                yield from (file.digest for file in arrival_of(row).received.files)
            for row in connection.execute(select(EDITIONS)).yield_per(_BATCH):
                edition = edition_of(row)
                yield from (file.digest for file in (edition.file, edition.text, edition.original) if file)
